import {matchesConstraints} from '../constraints.ts';
import type {Nodes} from '../living.ts';
import {needsNothing} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Task} from '../task.ts';
import type {Resources} from '../values.ts';
import {demandOf} from './demand-of.ts';
import {placesOf} from './places.ts';
import {nowhere, type RollOut} from './roll-out.ts';
import {isMeant, isWaiting} from './waiting-tasks.ts';

/** What an update changes; what is absent stays as it is. */
export type ServiceUpdate = {
	readonly image?: string;
	readonly constraints?: readonly string[];
	readonly reservations?: Resources;
	readonly maxPerNode?: number;
};

/** The service after the update. Another image is taken to run on any platform: which, only its registry knows. */
export const updated = (service: Service, change: ServiceUpdate): Service => {
	const {needs = needsNothing, ...template} = service.template;
	const isOther = change.image !== undefined && change.image !== service.image;
	return {...service, ...change, template: {...template, needs: isOther ? {...needs, platforms: []} : needs}};
};

const isSameList = (a: readonly string[], b: readonly string[]) =>
	a.length === b.length && a.every((text, at) => text === b[at]);

/** The tasks that it replaces. Where only constraints change, those that still fit their node go on (IsTaskDirty). */
export const replacedBy = (before: Service, after: Service, tasks: readonly Task[], nodes: Nodes): readonly Task[] => {
	const isSame =
		after.image === before.image &&
		after.maxPerNode === before.maxPerNode &&
		after.reservations.cpus === before.reservations.cpus &&
		after.reservations.memoryBytes === before.reservations.memoryBytes;

	if (isSame && isSameList(before.constraints, after.constraints)) {
		return [];
	}

	return tasks.filter(isMeant).filter(({nodeId}) => {
		const node = nodeId && nodes.get(nodeId);
		return !isSame || !node || !matchesConstraints(after.constraints, node);
	});
};

/** One look at the swarm, and what the update does to it. */
export type Revision = {
	readonly snapshot: Snapshot;
	readonly nodes: Nodes;
	readonly before: Service;
	readonly after: Service;
	readonly tasks: readonly Task[];
	readonly old: readonly Task[];
};

/** Where a slot runs, and how many of its tasks wait. An update that is stuck leaves slots with two tasks. */
const slotsOf = (old: readonly Task[]) =>
	[...Map.groupBy(old, ({id, slot}) => slot ?? id).values()].map(tasks => ({
		at: tasks.find(task => !isWaiting(task))?.nodeId ?? nowhere,
		idle: tasks.filter(isWaiting).length,
	}));

const idleOf = (slots: ReturnType<typeof slotsOf>, isRunning: boolean) =>
	slots.filter(({at}) => (at !== nowhere) === isRunning).map(({idle}) => idle);

export const rollOutOf = ({snapshot, nodes, before, after, old}: Revision): RollOut => {
	const gone = new Set(old);
	const slots = slotsOf(old);
	// Tasks that an earlier update didn't come to hold what they were made with.
	const {reservations} = old.find(task => !isWaiting(task)) ?? before;
	return {
		service: after,
		demand: demandOf(after, snapshot),
		before: {...demandOf(before, snapshot), ...reservations},
		old: new Map([...Map.groupBy(slots, ({at}) => at)].map(([id, some]) => [id, some.length])),
		idle: {running: idleOf(slots, true), nowhere: idleOf(slots, false)},
		places: placesOf(nodes, snapshot, {
			isGone: task => gone.has(task),
			counted: new Set(snapshot.tasks.keys()),
		}),
		parallelism: after.update.parallelism || slots.length,
		isStartFirst: after.update.order === 'start-first',
	};
};
