import {matchesConstraints} from '../constraints.ts';
import {isSameTree} from '../equal.ts';
import type {Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import {needsNothing} from '../placement/needs.ts';
import {isRolling, type Service} from '../service.ts';
import {groupBySlot, isByNode} from '../slot-groups.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Task} from '../task.ts';
import {isUpToDate} from '../up-to-date.ts';
import {askedBefore} from './asked-before.ts';
import {demandOf} from './demand-of.ts';
import {nowhere} from './party.ts';
import type {Rolling} from './played-out.ts';
import {type ServiceUpdate, templateAfter} from './template-after.ts';
import {isMeant, isWaiting} from './waiting-tasks.ts';

/** The service after the update. Another image is taken to run on any platform: which, only its registry knows. */
export const updated = (service: Service, change: ServiceUpdate): Service => {
	const {needs = needsNothing} = service.template;
	const isOther = change.image !== undefined && change.image !== service.image;
	const template = {...templateAfter(service, change), needs: isOther ? {...needs, platforms: []} : needs};
	return {...service, ...change, template};
};

/** A paused node keeps what it has of a global service until it is active again (orchestrator/global). */
const isResting = (service: Service, node: Node | undefined) =>
	isByNode(service) && node?.availability === 'pause' && matchesConstraints(service.constraints, node);

/** All that are meant to be, whatever they are made from; but what rests on a paused node. */
export const replaceable = (after: Service, tasks: readonly Task[], nodes: Nodes): readonly Task[] =>
	tasks.filter(
		task => isMeant(task) && !isResting(after, task.nodeId === undefined ? undefined : nodes.get(task.nodeId)),
	);

/** The tasks that it replaces: all but those that are as it wants them, or that still fit their node. */
export const replacedBy = (before: Service, after: Service, tasks: readonly Task[], nodes: Nodes): readonly Task[] => {
	const isSame =
		isSameTree(before.template.content, after.template.content) &&
		isSameTree(before.template.placement, after.template.placement);

	// An update that works towards the same spec goes on as it was (Supervisor.Update in orchestrator/update/updater.go).
	return isSame && isRolling(before) ? [] : outdatedBy(after, tasks, nodes);
};

/** Those that are not made from what is wanted, and don't pass for it where they are. */
export const outdatedBy = (after: Service, tasks: readonly Task[], nodes: Nodes): readonly Task[] =>
	replaceable(after, tasks, nodes).filter(
		task => !isUpToDate(task, after, task.nodeId === undefined ? undefined : nodes.get(task.nodeId)),
	);

/** Old tasks in slots that have one as it is wanted: these go without another in their place. */
export const besideGood = ({after, tasks, old}: Pick<Revision, 'after' | 'tasks' | 'old'>): ReadonlySet<Task> => {
	const gone = new Set(old);
	const slots = [...groupBySlot(after, tasks.filter(isMeant)).values()];
	return new Set(
		slots.flatMap(slot => (slot.every(task => gone.has(task)) ? [] : slot.filter(task => gone.has(task)))),
	);
};

/** One look at the swarm, and what the update does to it. */
export type Revision = {
	readonly snapshot: Snapshot;
	readonly nodes: Nodes;
	readonly before: Service;
	readonly after: Service;
	readonly tasks: readonly Task[];
	readonly old: readonly Task[];
	/** The engine takes the earlier spec as it was: what waits is not older than that, and goes on being tried. */
	readonly isRollback?: boolean;
};

/** Where a slot runs, and how many of its tasks wait. An update that is stuck leaves slots with two tasks. */
const slotsOf = ({after}: Revision, old: readonly Task[]) =>
	[...groupBySlot(after, old).values()].map(tasks => ({
		at: (isByNode(after) ? tasks[0] : tasks.find(task => !isWaiting(task)))?.nodeId ?? nowhere,
		idle: tasks.filter(isWaiting).length,
	}));

const idleOf = (slots: ReturnType<typeof slotsOf>, isRunning: boolean) =>
	slots.filter(({at}) => (at !== nowhere) === isRunning).map(({idle}) => idle);

/** What the update replaces, of the old tasks given, and what comes in their place. */
export const rollOutOf = (revision: Revision, old: readonly Task[]): Rolling => {
	const {snapshot, before, after} = revision;
	const slots = slotsOf(revision, old);
	const roll = {
		...askedBefore(demandOf(before, snapshot), old),
		old: new Map([...Map.groupBy(slots, ({at}) => at)].map(([id, some]) => [id, some.length])),
		idle: {running: idleOf(slots, true), nowhere: idleOf(slots, false)},
		held: new Map(),
		parallelism: after.update.parallelism || slots.length,
		isStartFirst: after.update.order === 'start-first',
		isByNode: isByNode(after),
		behind: isByNode(after) ? old.filter(isWaiting) : [],
	};
	return {service: after, demand: demandOf(after, snapshot), count: 0, roll};
};
