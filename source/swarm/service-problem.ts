import type {Convergence, ServiceVerdict} from './convergence.ts';
import {failureOf} from './failure.ts';
import {tagOf} from './image-name.ts';
import type {Nodes} from './living.ts';
import type {Problem, Urgency} from './problems.ts';
import {isRolling, type Service} from './service.ts';
import type {Slot} from './slots.ts';
import type {Snapshot} from './snapshot.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';
import {progressOf} from './verdict.ts';
import {endWords, imageChange, plural, slotWords} from './wording.ts';

/** Everything a sentence about one service may need. */
export type ServiceCase = {
	readonly service: Service;
	readonly tasks: readonly Task[];
	readonly slots: readonly Slot[];
	readonly verdict: ServiceVerdict;
	readonly snapshot: Snapshot;
	readonly nodes: Nodes;
	readonly now: Instant;
};

type Finding = Pick<Problem, 'urgency' | 'verdict' | 'since' | 'cause'>;

type State<Kind extends Convergence['kind']> = Extract<Convergence, {readonly kind: Kind}>;

/** Tasks that are starting for longer than this, in milliseconds, are worth a look: most often an image that is pulled. */
const slowStart = 120_000;

const isDown = ({verdict}: ServiceCase) => verdict.alive === 0 && verdict.wanted > 0;

const hostname = ({nodes}: ServiceCase, task: Task | undefined) =>
	(task?.nodeId && nodes.get(task.nodeId)?.hostname) || 'an unknown node';

/** What happened last, and where: `slot 2 on node07: task: non-zero exit (3)`. */
const lastEnd = (about: ServiceCase, slots: readonly Slot[], madeSince?: Instant): string | undefined => {
	const {task} = failureOf(slots, madeSince);
	const slot = task?.slot === undefined ? '' : `slot ${task.slot} `;
	return task && `${slot}on ${hostname(about, task)}: ${endWords(about.service, task)}`;
};

/** How many slots still serve, and with what. */
const servingWords = ({slots, service, verdict}: ServiceCase) => {
	const old = slots.filter(slot => slot.serving && !slot.isServingUpToDate).length;
	const change = imageChange(service);
	const words =
		old > 0 && change !== undefined ? `${old} still serve the old one` : `${verdict.alive} of ${verdict.wanted} serve`;
	return verdict.alive === 0 ? 'nothing serves' : words;
};

const pausedFinding = (about: ServiceCase, state: State<'paused'>): Finding => {
	const {service, slots} = about;
	const failed = slots.filter(slot => failureOf([slot], service.updateStatus?.startedAt).count > 0);
	const what = imageChange(service) ?? state.direction;
	const where = failed.length === 0 ? '' : ` in ${slotWords(failed.map(({key}) => nameOf(about, key)))}`;
	const end = failureOf(failed).task;
	const why = end ? `: ${endWords(service, end)}` : '';
	const cause = `${what} failed${where}${why}; ${servingWords(about)}`;
	return {urgency: 'act', verdict: 'PAUSED', since: state.since, cause};
};

const nameOf = ({nodes}: ServiceCase, key: string) => [...nodes.values()].find(({id}) => id === key)?.hostname ?? key;

const loopFinding = (about: ServiceCase, state: State<'failing'>): Finding => ({
	urgency: 'act',
	verdict: 'LOOP',
	since: state.since,
	cause: `${plural(state.failures, 'failure')} seen, the last in ${lastEnd(about, about.slots) ?? 'an unknown slot'}`,
});

const gaveUpFinding = (about: ServiceCase, state: State<'gave-up'>): Finding => {
	const dead = about.slots.filter(({standing}) => standing === 'gave-up');
	const last = dead.map(({current}) => current).toSorted((a, b) => b.stateAt - a.stateAt)[0];
	const end = last ? endWords(about.service, last) : (state.error ?? 'no error is known');
	return {
		urgency: 'act',
		verdict: 'GAVE UP',
		since: state.since,
		cause: `its restart policy allows no more tries in ${slotWords(dead.map(({key}) => nameOf(about, key)))}: ${end}`,
	};
};

