import {behaviourOf} from './behaviour.ts';
import {type LoggedLine, type Speech, speeches} from './log-text.ts';
import type {Task} from './objects.ts';

/** Chance that depends on its arguments alone: a line is made anew whenever it is asked for, and none is kept. */
const luckOf = (seed: number, number: number) => (salt: number) => {
	let mixed = Math.imul(seed ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0x297a2d39);
	return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
};

/** Older lines were rotated away. */
const kept = 5000;

const seedOf = (task: Task) => Number.parseInt((task.containerId ?? '0').slice(0, 7), 16);

const startOf = (task: Task) => task.runningAt ?? task.createdAt;

/** Lines come about once a period, never two in each other's place. */
const timeOf = (task: Task, speech: Speech, number: number) => {
	const {opening, period} = speech;
	if (number < opening.length) {
		return startOf(task) + number * 15;
	}
	const jitter = luckOf(seedOf(task), number)(0);
	return startOf(task) + opening.length * 15 + (number - opening.length + jitter) * period;
};

const lineAt = (task: Task, speech: Speech, number: number): LoggedLine => {
	const {opening, line} = speech;
	const text = opening[number] ?? line(number - opening.length, luckOf(seedOf(task), number));
	const isError = /^(?:WARN|panic|goroutine)/.test(text);
	return {at: timeOf(task, speech, number), stream: isError ? 'stderr' : 'stdout', text};
};

const speechOf = (task: Task) => speeches[behaviourOf(task.raw.Spec.ContainerSpec ?? {}, false).log];

/** How many lines the task had logged by then, its last words not counted. */
const countUntil = (task: Task, speech: Speech, now: number): number => {
	const {opening, period} = speech;
	const guess = Math.ceil((now - startOf(task)) / period) + opening.length + 1;
	let count = Math.max(0, Math.min(guess, Number.isFinite(period) ? guess : opening.length));
	while (count > 0 && timeOf(task, speech, count - 1) > now) {
		count -= 1;
	}
	return count;
};

/** The task's lines after one moment, up to another, the last `tail` of them. A container that never ran said nothing. */
export const linesOf = (
	task: Task,
	after: number,
	now: number,
	tail = Number.POSITIVE_INFINITY,
): readonly LoggedLine[] => {
	const speech = speechOf(task);
	if (task.containerId === undefined || task.runningAt === undefined) {
		return [];
	}
	const end = Math.min(now, task.stoppedAt ?? now, task.endedAt ?? now);
	const count = countUntil(task, speech, end);
	const last = closingLine(task, speech, now).filter(({at}) => at > after);
	const room = Math.max(0, Math.min(kept, tail) - last.length);
	const lines: LoggedLine[] = [];
	for (let number = count - 1; number >= 0 && lines.length < room; number -= 1) {
		if (timeOf(task, speech, number) <= after) {
			break;
		}
		lines.push(lineAt(task, speech, number));
	}
	return [...lines.reverse(), ...last.slice(0, tail)];
};

const closingLine = ({stoppedAt, endedAt}: Task, {closing}: Speech, now: number): readonly LoggedLine[] =>
	stoppedAt !== undefined && stoppedAt <= now && (endedAt === undefined || stoppedAt < endedAt) && closing !== ''
		? [{at: stoppedAt, stream: 'stdout', text: closing}]
		: [];
