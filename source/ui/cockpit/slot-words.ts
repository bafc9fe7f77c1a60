import type {Rollout, RolloutSlot, SlotPhase} from '../../swarm/rollout.ts';
import {compareStates, hasEnded, isUnwanted, type Task} from '../../swarm/task.ts';
import type {Instant} from '../../swarm/values.ts';
import {exactAge, steppedAge} from '../format/age.ts';
import {clock} from '../format/clock.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';

export type Words = {readonly text: string; readonly tone: Tone};

export const toneOfPhase: Readonly<Record<SlotPhase, Tone>> = {
	old: 'dim',
	stopping: 'moving',
	starting: 'moving',
	blocked: 'look',
	verifying: 'moving',
	failing: 'act',
	done: 'plain',
	empty: 'look',
};

type Moment = {
	readonly now: Instant;
	readonly hasAges: boolean;
	readonly rollout: Pick<Rollout, 'state'>;
};

/** How the old version stands in a slot. */
export function oldWords({oldTask, oldStays, serves, phase}: RolloutSlot, {now}: Pick<Moment, 'now'>): Words {
	if (serves === 'old') {
		return {text: 'serving', tone: 'plain'};
	}

	// The engine keeps the latest five tasks of a slot: where new ones failed over and over, the old one is forgotten.
	if (oldTask === undefined) {
		return {text: phase === 'failing' ? 'gone' : '', tone: 'dim'};
	}

	if (oldStays !== undefined) {
		return {text: oldStays === 'serves' ? 'serving, too' : 'lost with node', tone: 'look'};
	}

	if (!hasEnded(oldTask) && isUnwanted(oldTask)) {
		return {text: `stopping ${exactAge(now - oldTask.updatedAt)}`, tone: 'moving'};
	}

	return {text: hasEnded(oldTask) ? 'stopped' : oldTask.state, tone: 'dim'};
}

/** How the new version stands in a slot. */
export function newWords(slot: RolloutSlot, {now}: Pick<Moment, 'now'>): Words {
	const {phase, since, until, newTask, serves} = slot;
	const tone = toneOfPhase[phase];
	const age = since === undefined ? '' : ` ${exactAge(now - since)}`;

	switch (phase) {
		case 'old':
			return {text: 'not begun', tone};
		case 'stopping':
			return {text: newTask === undefined ? 'going away' : 'waits for that', tone};
		case 'starting':
			return {text: `${startWords(newTask)}${age}`, tone};
		case 'blocked':
			return {text: `no node fits, waits${since === undefined ? '' : ` ${steppedAge(now - since)}`}`, tone};
		case 'verifying':
			return {text: `up, watched ${until === undefined ? 'still' : `${left(until - now)} more`}`, tone};
		case 'failing':
			return {text: failingWords(slot, now), tone};
		case 'done':
			return {text: newTask?.state === 'complete' ? 'done' : 'serving', tone};
		case 'empty':
			return {text: serves === undefined ? 'nothing here' : '', tone};
	}
}

const left = (milliseconds: number) => `${Math.max(0, Math.ceil(milliseconds / 1000))} s`;

const startWords = (task: Task | undefined) => {
	switch (task?.state) {
		case 'preparing':
			return 'preparing (pulling?)';
		case 'running':
			return 'running';
		case 'starting':
			return 'starting';
		default:
			return task !== undefined && compareStates(task.state, 'pending') <= 0 ? 'looking for a node' : 'starting';
	}
};

function failingWords({newTask, failures}: RolloutSlot, now: Instant) {
	const isOver = newTask !== undefined && (hasEnded(newTask) || isUnwanted(newTask));

	if (isOver && isUnwanted(newTask)) {
		return `gave up, ${newTask.state}`;
	}

	const what = failures.length > 1 ? 'crash loop' : 'failed';
	const next =
		newTask === undefined || isOver
			? ''
			: newTask.state === 'running'
				? `, up ${exactAge(now - newTask.stateAt)}`
				: newTask.state === 'ready'
					? ', waits'
					: ', starting';
	return `${what}${next}`;
}

/** How often new tasks failed here: the engine keeps five tasks of a slot. */
export const failureWords = ({failures}: RolloutSlot) => (failures.length === 0 ? '' : `${failures.length} seen`);

/** `3 at 03:48:02`, `3, 12 s ago`; without an exit code, why it ended. */
export function lastExitWords({failures: [last]}: RolloutSlot, moment: Moment): string {
	if (last === undefined) {
		return '';
	}

	const what = last.exitCode === undefined ? clean(last.error ?? last.state) : String(last.exitCode);
	return moment.hasAges
		? `${what}, ${whenWords(last.stateAt, moment)}`
		: `${what} at ${whenWords(last.stateAt, moment)}`;
}

const day = 20 * 3600 * 1000;

/** The time of day, or the age: to the second only while a rollout moves, as a screen on which nothing moves is quiet. */
export const whenWords = (at: Instant, {now, hasAges, rollout}: Moment): string => {
	if (!hasAges) {
		return now - at < day ? clock(at) : `${steppedAge(now - at)} ago`;
	}

	return rollout.state === 'rolling' && now - at < 120_000
		? `${exactAge(now - at)} ago`
		: `${steppedAge(now - at)} ago`;
};
