import type {ServiceId, TaskId} from '../../swarm/ids.ts';
import {tagOf} from '../../swarm/image-name.ts';
import type {Nodes} from '../../swarm/living.ts';
import type {Service} from '../../swarm/service.ts';
import {slotNumber} from '../../swarm/slot-groups.ts';
import type {Slot} from '../../swarm/slots.ts';
import {surveyOf} from '../../swarm/survey.ts';
import type {Task} from '../../swarm/task.ts';
import {stateWords} from '../rows/task-rows.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';

/** What boxes are sorted by within a node. */
export type Grouping = 'service' | 'stack';

/** One task as it is drawn. Made once for each list of tasks that was read. */
export type Box = {
	readonly id: TaskId;
	readonly service: ServiceId;
	readonly task: Task;
	readonly sign: '!' | '~' | ' ';
	/** `shop_web.3`; a task of a global service has no number. */
	readonly label: string;
	/** The same without the stack it is headed by. */
	readonly short: string;
	/** How both end: `.3`. */
	readonly number: string;
	readonly stack: string;
	readonly state: string;
	readonly tone: Tone | undefined;
	readonly tag: string;
};

/** What a slot holds: what stands for it, and what is about to go. What has ended well is no part of it. */
const tasksOfSlot = ({current, standing, stopping, serving, lost}: Slot): ReadonlySet<Task> => {
	const isOver = standing === 'complete' || standing === 'stopped';
	return new Set([...(isOver ? [] : [current]), ...(serving === undefined ? [] : [serving]), ...stopping, ...lost]);
};

function boxOf(service: Service, slot: Slot, task: Task): Box {
	const {text, sign, tone} = stateWords(task, task === slot.current ? slot : undefined);
	const isLost = slot.lost.includes(task) || (task === slot.current && slot.standing === 'lost');
	const name = clean(service.name);
	const stack = clean(service.stack ?? '');
	const slotted = slotNumber(task, service);
	const number = slotted === undefined ? '' : `.${slotted}`;
	return {
		id: task.id,
		service: service.id,
		task,
		sign: isLost ? '!' : sign,
		label: name + number,
		short: (name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name) + number,
		number,
		stack,
		state: isLost ? 'lost' : text,
		tone: isLost ? 'act' : tone,
		tag: clean(tagOf(task.image) ?? ''),
	};
}

type Kept = {readonly service: Service; readonly nodes: Nodes; readonly boxes: readonly Box[]};
const kept = new WeakMap<readonly Task[], Kept>();

/** The boxes of one service, slot by slot. */
export function boxesOf(service: Service, tasks: readonly Task[], nodes: Nodes): readonly Box[] {
	const known = kept.get(tasks);

	if (known?.service === service && known.nodes === nodes) {
		return known.boxes;
	}

	const boxes = surveyOf(service, tasks, nodes).slots.flatMap(slot =>
		[...tasksOfSlot(slot)].map(task => boxOf(service, slot, task)),
	);
	kept.set(tasks, {service, nodes, boxes});
	return boxes;
}
