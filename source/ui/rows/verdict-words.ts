import type {Convergence, ServiceVerdict} from '../../swarm/convergence.ts';
import type {Service} from '../../swarm/service.ts';
import type {Instant} from '../../swarm/values.ts';
import type {RolloutProgress} from '../../swarm/verdict.ts';
import {roughSeconds} from '../../swarm/wording.ts';
import {age} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';

/** `!` not as wanted, `~` moving, a space for all well: what the colour says, too. */
export type Sign = '!' | '~' | ' ';

const troubled: readonly Convergence['kind'][] = ['paused', 'failing', 'gave-up', 'pending', 'lost', 'job-failing'];
const moving: readonly Convergence['kind'][] = ['rolling', 'progressing', 'verifying', 'job-running'];

/** Nothing of it gets better by itself: the same that Needs you tells in red. */
const urgent: readonly Convergence['kind'][] = ['paused', 'failing', 'gave-up'];

export function signOf({state}: ServiceVerdict): Sign {
	if (troubled.includes(state.kind) || (state.kind === 'rolling' && state.blocked !== undefined)) {
		return '!';
	}

	return moving.includes(state.kind) ? '~' : ' ';
}

export function toneOf(verdict: ServiceVerdict): Tone | undefined {
	const sign = signOf(verdict);

	if (sign === '!') {
		return urgent.includes(verdict.state.kind) || (verdict.alive === 0 && verdict.wanted > 0) ? 'act' : 'look';
	}

	return sign === '~' ? 'moving' : 'dim';
}

/** How a service stands, in the few words that fit a row. */
export function stateWords(
	service: Service,
	verdict: ServiceVerdict,
	progress: RolloutProgress | undefined,
	now: Instant,
): string {
	const {state} = verdict;

	switch (state.kind) {
		case 'unknown':
			return '?';
		case 'converged':
			return service.mode.kind === 'global' ? 'global' : '';
		case 'scaled-to-zero':
			return service.mode.kind === 'global' ? 'global, no node fits' : 'scaled to 0';
		case 'verifying':
			return state.until === undefined
				? 'up, being watched'
				: `up, watched ${roughSeconds((state.until - now) / 1000)} more`;
		case 'progressing':
			return state.isStopping ? 'stopping' : 'starting';
		case 'rolling':
			return rollingWords(state, progress);
		case 'paused':
			return `${state.direction === 'update' ? 'PAUSED' : 'ROLLBACK PAUSED'}${since(state.since, now)}${progressWords(progress, 'new')}`;
		case 'failing':
			// Nothing ran that could have ended: its image isn't there, or the node refuses it.
			return state.exitCode === undefined ? 'fails to start' : `crash loop${exitWords(state.exitCode)}`;
		case 'gave-up':
			return `gave up${exitWords(state.exitCode)}`;
		case 'pending':
			return `pending${since(state.since, now)}${state.reason === undefined ? '' : ', no node fits'}`;
		case 'lost':
			return `${state.tasks} lost with ${state.tasks === 1 ? 'its' : 'their'} node`;
		case 'job-running':
			return 'job running';
		case 'job-done':
			return state.at === undefined ? 'job done' : `job done ${age(now - state.at)} ago`;
		case 'job-failing':
			return `job failing${exitWords(state.exitCode)}`;
	}
}

function rollingWords(state: Extract<Convergence, {kind: 'rolling'}>, progress: RolloutProgress | undefined) {
	const verb = state.direction === 'update' ? 'new' : 'back';
	const far = progress === undefined ? '' : ` ${progress.updated}/${progress.of}`;

	if (state.waitsFor !== undefined) {
		return `${verb}${far}, waits for ${clean(state.waitsFor)}`;
	}

	if (state.blocked !== undefined) {
		return `${verb}${far}, ${state.since === undefined ? 'stands still' : 'no node fits'}`;
	}

	const left = progress?.secondsLeft;
	return `${verb}${far}${left === undefined ? '' : `, ${roughSeconds(left)} left`}`;
}

const progressWords = (progress: RolloutProgress | undefined, verb: string) =>
	progress === undefined ? '' : `, ${verb} ${progress.updated}/${progress.of}`;

const since = (at: Instant | undefined, now: Instant) => (at === undefined ? '' : ` ${age(now - at)}`);

const exitWords = (code: number | undefined) => (code === undefined ? '' : `, exit ${code}`);
