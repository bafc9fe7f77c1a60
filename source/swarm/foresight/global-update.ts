import {matchesConstraints} from '../constraints.ts';
import type {NodeId} from '../ids.ts';
import type {Node} from '../node.ts';
import {needsNothing} from '../placement/needs.ts';
import {isJob} from '../service.ts';
import {groupBySlot} from '../slot-groups.ts';
import {demandOf} from './demand-of.ts';
import type {Fate, Range, Waiting} from './foresight.ts';
import {waitingOf} from './parties.ts';
import type {Party} from './party.ts';
import type {Places} from './places.ts';
import {besideGood, type Revision, rollOutOf} from './revision.ts';
import type {Settled} from './settle.ts';
import type {Share} from './share.ts';
import {stopsOf} from './stops.ts';
import {sum} from './sum.ts';
import {isMeant, isWaiting, livingTasks} from './waiting-tasks.ts';
import {reasonsFor} from './words-of.ts';

/** Nodes that have to have a task afterwards, and have none to keep; a job has been where its run has a task, ended or not. */
const nodesToServe = ({nodes, after, tasks, old}: Revision): readonly Node[] => {
	const gone = new Set(old);
	const kept = isJob(after)
		? new Set(groupBySlot(after, tasks).keys())
		: new Set(tasks.filter(task => isMeant(task) && !gone.has(task)).map(({nodeId}) => nodeId ?? ''));
	return [...nodes.values()].filter(
		node =>
			node.state !== 'down' &&
			node.availability === 'active' &&
			!kept.has(node.id) &&
			matchesConstraints(after.constraints, node),
	);
};

const stopsWhere = (revision: Revision, served: ReadonlySet<NodeId | undefined>): Fate => {
	const {after, old} = revision;
	const going = old.filter(({nodeId}) => !served.has(nodeId));
	return {...stopsOf(after, going, revision), local: (after.template.needs ?? needsNothing).local};
};

/** It has no task on these nodes yet: they are for no worker of the update, and come at once. */
const freshOn = (nodes: readonly Node[], {after, snapshot}: Revision): readonly Party[] =>
	nodes.map(({id}) => ({service: after, demand: demandOf(after, snapshot), count: 1, only: id}));

/** What waits for its node already, and is left alone. */
const keptBy = ({snapshot, after, tasks, old}: Revision): readonly Party[] =>
	tasks
		.filter(task => isWaiting(task) && !old.includes(task))
		.flatMap(({nodeId: only}) =>
			only === undefined ? [] : [{service: after, demand: demandOf(after, snapshot), count: 1, only}],
		);

/**
Of a global service: where it no longer fits, its tasks stop at once; where it fits now, they start at once; the others
are replaced on their own nodes, so many at a time, and one that doesn't fit there holds up its worker for ever.
*/
export const globalShare = (revision: Revision): Share => {
	const {old, tasks, after} = revision;
	const serve = nodesToServe(revision);
	const served = new Set<NodeId | undefined>(serve.map(({id}) => id));
	const beside = besideGood(revision);
	const replaced = old.filter(task => served.has(task.nodeId) && !beside.has(task));
	const had = new Set(old.map(({nodeId}) => nodeId));
	const kept = keptBy(revision);
	const begun = serve.filter(({id}) => !had.has(id));
	const fresh = freshOn(begun, revision);
	const changed = [...(replaced.length > 0 ? [rollOutOf(revision, replaced)] : []), ...fresh];
	const before = (only?: NodeId) => tasks.filter(task => isWaiting(task) && task.nodeId === only).length;
	return {
		service: after,
		gone: old,
		own: [...changed, ...kept],
		isTriedOn: revision.isRollback ?? false,
		told({mine, places}) {
			const waiting = mine.flatMap(entry => waitingOf(entry, before));
			// What is left alone waits as it did.
			const entries = mine.filter(({group}) => !kept.includes(group));
			const stuck = stuckOf(revision, entries, waiting, places);
			const fate = fateOf(revision, served);
			const living = {...fate.living, after: runningAfter(revision, served.size, stuck.stuck)};
			const isConcerned = old.length + fresh.length > 0 || waiting.length > 0;
			return {fates: isConcerned ? [{...fate, ...startsOn(begun, stuck.stuck), ...stuck, living}] : [], waiting};
		},
	};
};

/** Where it had no task, it gets one, unless that finds no room. */
const startsOn = (begun: readonly Node[], stuck: Range): Pick<Fate, 'starting' | 'likely'> => ({
	starting: {least: Math.max(0, begun.length - stuck.most), most: Math.max(0, begun.length - stuck.least)},
	likely: begun,
});

const stuckOf = (
	{snapshot}: Revision,
	entries: readonly Settled[],
	[first]: readonly Waiting[],
	places: Places,
): Pick<Fate, 'stuck' | 'text' | 'nodes'> => ({
	stuck: {
		least: sum(entries.map(({stuck}) => stuck.least)),
		most: sum(entries.map(({stuck}) => stuck.most)),
	},
	text: first?.text,
	nodes: first?.only
		? reasonsFor({service: first.service, demand: demandOf(first.service, snapshot), only: first.only}, places)
		: [],
});

/**
One on each node to serve, but for those that find no room; behind these, nodes without a task are not reached. What is
left alone and doesn't run yet may.
*/
const runningAfter = ({after, old, tasks, nodes}: Revision, served: number, stuck: Range): Range => {
	const kept = tasks.filter(task => isMeant(task) && !old.includes(task));
	const unreached = stuck.most > 0 ? old.filter(isWaiting).length : 0;
	return {
		least: Math.max(0, served + livingTasks(kept, nodes).length - stuck.most - unreached),
		most: served + kept.length - (after.update.order === 'start-first' ? 0 : stuck.least),
	};
};

/** Rolls along on its nodes, or stops on some. */
const fateOf = (revision: Revision, served: ReadonlySet<NodeId | undefined>): Fate => {
	const {after, old} = revision;
	const stops = stopsWhere(revision, served);
	const during = stops.living.before - Math.min(after.update.parallelism || old.length, old.length);
	return stops.tasks === 0 && old.length > 0
		? {
				...stops,
				tasks: old.length,
				isReplaced: true,
				local: [],
				living: {...stops.living, during},
				rolled: {slots: old.length, more: 0, idle: old.filter(isWaiting).length, dropped: 0},
			}
		: stops;
};
