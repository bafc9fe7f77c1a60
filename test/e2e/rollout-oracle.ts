import {monitor} from './rollout-stage.ts';

/** What the engine answers, as far as the truth depends on it. */
export type RawAnswers = {
	readonly services: readonly RawService[];
	readonly tasks: readonly RawTask[];
	readonly nodes: readonly RawNode[];
	/** The ids of the tasks that the engine's own filter calls up to date. */
	readonly fresh: ReadonlySet<string>;
};

type Versioned = {readonly ID: string; readonly Version: {readonly Index: number}};

export type RawService = Versioned & {
	readonly Spec: {
		readonly Name: string;
		readonly Mode: {
			readonly Replicated?: {readonly Replicas: number};
			readonly ReplicatedJob?: {readonly TotalCompletions: number};
		};
		readonly TaskTemplate: {readonly Placement?: {readonly Constraints?: readonly string[]}};
	};
	readonly UpdateStatus?: {readonly State?: string};
};

export type RawTask = Versioned & {
	readonly ServiceID: string;
	readonly NodeID?: string;
	readonly Slot?: number;
	readonly CreatedAt: string;
	readonly DesiredState: string;
	readonly Status: {readonly State: string; readonly Timestamp: string; readonly Err?: string};
};

export type RawNode = Versioned & {
	readonly Spec: {readonly Availability: string; readonly Role: string};
	readonly Description: {readonly Hostname: string};
	readonly Status: {readonly State: string};
};

/** How a service really stands, said without any of skep's code. */
export type Truth = {
	readonly wanted: number;
	/** Slots with a task that runs and is meant to, on a node that is heard from. */
	readonly alive: number;
	/** The same, of the current spec. */
	readonly updated: number;
	readonly completed: number;
	/** Why it can't be called converged; empty when it can. */
	readonly against: readonly string[];
	/** A task of the current spec ended by itself: whether another in its place stays up is a matter of opinion. */
	readonly hasFailed: boolean;
	/** What the scheduler says of tasks that it can't place. */
	readonly reasons: readonly string[];
	readonly update: string | undefined;
	/** Whether a slot can be in a phase. */
	readonly canBe: (phase: string, slot: string) => boolean;
};

const beforeRunning = ['new', 'allocated', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting'];
const failed = ['failed', 'rejected', 'complete'];

/** `watchedFrom` is when updates began to replace its tasks; infinite where nothing watches them. */
export function truthOf(service: RawService, answers: RawAnswers, now: number, watchedFrom: number): Truth {
	const {nodes, fresh} = answers;
	const tasks = answers.tasks.filter(({ServiceID}) => ServiceID === service.ID);
	const ready = new Set(nodes.filter(({Status}) => Status.State === 'ready').map(({ID}) => ID));
	const update = service.UpdateStatus?.State;
	const wanted = wantedOf(service, nodes);

	const isFresh = ({ID}: RawTask) => fresh.has(ID);
	const isHeard = ({NodeID}: RawTask) => NodeID === undefined || ready.has(NodeID);
	const living = tasks.filter(task => isHeard(task) && [...beforeRunning, 'running'].includes(task.Status.State));
	const serving = living.filter(({DesiredState, Status}) => DesiredState === 'running' && Status.State === 'running');
	const settled = serving.filter(isFresh);
	const updated = new Set(settled.map(slotOf)).size;

	const isWatched = ({CreatedAt, Status}: RawTask) =>
		Date.parse(CreatedAt) >= watchedFrom && Date.parse(Status.Timestamp) + monitor > now;

	return {
		wanted,
		alive: Math.min(wanted, new Set(serving.map(slotOf)).size),
		updated: Math.min(wanted, updated),
		completed: tasks.filter(({Status}) => Status.State === 'complete').length,
		against: [
			...(updated === wanted ? [] : [`${updated} of ${wanted} are new`]),
			...living.filter(task => !settled.includes(task)).map(task => `${slotOf(task)} has one ${stateOf(task)}`),
			...(update !== undefined && !update.endsWith('completed') ? [`the engine says ${update}`] : []),
			...settled.filter(isWatched).map(task => `${slotOf(task)} is watched`),
		],
		hasFailed: tasks.some(task => isFresh(task) && failed.includes(task.Status.State)),
		reasons: living.flatMap(({Status}) => (Status.State === 'pending' && Status.Err ? [Status.Err] : [])),
		update,
		canBe: (phase, slot) => {
			const inSlot = (task: RawTask) => slotOf(task) === slot;
			const isMeant = ({DesiredState}: RawTask) => ['ready', 'running'].includes(DesiredState);
			return canBe(phase, {
				ended: tasks.filter(task => inSlot(task) && isFresh(task) && !living.includes(task)),
				going: living.filter(task => inSlot(task) && !isMeant(task)),
				coming: living.filter(task => inSlot(task) && isFresh(task) && beforeRunning.includes(task.Status.State)),
				old: living.filter(task => inSlot(task) && isMeant(task) && !isFresh(task)),
				settled: settled.filter(inSlot),
				watched: settled.filter(task => inSlot(task) && isWatched(task)),
			});
		},
	};
}

type Kind = 'ended' | 'going' | 'coming' | 'old' | 'settled' | 'watched';

function canBe(phase: string, tasks: Readonly<Record<Kind, readonly RawTask[]>>): boolean {
	const has = (kind: Kind) => tasks[kind].length > 0;

	switch (phase) {
		case 'old':
			return has('old') && !has('coming') && !has('settled');
		case 'stopping':
			return has('going') && !has('settled');
		case 'starting':
			return has('coming') && !has('settled');
		case 'blocked':
			return tasks.coming.some(({Status}) => Status.State === 'pending') && !has('settled');
		case 'verifying':
			return has('settled');
		case 'failing':
			return tasks.ended.some(({Status}) => failed.includes(Status.State));
		case 'done':
			return has('settled') && !has('watched');
		default:
			return !has('old') && !has('settled') && !has('coming');
	}
}

function wantedOf({Spec: {Mode, TaskTemplate}}: RawService, nodes: readonly RawNode[]): number {
	const fits = ({Spec, Description}: RawNode) =>
		(TaskTemplate.Placement?.Constraints ?? []).every(constraint => {
			const [key, operator, value] = constraint.split(/(==|!=)/);
			return ((key === 'node.role' ? Spec.Role : Description.Hostname) === value) === (operator === '==');
		});
	const takers = nodes.filter(
		node => node.Status.State === 'ready' && node.Spec.Availability === 'active' && fits(node),
	);

	return Mode.Replicated?.Replicas ?? Mode.ReplicatedJob?.TotalCompletions ?? takers.length;
}

const slotOf = ({Slot, NodeID}: RawTask) => String(Slot ?? NodeID);
const stateOf = ({DesiredState, Status}: RawTask) => `${DesiredState}/${Status.State}`;
