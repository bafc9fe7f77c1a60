import {believedNodes} from '../living.ts';
import {quorumOf} from '../quorum.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Instant} from '../values.ts';
import {tightestOf} from './capacity-left.ts';
import type {Fate, Foresight, Waiting} from './foresight.ts';
import {type Rewrite, replicasOf, type Scene, tasksOf} from './rewrite.ts';
import {heldUp, widened} from './scale.ts';
import {closingPorts, type Part, partOf, type ServiceChange} from './service-change.ts';
import {settleShares, type Told} from './share.ts';
import {sorted} from './sorted.ts';
import {sum} from './sum.ts';
import {eitherWay} from './untried.ts';

const wider = (fate: Fate, other: Fate | undefined): Fate =>
	other === undefined
		? fate
		: {
				...fate,
				stuck: {
					least: Math.min(fate.stuck.least, other.stuck.least),
					most: Math.max(fate.stuck.most, other.stuck.most),
				},
			};

const isScaledDown = (change: ServiceChange): change is Rewrite =>
	change.kind === 'change' && replicasOf(change.wanted) < replicasOf(change.before) && replicasOf(change.wanted) > 0;

type Settlement = Told & Pick<ReturnType<typeof settleShares>, 'places'>;

/** With what may be left or go when services are scaled down, and room that this makes or doesn't. */
const eitherOf = (
	one: Settlement,
	other: Settlement,
	none: readonly Waiting[],
	changes: readonly ServiceChange[],
): Settlement => {
	const scaled = new Set(changes.filter(isScaledDown).map(({before}) => before.id));
	const fates = one.fates.map(fate =>
		scaled.has(fate.service.id)
			? fate
			: wider(
					fate,
					other.fates.find(({service}) => service.id === fate.service.id),
				),
	);
	const waiting = widened({likely: one.waiting, most: other.waiting, none}, scaled);
	return {...one, fates, waiting};
};

/** Several services written one right after the other: what becomes of all tasks. Undefined while the nodes aren't known. */
export const changesForesight = (
	snapshot: Snapshot,
	changes: readonly ServiceChange[],
	now: Instant,
): Foresight | undefined => eitherWay(snapshot, seen => changedBy(seen, changes, now));

const settledIn = (
	scene: Scene,
	parts: readonly Part[],
	changes: readonly ServiceChange[],
	now: Instant,
): Settlement => {
	const settled = settleShares(
		scene,
		parts.map(({share}) => share),
	);

	if (!changes.some(isScaledDown)) {
		return settled;
	}

	const least = changes.map(change => partOf(change, scene, true).share);
	const written = new Set(changes.map(change => serviceIn(change).id));
	const none = heldUp(scene, now).filter(({service}) => !written.has(service.id));
	return eitherOf(settled, settleShares(scene, least), none, changes);
};

const changedBy = (snapshot: Snapshot, changes: readonly ServiceChange[], now: Instant): Foresight | undefined => {
	const nodes = believedNodes(snapshot, now);

	if (nodes === undefined) {
		return undefined;
	}

	const scene = {snapshot, nodes};
	const parts = changes.map(change => partOf(change, scene, false));
	const {fates, waiting, places} = settledIn(scene, parts, changes, now);
	const quorum = quorumOf(nodes);
	const meant = sum(changes.map(change => (change.kind === 'create' ? 0 : tasksOf(scene, serviceIn(change)).length)));
	return {
		isWhole: snapshot.hasAllTasks,
		tasks: meant,
		...sorted(fates),
		stays: meant - sum(parts.map(({share}) => new Set(share.gone).size)),
		ports: parts.flatMap(part => closingPorts(part, scene)),
		waiting,
		tightest: tightestOf(places),
		quorum: {before: quorum, after: quorum},
	};
};

const serviceIn = (change: ServiceChange) => (change.kind === 'change' ? change.before : change.service);
