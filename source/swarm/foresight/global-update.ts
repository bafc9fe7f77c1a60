import {matchesConstraints} from '../constraints.ts';
import type {NodeId} from '../ids.ts';
import type {Node} from '../node.ts';
import {needsNothing} from '../placement/needs.ts';
import {demandOf} from './demand-of.ts';
import type {Fate, Waiting} from './foresight.ts';
import {holding, type Places, placesOf} from './places.ts';
import type {Revision} from './revision.ts';
import {roomFor} from './room.ts';
import {isMeant, isWaiting, lastStartOf, livingTasks} from './waiting-tasks.ts';
import {type Extremes, reasonsFor, textFor} from './words-of.ts';

type Outcome = {readonly fates: readonly Fate[]; readonly waiting: readonly Waiting[]};

/** Nodes that have to have a task afterwards, and have none to keep. */
const nodesToServe = ({nodes, after, tasks, old}: Revision): readonly Node[] => {
	const gone = new Set(old);
	const kept = new Set(tasks.filter(task => isMeant(task) && !gone.has(task)).map(({nodeId}) => nodeId));
	return [...nodes.values()].filter(
		node =>
			node.state !== 'down' &&
			node.availability === 'active' &&
			!kept.has(node.id) &&
			matchesConstraints(after.constraints, node),
	);
};

const none = {least: 0, most: 0};

const stopsOf = ({after, tasks, old, nodes}: Revision, served: ReadonlySet<NodeId | undefined>): Fate => {
	const going = old.filter(({nodeId}) => !served.has(nodeId));
	const living = livingTasks(tasks, nodes);
	const left = living.length - going.filter(task => living.includes(task)).length;
	return {
		service: after,
		tasks: going.length,
		stuck: none,
		starting: none,
		living: {before: living.length, during: left, after: {least: left, most: left}},
		likely: [],
		text: undefined,
		nodes: [],
		local: (after.template.needs ?? needsNothing).local,
		lastStart: lastStartOf(living),
		isReplaced: false,
	};
};

/**
Of a global service: where it no longer fits, its tasks stop at once; where it fits now, they start at once; the others
are replaced on their own nodes, so many at a time, and one that doesn't fit there holds up its worker for ever.
*/
export const updateOfGlobal = (revision: Revision, othersOf: (extremes: Extremes) => readonly Waiting[]): Outcome => {
	const {snapshot, nodes, after, old, tasks} = revision;
	const gone = new Set(old);
	const places = placesOf(nodes, snapshot, {isGone: task => gone.has(task), counted: new Set(snapshot.tasks.keys())});
	const demand = demandOf(after, snapshot);
	const serve = nodesToServe(revision);
	const full = serve.filter(({id}) => roomFor(demand, places.get(id) ?? empty(nodes, id), after.id) === 0);
	const isUpdated = new Set(old.map(({nodeId}) => nodeId));
	const fresh = full.filter(({id}) => !isUpdated.has(id)).length;
	const workers = after.update.parallelism || old.length;
	// Which nodes the workers come to first is left to chance.
	const held = Math.min(workers, full.length - fresh);
	const isReached = held === full.length - fresh;
	const waiting = full.map(({id}) => {
		const range = {least: isReached || !isUpdated.has(id) ? 1 : 0, most: 1};
		const before = tasks.filter(task => isWaiting(task) && task.nodeId === id).length;
		const text = textFor({service: after, demand, only: id}, places);
		return {service: after, only: id, before, after: range, text, isTextSure: true, isForgotten: false};
	});
	const kept = keptWaiting(revision, places);
	const stops = stopsOf(revision, new Set(serve.map(({id}) => id)));
	const [first] = full;
	const stuck = {least: fresh + held, most: fresh + held};
	const isRolling = stops.tasks === 0 && old.length > 0;
	const during = stops.living.before - Math.min(workers, old.length);
	const fate: Fate = {
		...stops,
		...(isRolling && {tasks: old.length, isReplaced: true, local: [], living: {...stops.living, during}}),
		stuck,
		text: waiting[0]?.text,
		nodes: first ? reasonsFor({service: after, demand, only: first.id}, places) : [],
	};
	const crowd = crowded(revision, places, serve);
	const fates = old.length > 0 || full.length > 0 ? [fate] : [];
	return {fates, waiting: [...waiting, ...kept, ...othersOf({low: places, high: crowd, likely: crowd})]};
};

/** What waits for its node already, and is left alone. */
const keptWaiting = ({snapshot, after, tasks, old}: Revision, places: Places): readonly Waiting[] =>
	tasks
		.filter(task => isWaiting(task) && !old.includes(task))
		.flatMap(({nodeId: only}) => {
			const group = {service: after, demand: demandOf(after, snapshot), ...(only !== undefined && {only})};
			const text = textFor(group, places);
			const range = {least: text === undefined ? 0 : 1, most: 1};
			return [{service: after, only, before: 1, after: range, text, isTextSure: true, isForgotten: false}];
		});

/** Every node that is served with its old and its new task. */
const crowded = ({snapshot, before, after, old}: Revision, places: Places, serve: readonly Node[]): Places => {
	const high = new Map(places);

	for (const {id} of serve) {
		const place = high.get(id);
		const had = old.some(({nodeId}) => nodeId === id) ? 1 : 0;
		const held = place && holding(place, before.id, demandOf(before, snapshot), had);
		held && high.set(id, holding(held, after.id, demandOf(after, snapshot), 1));
	}

	return high;
};

const empty = (nodes: Revision['nodes'], id: NodeId) => ({
	node: nodes.get(id) as Node,
	held: {cpus: 0, memoryBytes: 0, generic: {}, hostPorts: new Set<string>()},
	tasks: 0,
	byService: new Map(),
});
