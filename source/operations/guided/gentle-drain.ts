import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import type {Availability} from '../../swarm/node.ts';
import {nodeOf, type Snapshot, serviceOf, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import type {Json} from '../../swarm/values.ts';
import {activateNode} from '../node/activate-node.ts';
import {drainNode} from '../node/drain-node.ts';
import {pauseNode} from '../node/pause-node.ts';
import {anyOperation} from '../operation.ts';
import {scaleService} from '../service/scale-service.ts';
import {count, listed} from '../words.ts';
import type {GuidedKind, Step} from './guided.ts';
import {onNode, onService, remaining, replicasNow, runningOff, stillThere} from './moves.ts';
import {emptiesIn, isStartingOff, startsLeft} from './time-left.ts';

/** A service that runs more tasks while the node is emptied. */
type Roomed = {readonly id: ServiceId; readonly name: string; readonly replicas: number; readonly extra: number};

export type GentleDrain = {
	readonly node: NodeId;
	readonly name: string;
	readonly before: Availability;
	readonly services: readonly Roomed[];
};

const read = (input: Json) => input as unknown as GentleDrain;

const availabilityOf = (snapshot: Snapshot, {node}: GentleDrain) => nodeOf(snapshot, node)?.availability;

const isGone = (snapshot: Snapshot, node: NodeId) =>
	snapshot.nodes !== undefined && nodeOf(snapshot, node) === undefined;

/** Someone else set another number meanwhile: theirs counts, and nothing of it is ours any more. */
const isTakenOver = (snapshot: Snapshot, {id, replicas, extra}: Roomed) => {
	const now = replicasNow(snapshot, id);
	return snapshot.services !== undefined && now !== replicas && now !== replicas + extra;
};

const pauseStep = (drain: GentleDrain): Step => ({
	title: `Pause ${drain.name}: no new tasks there`,
	isDone: ({snapshot}) => (availabilityOf(snapshot, drain) ?? 'active') !== 'active',
	write: snapshot => onNode(anyOperation(pauseNode), snapshot, drain.node),
	trouble: ({snapshot}) => (isGone(snapshot, drain.node) ? `${drain.name} is no longer in the swarm.` : undefined),
});

const moreStep = (service: Roomed): Step => {
	const to = service.replicas + service.extra;
	return {
		title: `Run ${service.extra} more of ${service.name}: ${service.replicas} -> ${to} replicas`,
		isDone: ({snapshot}) => replicasNow(snapshot, service.id) === to || isTakenOver(snapshot, service),
		write: snapshot => onService(anyOperation(scaleService), snapshot, service.id, {replicas: to}),
	};
};

/** As many run off the node as the service wants in all: what is on it can go. */
const lacks = (snapshot: Snapshot, {node, services}: GentleDrain) =>
	services.filter(
		service => !isTakenOver(snapshot, service) && runningOff(snapshot, service.id, node) < service.replicas,
	);

const runStep = (drain: GentleDrain): Step => ({
	title: `Wait until they run off ${drain.name}`,
	isDone: ({snapshot}) => lacks(snapshot, drain).length === 0,
	waiting: snapshot =>
		lacks(snapshot, drain)
			.map(({id, name, replicas}) => `${name} ${runningOff(snapshot, id, drain.node)} of ${replicas}`)
			.join(', '),
	left(snapshot, now, isBegun) {
		const lacking = isBegun ? lacks(snapshot, drain) : drain.services;
		return startsLeft(
			lacking.map(({id}) => id),
			drain.node,
			snapshot,
			now,
		);
	},
	trouble: ({snapshot}) => notPaused(snapshot, drain),
});

const notPaused = (snapshot: Snapshot, drain: GentleDrain) =>
	availabilityOf(snapshot, drain) === 'active'
		? `${drain.name} was activated meanwhile: nothing more was changed.`
		: isGone(snapshot, drain.node)
			? `${drain.name} is no longer in the swarm.`
			: undefined;

const drainStep = (drain: GentleDrain): Step => ({
	title: `Drain ${drain.name}: its tasks stop`,
	isDone: ({snapshot}) => availabilityOf(snapshot, drain) === 'drain',
	// What ran a moment ago may have failed since: then there is nothing to give up yet.
	write: snapshot =>
		lacks(snapshot, drain).length === 0 ? onNode(anyOperation(drainNode), snapshot, drain.node) : undefined,
	waiting: snapshot => runStep(drain).waiting?.(snapshot),
	trouble: ({snapshot}) => notPaused(snapshot, drain),
});

const emptyStep = (drain: GentleDrain): Step => ({
	title: `See ${drain.name} empty`,
	isDone: ({snapshot}) => remaining(snapshot, drain.node).length === 0,
	waiting: snapshot => stillThere(remaining(snapshot, drain.node).length),
	left: (snapshot, now) => emptiesIn(drain.node, snapshot, now),
	trouble: ({snapshot}) => notPaused(snapshot, drain),
});

/** Every task that it wants runs, none still starts: whichever the engine stops, enough are left. */
const isWhole = (snapshot: Snapshot, {id, replicas, extra}: Roomed, node: NodeId) => {
	const living = (tasksOf(snapshot, id) ?? []).filter(task => !hasEnded(task) && task.nodeId === node);
	return living.length === 0 && runningOff(snapshot, id, node) >= replicas + extra;
};

const backStep = (drain: GentleDrain, service: Roomed): Step => {
	const to = service.replicas + service.extra;
	return {
		title: `Back to ${count(service.replicas, 'replica')} of ${service.name}`,
		isDone: ({snapshot}) => serviceOf(snapshot, service.id) === undefined || replicasNow(snapshot, service.id) !== to,
		write: snapshot =>
			isWhole(snapshot, service, drain.node)
				? onService(anyOperation(scaleService), snapshot, service.id, {replicas: service.replicas})
				: undefined,
		waiting: snapshot =>
			`${runningOff(snapshot, service.id, drain.node)} of ${to} run; the extra ones stop once all do`,
		// Before, the time that the node takes to be empty is time for these to start as well.
		left: (snapshot, now, isBegun) =>
			isBegun && isStartingOff(snapshot, service.id, drain.node)
				? startsLeft([service.id], drain.node, snapshot, now)
				: 1,
	};
};

const undoBack = (service: Roomed): Step => ({
	title: `Back to ${count(service.replicas, 'replica')} of ${service.name}`,
	isDone: ({snapshot}) =>
		snapshot.services !== undefined && replicasNow(snapshot, service.id) !== service.replicas + service.extra,
	write: snapshot => onService(anyOperation(scaleService), snapshot, service.id, {replicas: service.replicas}),
});

const undoNode = (drain: GentleDrain): Step => ({
	title: drain.before === 'pause' ? `${drain.name} paused, as before` : `Activate ${drain.name} again`,
	isDone: ({snapshot}) => isGone(snapshot, drain.node) || availabilityOf(snapshot, drain) === drain.before,
	write: snapshot => onNode(anyOperation(drain.before === 'pause' ? pauseNode : activateNode), snapshot, drain.node),
});

/** How many steps come before the node is drained. */
const before = ({services}: GentleDrain) => services.length + 2;

export const gentleDrainKind: GuidedKind = {
	id: 'gentleDrain',
	steps(input) {
		const drain = read(input);
		return [
			pauseStep(drain),
			...drain.services.map(moreStep),
			runStep(drain),
			drainStep(drain),
			emptyStep(drain),
			...drain.services.map(service => backStep(drain, service)),
		];
	},
	undoing(input, begun) {
		const drain = read(input);
		const scaled = drain.services.slice(0, Math.max(0, begun - 1));
		return [...(begun > 0 ? [undoNode(drain)] : []), ...scaled.map(undoBack)];
	},
	undoWords(input, begun) {
		const drain = read(input);
		const scaled = drain.services.slice(0, Math.max(0, begun - 1)).map(({name}) => name);
		return [
			`${drain.name} ${drain.before === 'pause' ? 'is paused again, as before' : 'takes new tasks again'}.`,
			...(begun > before(drain) ? ['Tasks that moved stay where they are.'] : ['Nothing was stopped so far.']),
			...(scaled.length > 0
				? [`${listed(scaled)}: back to as many replicas as before, where that is still to do.`]
				: []),
		];
	},
	watches(input) {
		const {services, node} = read(input);
		return {services: services.map(({id}) => id), node};
	},
};
