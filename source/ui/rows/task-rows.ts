import {shortImage, tagOf} from '../../swarm/image-name.ts';
import {believedNodes} from '../../swarm/living.ts';
import type {Service} from '../../swarm/service.ts';
import {slotNumber} from '../../swarm/slot-groups.ts';
import {type Slot, slotsOf} from '../../swarm/slots.ts';
import {nodeOf, type Snapshot, serviceOf, tasksOf, tasksOnNode} from '../../swarm/snapshot.ts';
import {dottedName, hasEnded, type Task} from '../../swarm/task.ts';
import type {Instant} from '../../swarm/values.ts';
import {roughAge, steppedAge} from '../format/age.ts';
import {clock} from '../format/clock.ts';
import type {Subject} from '../pane-state.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';

export type TaskRow = {
	readonly id: string;
	readonly taskId: string;
	readonly sign: '!' | '~' | ' ';
	/** Orders slots by number, global ones by their node, and history below the slot it belongs to. */
	readonly order: string;
	readonly slot: string;
	readonly service: string;
	readonly node: string;
	readonly state: string;
	readonly tone: Tone | undefined;
	readonly desired: string;
	readonly since: string;
	readonly at: Instant;
	readonly image: string;
	readonly error: string;
	readonly isHistory: boolean;
};

type TaskRowOptions = {readonly showsHistory: boolean; readonly isAbsolute: boolean};

/** The tasks of what is selected: one row per slot, its history folded under it until asked for. */
export function taskRows(snapshot: Snapshot, subject: Subject | undefined, now: Instant, options: TaskRowOptions) {
	const draw = {snapshot, now, isClose: subject?.kind === 'service', ...options};

	if (subject?.kind === 'service') {
		const service = serviceOf(snapshot, subject.id);
		return service === undefined ? [] : rowsOfService(draw, service);
	}

	if (subject?.kind === 'node') {
		const isShown = (task: Task) => options.showsHistory || !hasEnded(task);
		return tasksOnNode(snapshot, subject.id)
			.filter(isShown)
			.map(task => rowOfTask(draw, serviceOf(snapshot, task.serviceId), task, {name: fullName(snapshot, task)}));
	}

	return subject?.kind === 'all'
		? [...(snapshot.services?.items.values() ?? [])].flatMap(service => rowsOfService(draw, service))
		: [];
}

type Draw = {
	readonly snapshot: Snapshot;
	readonly now: Instant;
	/** One service is looked at: when its tasks changed matters. */
	readonly isClose: boolean;
} & TaskRowOptions;

function rowsOfService(draw: Draw, service: Service): readonly TaskRow[] {
	const nodes = believedNodes(draw.snapshot, draw.now);
	const slots = slotsOf(service, tasksOf(draw.snapshot, service.id) ?? [], nodes ?? new Map());
	return slots.flatMap(slot => rowsOfSlot(draw, service, slot));
}

function rowsOfSlot(draw: Draw, service: Service, slot: Slot): readonly TaskRow[] {
	const {number} = slot;
	const order = `${service.name} ${number ?? nodeOf(draw.snapshot, slot.current.nodeId)?.hostname ?? slot.key}`;
	const base = {name: number === undefined ? '' : String(number), order, standing: slot};
	const current = rowOfTask(draw, service, slot.current, base);
	// While one replaces the other, both are shown: that is what a rollout looks like.
	const besides = slot.history.filter(
		task => draw.showsHistory || slot.stopping.includes(task) || slot.serving === task,
	);
	return [
		current,
		...besides.map((task, index) => rowOfTask(draw, service, task, {name: '', order: `${base.order}/${index}`})),
	];
}

type RowBase = {readonly name: string; readonly order?: string; readonly standing?: Slot};

