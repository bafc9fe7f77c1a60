import {demandOf} from '../../swarm/foresight/demand-of.ts';
import type {Fate, Foresight} from '../../swarm/foresight/foresight.ts';
import {drainForesight} from '../../swarm/foresight/node-foresight.ts';
import {holding, type Place, placesOf} from '../../swarm/foresight/places.ts';
import {roomFor} from '../../swarm/foresight/room.ts';
import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import {isRolling, type Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf, tasksOf, tasksOnNode} from '../../swarm/snapshot.ts';
import {hasEnded, isUnwanted} from '../../swarm/task.ts';
import {verdictOf} from '../../swarm/verdict.ts';
import {isPaused} from '../service/service-write.ts';

/** A service with tasks on a node that is to be drained: whether it can run more elsewhere first, or why not. */
export type Affected = {
	readonly service: Service;
	readonly tasks: number;
	readonly replicas: number;
	readonly why: string | undefined;
	/** More of it start with empty local volumes: only where the operator says so. */
	readonly hasVolume: boolean;
};

const tallied = (snapshot: Snapshot, node: NodeId) => {
	const counts = new Map<ServiceId, number>();

	for (const task of tasksOnNode(snapshot, node)) {
		if (task.serviceId !== undefined && !hasEnded(task) && !isUnwanted(task)) {
			counts.set(task.serviceId, (counts.get(task.serviceId) ?? 0) + 1);
		}
	}

	return counts;
};

/** Puts one more task where the fewest of the service are; answers the places with it, or nothing where none takes it. */
const withOneMore = (places: ReadonlyMap<NodeId, Place>, service: Service, snapshot: Snapshot) => {
	const demand = demandOf(service, snapshot);
	const fitting = [...places.values()].filter(place => roomFor(demand, place, service.id) > 0);
	const load = (place: Place) => place.byService.get(service.id) ?? 0;
	const [best] = fitting.toSorted((a, b) => load(a) - load(b) || a.tasks - b.tasks);
	return best && new Map([...places, [best.node.id, holding(best, service.id, demand, 1)] as const]);
};

/**
Until the replacements of what leaves the node run, the extra tasks must, too: there has to be room for both.
Scaling down earlier could stop a task that runs in favour of one that doesn't yet (SwarmKit evens out nodes first).
*/
const reserve = (places: ReadonlyMap<NodeId, Place>, service: Service, tasks: number, snapshot: Snapshot) => {
	let next: ReadonlyMap<NodeId, Place> | undefined = places;

	for (let each = 0; each < 2 * tasks && next !== undefined; each++) {
		next = withOneMore(next, service, snapshot);
	}

	return next;
};

/** More of what doesn't stay up would never run, and the node never be drained. */
const whyNotSound = (service: Service, snapshot: Snapshot) => {
	const {state, alive, wanted} = verdictOf(service, tasksOf(snapshot, service.id), snapshot, snapshot.nodes?.at ?? 0);
	return state.kind === 'failing'
		? 'it is in a crash loop'
		: alive < wanted
			? `only ${alive} of ${wanted} run now`
			: undefined;
};

const whyNever = (service: Service, snapshot: Snapshot) => {
	if (service.mode.kind !== 'replicated') {
		return service.mode.kind === 'global' ? 'global: it just stops there' : 'a job: it starts anew elsewhere';
	}

	if (isRolling(service)) {
		return 'it is rolling now';
	}

	return isPaused(service) ? 'its update is paused' : whyNotSound(service, snapshot);
};

/** Every service with tasks on the node, by name; room is given out in that order among the chosen. */
export const affectedBy = (
	snapshot: Snapshot,
	node: NodeId,
	isChosen: (service: Service, hasVolume: boolean) => boolean,
): readonly Affected[] => {
	const nodes = new Map([...(snapshot.nodes?.items ?? [])].filter(([id]) => id !== node));
	const counts = tallied(snapshot, node);
	let places: ReadonlyMap<NodeId, Place> = placesOf(nodes, snapshot, {
		isGone: () => false,
		counted: new Set(counts.keys()),
	});
	const services = [...counts.keys()].flatMap(id => serviceOf(snapshot, id) ?? []);

	return services
		.toSorted((a, b) => (a.name < b.name ? -1 : 1))
		.map(service => {
			const tasks = counts.get(service.id) ?? 0;
			const replicas = service.mode.kind === 'replicated' ? service.mode.replicas : 0;
			const hasVolume = (service.uses?.volumes.length ?? 0) > 0;
			const about = {service, tasks, replicas, hasVolume};
			const never = whyNever(service, snapshot);

			if (never !== undefined || !isChosen(service, hasVolume)) {
				return {...about, why: never ?? (hasVolume ? 'more of it would start with an empty volume' : 'not chosen')};
			}

			const after = reserve(places, service, tasks, snapshot);
			places = after ?? places;
			return {
				...about,
				why: after === undefined ? `the other nodes have no room for ${2 * tasks} more of it` : undefined,
			};
		});
};

export const isRoomed = ({why}: Affected): boolean => why === undefined;

export type Stuck = Pick<Foresight, 'stuck' | 'mayStick'>;

/** Of what just stops with the drain, what no other node takes: as in a plain drain. */
export const stuckAmong = (all: readonly Affected[], nodes: readonly NodeId[], snapshot: Snapshot): Stuck => {
	if (!snapshot.hasAllTasks) {
		return {stuck: [], mayStick: []};
	}

	const {stuck, mayStick} = drainForesight(snapshot, nodes, snapshot.nodes?.at ?? 0);
	const plain = new Set(all.filter(one => !isRoomed(one)).map(({service}) => service.id));
	const isPlain = ({service}: Fate) => plain.has(service.id);
	return {stuck: stuck.filter(isPlain), mayStick: mayStick.filter(isPlain)};
};
