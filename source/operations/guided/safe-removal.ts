import type {NodeId} from '../../swarm/ids.ts';
import {type Availability, isAlive} from '../../swarm/node.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {activateNode} from '../node/activate-node.ts';
import {demoteNode, promoteNode} from '../node/change-role.ts';
import {drainNode} from '../node/drain-node.ts';
import {pauseNode} from '../node/pause-node.ts';
import {removeNode} from '../node/remove-node.ts';
import {anyOperation, type NodeOperation} from '../operation.ts';
import {docker, nodeArgument} from '../shell.ts';
import {nodeName, nodeNow, nothingToEnter} from '../targets.ts';
import {listed} from '../words.ts';
import type {GuidedKind, Step} from './guided.ts';
import {doneStepByStep} from './guided-operation.ts';
import {onNode, remaining, stillThere} from './moves.ts';
import {emptiesIn} from './time-left.ts';

type SafeRemoval = {
	readonly node: NodeId;
	readonly name: string;
	readonly wasManager: boolean;
	readonly before: Availability;
};

const read = (input: Json) => input as unknown as SafeRemoval;

const isGone = (snapshot: Snapshot, node: NodeId) =>
	snapshot.nodes !== undefined && nodeOf(snapshot, node) === undefined;

const isWorker = (snapshot: Snapshot, id: NodeId) => {
	const node = nodeOf(snapshot, id);
	return isGone(snapshot, id) || (node?.role === 'worker' && node.manager === undefined);
};

const stepsOf = ({node, name, wasManager}: SafeRemoval): readonly Step[] => [
	...(wasManager
		? [
				{
					title: `Demote ${name}`,
					isDone: ({snapshot}) => isWorker(snapshot, node),
					write: snapshot => onNode(anyOperation(demoteNode), snapshot, node),
					waiting: () => 'it leaves Raft',
				} satisfies Step,
			]
		: []),
	{
		title: `Drain ${name}: its tasks move`,
		isDone: ({snapshot}) => isGone(snapshot, node) || nodeOf(snapshot, node)?.availability === 'drain',
		write: snapshot => onNode(anyOperation(drainNode), snapshot, node),
	},
	{
		title: `See ${name} empty`,
		isDone: ({snapshot}) => remaining(snapshot, node).length === 0,
		waiting: snapshot => stillThere(remaining(snapshot, node).length),
		left: (snapshot, now) => emptiesIn(node, snapshot, now),
		trouble: ({snapshot}) => activated(snapshot, node, name),
	},
	{
		title: `On ${name}, run: docker swarm leave`,
		isDone: ({snapshot}) => isGone(snapshot, node) || nodeOf(snapshot, node)?.state === 'down',
		waiting: () => 'you run it there; the managers notice within seconds',
		left: () => 'yours',
		trouble: ({snapshot}) => activated(snapshot, node, name),
	},
	{
		title: `Remove ${name} from the swarm`,
		isDone: ({snapshot}) => isGone(snapshot, node),
		write: snapshot => onNode(anyOperation(removeNode), snapshot, node),
		trouble: ({snapshot}) =>
			isAlive(nodeOf(snapshot, node)) ? `${name} is back: it is not removed while it is up.` : undefined,
	},
];

const activated = (snapshot: Snapshot, node: NodeId, name: string) =>
	nodeOf(snapshot, node)?.availability === 'active'
		? `${name} was activated meanwhile: nothing more was changed.`
		: undefined;

/** The steps before it: with a demotion there is one more. */
const demotions = ({wasManager}: SafeRemoval) => (wasManager ? 1 : 0);

export const safeRemovalKind: GuidedKind = {
	id: 'safeRemoval',
	steps: input => stepsOf(read(input)),
	undoing(input, begun) {
		const removal = read(input);
		const {node, name, before} = removal;
		const isBack = (snapshot: Snapshot) => isGone(snapshot, node) || nodeOf(snapshot, node)?.availability === before;
		return [
			...(begun > demotions(removal)
				? [
						{
							title: before === 'active' ? `Activate ${name} again` : `${name} as available as before`,
							isDone: ({snapshot}) => before === 'drain' || isBack(snapshot),
							write: snapshot => onNode(anyOperation(before === 'pause' ? pauseNode : activateNode), snapshot, node),
						} satisfies Step,
					]
				: []),
			...(removal.wasManager && begun > 0
				? [
						{
							title: `Promote ${name} again`,
							isDone: ({snapshot}) => isGone(snapshot, node) || nodeOf(snapshot, node)?.role === 'manager',
							write: snapshot => onNode(anyOperation(promoteNode), snapshot, node),
						} satisfies Step,
					]
				: []),
		];
	},
	undoWords(input, begun) {
		const removal = read(input);
		const {name, wasManager} = removal;
		return [
			...(begun > demotions(removal) ? [`${name} takes new tasks again; tasks that moved stay where they are.`] : []),
			...(wasManager && begun > 0 ? [`${name} becomes a manager again.`] : []),
			'If it has left the swarm already, it has to join anew.',
		];
	},
	watches: input => ({services: [], node: read(input).node}),
};

export const removeSafely: NodeOperation<null> = {
	...doneStepByStep,
	on: 'node',
	id: 'removeSafely',
	title: 'Safely remove node',
	verb: 'remove',
	doing: 'Removing step by step',
	done: 'removed',
	danger: 'destructive',
	// One that is down has nothing to save: it is removed at once.
	isFor: ({saw}) => saw.state !== 'down',
	blockedBy(target, snapshot) {
		const node = nodeNow(target, snapshot);
		return target.id === snapshot.self
			? 'skep is connected to it: connect to another manager first'
			: node.state === 'ready' || node.state === 'down'
				? undefined
				: `${node.state}: what runs there can't be seen`;
	},
	parse: nothingToEnter,
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	plan(targets, _input, snapshot) {
		const managers = targets.filter(target => nodeNow(target, snapshot).manager !== undefined);
		const demotion = managers.length === 0 ? undefined : demoteNode.plan(managers, null, snapshot);
		const drain = drainNode.plan(targets, null, snapshot);
		const name = listed(targets.map(target => nodeName(nodeNow(target, snapshot), snapshot)));
		return {
			effects: [
				...(demotion === undefined ? [] : [`${name} is demoted first. ${demotion.effects[0] ?? ''}`]),
				...drain.effects,
				`Once it is empty, skep waits for you to run \`docker swarm leave\` on ${name}; when it is down, it is removed.`,
				'Every step can be undone until it is removed.',
			],
			...(drain.forecast && {forecast: drain.forecast}),
			warnings: [...(demotion?.warnings ?? []), ...drain.warnings],
			refusals: [
				...(targets.length > 1 ? ['One node at a time: each step must be seen through before the next.'] : []),
				...(demotion?.refusals ?? []),
			],
		};
	},
	cli({saw}, _input, snapshot) {
		const node = nodeArgument(saw, snapshot);
		return [
			...(saw.manager === undefined ? [] : [docker('node', 'demote', node)]),
			docker('node', 'update', '--availability', 'drain', node),
			docker('node', 'rm', node),
		].join(' && ');
	},
	guided(targets, _input, snapshot) {
		const [target] = targets;
		const node = target && nodeNow(target, snapshot);
		const name = node === undefined ? '' : nodeName(node, snapshot);
		const input = {
			node: node?.id ?? '',
			name,
			wasManager: node?.manager !== undefined || node?.role === 'manager',
			before: node?.availability ?? 'active',
		};
		return {kind: 'safeRemoval', title: `Safe removal of ${name}`, input};
	},
};
