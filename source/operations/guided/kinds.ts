import {gentleDrainKind} from './gentle-drain.ts';
import type {GuidedKind, GuidedKindId} from './guided.ts';
import {rebalanceKind} from './rebalance.ts';
import {replaceTwinKind} from './replace-twin.ts';
import {rotateKind} from './rotate-kind.ts';
import {safeRemovalKind} from './safe-removal.ts';

export const guidedKinds: Readonly<Record<GuidedKindId, GuidedKind>> = {
	gentleDrain: gentleDrainKind,
	safeRemoval: safeRemovalKind,
	rebalance: rebalanceKind,
	replaceTwin: replaceTwinKind,
	rotate: rotateKind,
};