function rowOfTask(draw: Draw, service: Service | undefined, task: Task, {name, order, standing}: RowBase): TaskRow {
	const node = nodeOf(draw.snapshot, task.nodeId);
	const words = stateWords(task, standing);
	const at = task.state === 'pending' ? task.createdAt : words.text === 'stopping' ? task.updatedAt : task.stateAt;
	return {
		id: task.id,
		taskId: task.id,
		sign: words.sign,
		order: order ?? name,
		slot: name,
		service: clean(service?.name ?? ''),
		node: clean(node?.hostname ?? task.nodeId?.slice(0, 6) ?? ''),
		state: words.text,
		tone: words.tone,
		desired: task.desiredState,
		since: sinceWords(draw, at),
		at,
		image: clean(tagOf(task.image) ?? shortImage(task.image)),
		error: clean(task.error ?? ''),
		isHistory: standing === undefined && hasEnded(task),
	};
}

const sinceWords = ({isAbsolute, isClose, now}: Draw, at: Instant) =>
	isAbsolute ? clock(at) : (isClose ? steppedAge : roughAge)(now - at);

type Words = {readonly text: string; readonly tone: Tone | undefined; readonly sign: '!' | '~' | ' '};

/** How a task stands: by its slot where it stands for one. */
export function stateWords(task: Task, slot: Slot | undefined): Words {
	const failures = slot?.failures.length ?? 0;

	if (slot !== undefined && failures > 1 && slot.standing !== 'gave-up') {
		return {text: `crash loop, ${failures} seen`, tone: 'act', sign: '!'};
	}

	switch (slot?.standing) {
		case 'lost':
			return {text: 'lost, node is down', tone: 'act', sign: '!'};
		case 'gave-up':
			return {text: `gave up, ${task.state}`, tone: 'act', sign: '!'};
		case 'failed':
			return {text: task.state, tone: 'act', sign: '!'};
		case 'pending':
			return {
				text: task.state,
				tone: task.error === undefined ? 'moving' : 'look',
				sign: task.error === undefined ? '~' : '!',
			};
		case 'starting':
			return {text: task.state, tone: 'moving', sign: '~'};
		case 'stopping':
			return {text: 'stopping', tone: 'moving', sign: '~'};
		default:
			return plainWords(task);
	}
}

function plainWords(task: Task): Words {
	if (hasEnded(task)) {
		return {text: task.state, tone: 'dim', sign: ' '};
	}

	const isStopping = task.desiredState === 'shutdown' || task.desiredState === 'remove';
	return isStopping ? {text: 'stopping', tone: 'moving', sign: '~'} : {text: task.state, tone: undefined, sign: ' '};
}

/** `shop_web.3`: a slot's name as docker writes it; a global one has none but its node's. */
function fullName(snapshot: Snapshot, task: Task) {
	const service = serviceOf(snapshot, task.serviceId);
	const name = clean(service?.name ?? task.serviceId?.slice(0, 6) ?? 'no service');
	return dottedName(name, {slot: slotNumber(task, service)});
}

export const taskColumns: readonly Column<TaskRow>[] = [
	{
		id: 'slot',
		title: 'SLOT',
		align: 'right',
		cell: row => row.slot,
		sortBy: row => row.order,
		tone: row => (row.isHistory ? 'dim' : 'bold'),
	},
	{id: 'node', title: 'NODE', cell: row => row.node, sortBy: row => row.node, shrinksTo: 6},
	{id: 'state', title: 'STATE', cell: row => row.state, sortBy: row => row.state, tone: row => row.tone, shrinksTo: 8},
	{id: 'since', title: 'SINCE', align: 'right', cell: row => row.since, sortBy: row => row.at, tone: () => 'dim'},
	{
		id: 'image',
		title: 'IMAGE',
		cell: row => row.image,
		sortBy: row => row.image,
		tone: () => 'dim',
		shrinksTo: 4,
		expendable: 2,
	},
	{
		id: 'desired',
		title: 'WANTED',
		cell: row => (row.desired === 'running' ? '' : row.desired),
		sortBy: row => row.desired,
		tone: () => 'dim',
		expendable: 5,
	},
	{
		id: 'error',
		title: 'ERROR',
		cell: row => row.error,
		sortBy: row => row.error,
		tone: () => 'look',
		shrinksTo: 8,
		grows: true,
	},
];
