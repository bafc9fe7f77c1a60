import {takesTasks} from '../swarm/node.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {changeAvailability} from './change-availability.ts';
import type {NodeOperation, NodeTarget} from './operation.ts';
import {nodeName, nodeNow} from './targets.ts';
import {type Carried, carriedBy} from './tasks-on-nodes.ts';
import {agree, count, listed} from './words.ts';

export const drainNode: NodeOperation<null> = {
	...changeAvailability('drain'),
	id: 'drainNode',
	title: 'Drain node',
	verb: 'drain',
	doing: 'Draining',
	done: 'drained',
	blockedBy: (target, snapshot) => (nodeNow(target, snapshot).availability === 'drain' ? 'already drained' : undefined),
	plan(targets, _input, snapshot) {
		const names = listed(targets.map(target => nodeName(nodeNow(target, snapshot), snapshot)));
		const carried = carriedBy(
			targets.map(({id}) => id),
			snapshot,
		);

		return {
			effects: [...tasksStopped(carried, names), ...nodesKept(targets, snapshot)],
			warnings: [...servicesDown(carried, names), ...nowhereToGo(carried, targets, snapshot)],
			refusals: [],
		};
	},
};

const tasksStopped = ({tasks, global, isWhole, rolling}: Carried, names: string) => [
	stopped(tasks, isWhole, names),
	...(global > 0 ? [globalStopped(global, tasks)] : []),
	...(rolling.length > 0
		? [`${listed(rolling)} ${agree(rolling.length, 'is', 'are')} rolling now: better wait for that.`]
		: []),
];

const globalStopped = (global: number, tasks: number) => {
	const those = tasks === 1 ? 'It' : `${global === tasks ? 'All' : global} of them`;
	return `${those} ${agree(global, 'belongs to a global service and just stops', 'belong to global services and just stop')}.`;
};

const stopped = (tasks: number, isWhole: boolean, names: string) => {
	if (tasks === 0) {
		return isWhole ? `No task runs on ${names}.` : `No task is known on ${names}, but not all tasks were read.`;
	}

	const amount = isWhole ? count(tasks, 'task') : `At least ${count(tasks, 'task')}`;
	return `${amount} on ${names} ${agree(tasks, 'is', 'are')} stopped at once. Swarm starts replacements elsewhere afterwards; it does not wait for room.`;
};

const nodesKept = (targets: readonly NodeTarget[], snapshot: Snapshot) => {
	const nodes = targets.map(target => nodeNow(target, snapshot));
	const dead = nodes.filter(({state}) => state === 'down').map(node => nodeName(node, snapshot));
	const self = nodes.find(({id}) => id === snapshot.self);

	return [
		...(dead.length > 0 ? [`Nothing is stopped on ${listed(dead)}: down already.`] : []),
		...(nodes.some(({manager}) => manager) ? ['Raft is unchanged: a drained manager still votes.'] : []),
		...(self ? [`skep is connected to ${nodeName(self, snapshot)}, and stays connected.`] : []),
		'Containers outside the swarm (`docker run`) are not touched.',
	];
};

const servicesDown = ({onlyHere}: Carried, names: string) => {
	const [goes, them] = [agree(onlyHere.length, 'goes', 'go'), agree(onlyHere.length, 'it', 'them')];

	return onlyHere.length === 0
		? []
		: [`${listed(onlyHere)} ${goes} down until a replacement runs: nothing of ${them} runs outside ${names}.`];
};

const nowhereToGo = ({tasks, global}: Carried, targets: readonly NodeTarget[], snapshot: Snapshot) => {
	const ids = targets.map(({id}) => id);
	const others = [...(snapshot.nodes?.items.values() ?? [])].filter(node => takesTasks(node) && !ids.includes(node.id));

	return others.length > 0 || tasks === global
		? []
		: ['No other node takes tasks: the replacements wait until one does.'];
};
