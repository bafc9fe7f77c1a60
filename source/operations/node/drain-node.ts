import type {Foresight} from '../../swarm/foresight/foresight.ts';
import {drainForesight} from '../../swarm/foresight/node-foresight.ts';
import type {NodeId} from '../../swarm/ids.ts';
import {takesTasks} from '../../swarm/node.ts';
import {type Snapshot, tasksOnNode} from '../../swarm/snapshot.ts';
import {roughly} from '../estimate.ts';
import {
	dipSentence,
	downFor,
	portSentence,
	roomSentence,
	stuckSentences,
	tallySentence,
	volumeSentences,
} from '../foresight-sentences.ts';
import {emptiesIn} from '../guided/time-left.ts';
import {keptOffSentences} from '../kept-off.ts';
import type {NodeOperation} from '../operation.ts';
import type {NodeTarget} from '../target.ts';
import {nodeName, nodeNow} from '../targets.ts';
import {agree, count, listed} from '../words.ts';
import {changeAvailability} from './change-availability.ts';
import {type Carried, carriedBy} from './tasks-on-nodes.ts';

export const drainNode: NodeOperation<null> = {
	...changeAvailability('drain'),
	id: 'drainNode',
	title: 'Drain node',
	verb: 'drain',
	doing: 'Draining',
	done: 'drained',
	otherwise: 'gentleDrain',
	blockedBy: (target, snapshot) => (nodeNow(target, snapshot).availability === 'drain' ? 'already drained' : undefined),
	plan(targets, _input, snapshot) {
		const names = listed(targets.map(target => nodeName(nodeNow(target, snapshot), snapshot)));
		const ids = targets.map(({id}) => id);
		const carried = carriedBy(ids, snapshot);
		const foresight = foresightOf(ids, snapshot);

		return {
			effects: [
				...servicesStopped(carried, targets, snapshot),
				...(foresight ? portSentence(foresight, snapshot) : []),
				...deadOnes(targets, snapshot),
			],
			// Counts change with every task that ends by itself, and where the others go is a guess.
			forecast: [
				...tasksStopped(carried, names, foresight ? tallySentence(foresight, snapshot) : undefined),
				...(foresight?.down ?? []).map(fate => `${fate.service.name}: ${downFor(fate)}.`),
				...(foresight ? keptOffSentences(foresight, snapshot, ids) : []),
				...(foresight ? dipSentence(foresight) : []),
				...emptyAfter(targets, carried, names, snapshot),
				...(foresight && foresight.tasks > 0 ? roomSentence(foresight, snapshot) : []),
				...untouched(targets, snapshot),
			],
			warnings: warningsOf(carried, targets, snapshot, foresight),
			refusals: [],
		};
	},
};

/** Without all tasks nobody knows what the other nodes have left. */
const foresightOf = (ids: readonly NodeId[], snapshot: Snapshot): Foresight | undefined =>
	snapshot.hasAllTasks ? drainForesight(snapshot, ids, snapshot.nodes?.at ?? 0) : undefined;

const warningsOf = (
	carried: Carried,
	targets: readonly NodeTarget[],
	snapshot: Snapshot,
	foresight: Foresight | undefined,
) => {
	const names = listed(targets.map(target => nodeName(nodeNow(target, snapshot), snapshot)));
	const closed = nowhereToGo(carried, targets, snapshot);

	if (foresight === undefined || closed.length > 0) {
		return [...servicesDown(carried.onlyHere, names), ...closed];
	}

	const down = foresight.down.map(({service}) => service.name);
	return [...stuckSentences(foresight), ...servicesDown(down, names), ...volumeSentences(foresight)];
};

/** Whose tasks stop: what is asked about again when it changes. */
const servicesStopped = (
	{tasks, isWhole, steady, rolling}: Carried,
	targets: readonly NodeTarget[],
	snapshot: Snapshot,
) => {
	const heard = targets.map(target => nodeNow(target, snapshot)).filter(({state}) => state !== 'down');
	const names = listed(heard.map(node => nodeName(node, snapshot)));
	const none = isWhole ? `No task runs on ${names}.` : `No task is known on ${names}, but not all tasks were read.`;
	return [
		...(tasks === 0 && heard.length > 0 ? [none] : []),
		...(steady.length > 0 ? [`Tasks of ${listed(steady)} stop there.`] : []),
		...(rolling.length > 0
			? [`${listed(rolling)} ${agree(rolling.length, 'is', 'are')} rolling now: better wait for that.`]
			: []),
	];
};

const tasksStopped = (
	{tasks, global, isWhole, crashing}: Carried,
	names: string,
	tally: readonly string[] | undefined,
) => [
	...(tasks > 0 ? [stopped(tasks, isWhole, names)] : []),
	...(tally ?? (global > 0 ? [globalStopped(global, tasks)] : [])),
	...(crashing.length > 0 ? [`Tasks of ${listed(crashing)} come and go: they crash.`] : []),
];

const globalStopped = (global: number, tasks: number) => {
	const those = tasks === 1 ? 'It' : `${global === tasks ? 'All' : global} of them`;
	return `${those} ${agree(global, 'belongs to a global service and just stops', 'belong to global services and just stop')}.`;
};

const stopped = (tasks: number, isWhole: boolean, names: string) => {
	const amount = isWhole ? count(tasks, 'task') : `At least ${count(tasks, 'task')}`;
	return `${amount} on ${names} ${agree(tasks, 'is', 'are')} stopped at once. Swarm starts replacements elsewhere afterwards; it does not wait for room.`;
};

/** All of it stops at once: the last to go decides. */
const emptyAfter = (targets: readonly NodeTarget[], {tasks}: Carried, names: string, snapshot: Snapshot) => {
	const lefts = targets.map(({id}) => emptiesIn(id, snapshot, snapshot.nodes?.at ?? 0));
	const seconds = Math.max(
		...lefts.map(left => (typeof left === 'object' ? left.most : typeof left === 'number' ? left : 0)),
	);
	const empty = `${names} ${agree(targets.length, 'is', 'are')} empty after`;

	if (tasks === 0 || lefts.includes('unknown')) {
		return [];
	}

	return lefts.some(left => typeof left === 'object')
		? [`${empty} up to ${roughly(seconds)}, as long as tasks there may take to stop.`]
		: [`${empty} about ${roughly(seconds)}, as tasks took to stop before.`];
};

const deadOnes = (targets: readonly NodeTarget[], snapshot: Snapshot) => {
	const dead = targets.map(target => nodeNow(target, snapshot)).filter(({state}) => state === 'down');
	const names = dead.map(node => nodeName(node, snapshot));
	const lost = dead.flatMap(({id}) => tasksOnNode(snapshot, id)).filter(task => task.state === 'running').length;
	return [
		...(names.length > 0 ? [`Nothing is stopped on ${listed(names)}: down already.`] : []),
		...(lost > 0
			? [
					`Docker still counts ${count(lost, 'task')} there as running; Swarm replaces what can run elsewhere by itself, drained or not.`,
				]
			: []),
	];
};

/** Said last, as most of those who read it know it. */
const untouched = (targets: readonly NodeTarget[], snapshot: Snapshot) => {
	const nodes = targets.map(target => nodeNow(target, snapshot));
	const self = nodes.find(({id}) => id === snapshot.self);

	return [
		...(nodes.some(({manager}) => manager) ? ['Raft is unchanged: a drained manager still votes.'] : []),
		...(self ? [`skep is connected to ${nodeName(self, snapshot)}, and stays connected.`] : []),
		'Containers outside the swarm (`docker run`) are not touched.',
	];
};

const servicesDown = (onlyHere: readonly string[], names: string) => {
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
