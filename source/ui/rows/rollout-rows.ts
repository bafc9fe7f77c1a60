import {shortImage} from '../../swarm/image-name.ts';
import type {Rollout} from '../../swarm/rollout.ts';
import type {ListedRollout, RolloutRank} from '../../swarm/rollout-list.ts';
import type {Instant} from '../../swarm/values.ts';
import {imageChange, roughSeconds} from '../../swarm/wording.ts';
import {steppedAge} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import {bar} from '../text/progress.ts';
import type {Tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';
import type {Sign} from './verdict-words.ts';

/** A line of the list of rollouts: flat, as all rows are. */
export type RolloutRow = {
	readonly id: string;
	readonly name: string;
	readonly sign: Sign;
	readonly tone: Tone;
	readonly isOver: boolean;
	readonly progress: string;
	readonly bar: string;
	readonly state: string;
	readonly failed: string;
	readonly failedTone: Tone | undefined;
	readonly busy: string;
	readonly left: string;
	readonly change: string;
};

const tones: Readonly<Record<RolloutRank, Tone>> = {
	paused: 'act',
	blocked: 'look',
	failing: 'look',
	'rolled-back': 'look',
	rolling: 'moving',
	ended: 'dim',
};

const barCells = 10;

export function rolloutRow(listed: ListedRollout, rollout: Rollout | undefined, now: Instant): RolloutRow {
	const {service, verdict, rank} = listed;
	const isOver = rank === 'ended' || rank === 'rolled-back';
	return {
		id: service.id,
		name: clean(service.name),
		sign: rank === 'ended' ? ' ' : rank === 'rolling' ? '~' : '!',
		tone: tones[rank],
		isOver,
		progress: `${verdict.updated}/${verdict.wanted}`,
		bar: isOver ? '' : bar(verdict.updated, verdict.wanted, barCells),
		state: stateWords(listed, now),
		...(isOver || rollout === undefined ? nothing : paceOf(rollout)),
		change: changeWords(service.image, rollout?.oldImage),
	};
}

const nothing = {failed: '', failedTone: undefined, busy: '', left: ''} as const;

function paceOf({failures, counts, busy, policy, state, secondsLeft}: Rollout) {
	const isMoving = state === 'rolling';
	// A task that fails later than the engine counts has failed all the same.
	const failed = Math.max(failures.slots, counts.failing);
	return {
		failed: `${failed}, ${failures.allowed} allowed`,
		failedTone: failed > 0 ? ('look' as const) : undefined,
		busy: isMoving ? `${busy} of ${policy.parallelism === 0 ? 'all' : policy.parallelism}` : '',
		left: isMoving ? leftWords(secondsLeft) : '',
	};
}

function stateWords({service, verdict: {state}, rank, at}: ListedRollout, now: Instant) {
	const back = service.updateStatus?.state.startsWith('rollback') ?? false;
	const ago = at === undefined ? '' : ` ${steppedAge(now - at)} ago`;

	switch (rank) {
		case 'paused':
			return `${back ? 'ROLLBACK PAUSED' : 'PAUSED'}${state.kind === 'paused' && state.since !== undefined ? ` ${steppedAge(now - state.since)}` : ''}`;
		case 'blocked':
			return blockedWords(state);
		case 'failing':
			return back ? 'back, tasks fail' : 'new tasks fail';
		case 'rolled-back':
			return `rolled back${ago}`;
		case 'rolling':
			return state.kind === 'verifying' ? 'up, being watched' : back ? 'rolling back' : 'updating';
		case 'ended':
			return `${back ? 'rollback' : 'update'} ended${ago}`;
	}
}

function blockedWords(state: ListedRollout['verdict']['state']) {
	if (state.kind !== 'rolling' || state.since === undefined) {
		return 'stands still';
	}

	return state.waitsFor === undefined ? 'no node fits' : `waits for ${clean(state.waitsFor)}`;
}

const changeWords = (newImage: string, oldImage: string | undefined) =>
	clean(imageChange({image: newImage, previousImage: oldImage}) ?? shortImage(newImage));

const leftWords = (seconds: number | undefined) => (seconds === undefined ? '?' : roughSeconds(seconds));

const dimWhenOver = (row: RolloutRow) => (row.isOver ? 'dim' : undefined);

export const rolloutColumns: readonly Column<RolloutRow>[] = [
	{
		id: 'name',
		title: 'SERVICE',
		cell: row => row.name,
		tone: row => (row.sign === ' ' ? 'dim' : 'bold'),
		shrinksTo: 12,
	},
	{id: 'progress', title: 'NEW', align: 'right', cell: row => row.progress, tone: dimWhenOver},
	{id: 'bar', title: '', cell: row => row.bar, tone: row => row.tone, expendable: 4},
	{id: 'state', title: 'STATE', cell: row => row.state, tone: row => row.tone, shrinksTo: 12},
	{id: 'left', title: 'LEFT', align: 'right', cell: row => row.left},
	{id: 'failed', title: 'FAILED', cell: row => row.failed, tone: row => row.failedTone, expendable: 3},
	{id: 'busy', title: 'BUSY', cell: row => row.busy, expendable: 5},
	{id: 'change', title: 'IMAGE', cell: row => row.change, tone: dimWhenOver, shrinksTo: 10},
];
