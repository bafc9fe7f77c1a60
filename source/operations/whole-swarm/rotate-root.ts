import type {Snapshot, SwarmFacts} from '../../swarm/snapshot.ts';
import type {SwarmOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import {nothingToEnter} from '../targets.ts';
import {agree, count, listed} from '../words.ts';
import {settingsUnknown, swarmNow} from './swarm-write.ts';

export const rotateRoot: SwarmOperation<null> = {
	on: 'swarm',
	id: 'rotateRoot',
	title: 'Rotate the root certificate',
	verb: 'rotate the root',
	doing: 'Rotating',
	done: 'has begun to rotate',
	subject: () => 'the root certificate',
	danger: 'disruptive',
	blockedBy: (target, snapshot) =>
		settingsUnknown(target, snapshot) ??
		(swarmNow(target, snapshot).settings?.isRootRotating ? 'it is being rotated already' : undefined),
	parse: nothingToEnter,
	needs: () => ({swarm: true, nodes: true}),
	plan: (_targets, _input, snapshot) => ({
		effects: [
			`Every node gets a new certificate by a new root: ${count(snapshot.nodes?.items.size ?? 0, 'node')}, each within seconds. What runs is not touched.`,
			'At the end both join tokens are others: they hold the fingerprint of the root. Whatever holds an old one needs the new one.',
			'The page of the swarm shows how far it is.',
		],
		warnings: heldUp(snapshot),
		refusals: [],
	}),
	cli: () => docker('swarm', 'ca', '--rotate', '--detach'),
	relies: ({settings}) => ({rotating: settings?.isRootRotating ?? null}),
	run: async ({engine}, fresh, _input, signal) => {
		await engine.updateSwarm(fresh, {kind: 'rotate-root'}, signal);
		return [];
	},
	// It may be over before anyone looks: then the certificates are signed by another key.
	isWritten: (now, _input, over) => isBegun(now, over),
	isSeen: (target, _input, snapshot) => isBegun(swarmNow(target, snapshot), target.saw),
};

const isBegun = (now: SwarmFacts | undefined, before: SwarmFacts) =>
	now?.settings !== undefined &&
	((now.settings.isRootRotating && before.settings?.isRootRotating === false) ||
		(now.settings.issuer !== undefined && now.settings.issuer !== before.settings?.issuer));

/** SwarmKit waits for every node of the list, whether it can still answer or not. */
const heldUp = (snapshot: Snapshot) => {
	const silent = [...(snapshot.nodes?.items.values() ?? [])]
		.filter(({state}) => state !== 'ready')
		.map(({hostname, state}) => `${hostname} (${state})`)
		.sort();
	return silent.length === 0
		? []
		: [
				`It does not end before ${listed(silent)} ${agree(silent.length, 'is', 'are')} back or removed from the list of nodes: until then two roots are trusted.`,
			];
};