const noReason = 'waits for a node, and the scheduler says nothing: is its network allocated?';

const pendingFinding = (about: ServiceCase, state: State<'pending'>): Finding => ({
	urgency: isDown(about) ? 'act' : 'look',
	verdict: isDown(about) ? 'DOWN' : 'SHORT',
	since: state.since,
	cause: state.reason ?? noReason,
});

const lostFinding = (about: ServiceCase, {tasks}: State<'lost'>): Finding => ({
	urgency: isDown(about) ? 'act' : 'look',
	verdict: isDown(about) ? 'DOWN' : 'SHORT',
	since: undefined,
	cause: `${plural(tasks, 'task')} lost with a dead node, nothing runs in ${tasks === 1 ? 'its' : 'their'} place yet`,
});

const leftWords = (seconds: number | undefined) =>
	seconds === undefined ? 'time left unknown' : `about ${Math.max(1, Math.round(seconds))} s left`;

const rollingFinding = (about: ServiceCase, state: State<'rolling' | 'verifying'>): Finding => {
	const {service, tasks, snapshot, now} = about;
	const what = imageChange(service) ?? (service.updateStatus?.state === 'rollback_started' ? 'rollback' : 'update');
	const progress = progressOf(service, tasks, snapshot, now);
	const far = `${what}  new ${progress?.updated ?? 0} of ${progress?.of ?? 0}`;
	const since = service.updateStatus?.startedAt;

	if (state.kind === 'rolling' && state.blocked !== undefined) {
		const urgency: Urgency = isDown(about) ? 'act' : 'look';
		return {urgency, verdict: isDown(about) ? 'DOWN' : 'STUCK', since, cause: `${far}, stuck: ${state.blocked}`};
	}

	const failure = lastEnd(about, about.slots, since);
	return failure === undefined
		? {urgency: 'moving', verdict: 'moving', since, cause: `${far}, no failures, ${leftWords(progress?.secondsLeft)}`}
		: {urgency: 'look', verdict: 'moving', since, cause: `${far}, last failure in ${failure}`};
};

const slowFinding = ({slots, now, verdict, nodes}: ServiceCase): Finding | undefined => {
	const slow = slots.filter(
		({standing, current}) => (standing === 'starting' || standing === 'pending') && now - current.createdAt > slowStart,
	);
	const [first] = slow.map(({current}) => current).toSorted((a, b) => a.createdAt - b.createdAt);

	if (first === undefined || verdict.alive >= verdict.wanted) {
		return undefined;
	}

	const hint =
		first.state === 'preparing' ? ' (pulling its image?)' : first.state === 'starting' ? ' (not healthy yet?)' : '';
	const where = first.nodeId === undefined ? '' : ` on ${nodes.get(first.nodeId)?.hostname ?? 'an unknown node'}`;
	const cause = `${plural(slow.length, 'task')} long on the way up: ${first.state}${where}${hint}`;
	return {
		urgency: verdict.alive === 0 ? 'act' : 'look',
		verdict: verdict.alive === 0 ? 'DOWN' : 'SHORT',
		since: first.createdAt,
		cause,
	};
};

const jobFinding = (about: ServiceCase): Finding => ({
	urgency: 'look',
	verdict: 'JOB',
	since: failureOf(about.slots).since,
	cause: `the job fails, the last in ${lastEnd(about, about.slots) ?? 'an unknown slot'}`,
});

/** What is worth saying of a service, by how it stands. */
export const findingOf = (about: ServiceCase): Finding | undefined => {
	const {state} = about.verdict;

	switch (state.kind) {
		case 'paused':
			return pausedFinding(about, state);
		case 'failing':
			return loopFinding(about, state);
		case 'gave-up':
			return gaveUpFinding(about, state);
		case 'pending':
			return pendingFinding(about, state);
		case 'lost':
			return lostFinding(about, state);
		case 'rolling':
			return rollingFinding(about, state);
		case 'verifying':
			return isRolling(about.service) ? rollingFinding(about, state) : undefined;
		case 'progressing':
		case 'job-running':
			return slowFinding(about);
		case 'job-failing':
			return jobFinding(about);
		default:
			return undefined;
	}
};
