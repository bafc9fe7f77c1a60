import type {Convergence} from './convergence.ts';
import {isLooping} from './crash-loop.ts';
import {failureOf} from './failure.ts';
import {isAllocated, servicesOn} from './network.ts';
import type {Problem, Urgency} from './problems.ts';
import {rolledBackFinding} from './rolled-back.ts';
import {rolloutProgress} from './rollout-progress.ts';
import {isRolling} from './service.ts';
import {hostname, isDown, lastEnd, type ServiceCase, servingWords, slotName} from './service-case.ts';
import type {Slot} from './slots.ts';
import {surveyOf} from './survey.ts';
import {nearestCause} from './why/nearest.ts';
import {endWords, imageChange, plural, roughSeconds, slotWords, spanWords} from './wording.ts';

type Finding = Pick<Problem, 'urgency' | 'verdict' | 'since' | 'cause'>;

type State<Kind extends Convergence['kind']> = Extract<Convergence, {readonly kind: Kind}>;

/** DOWN where nothing serves, else the milder word. */
const severity = (about: ServiceCase, otherwise: string): {readonly urgency: Urgency; readonly verdict: string} =>
	isDown(about) ? {urgency: 'act', verdict: 'DOWN'} : {urgency: 'look', verdict: otherwise};

const namesOf = (about: ServiceCase, slots: readonly Slot[]) => slotWords(slots.map(slot => slotName(about, slot)));

const pausedFinding = (about: ServiceCase, state: State<'paused'>): Finding => {
	const {service, slots} = about;
	const failed = slots.filter(slot => failureOf([slot], service.updateStatus?.startedAt).count > 0);
	const end = failureOf(failed).task;
	const where = failed.length === 0 ? '' : ` in ${namesOf(about, failed)}`;
	const why = end ? `: ${endWords(service, end)}` : '';
	const cause = `${imageChange(service) ?? state.direction} failed${where}${why}; ${servingWords(about)}`;
	return {urgency: 'act', verdict: 'PAUSED', since: state.since, cause};
};

/** The rate is that of the tasks that the engine keeps: a few of each slot. */
const loopFinding = (about: ServiceCase, {failures, since}: State<'failing'>): Finding => {
	const {task} = failureOf(about.slots.filter(slot => isLooping(slot, about.now)));
	const rate = `${plural(failures, 'failure')} in ${spanWords((task?.stateAt ?? 0) - (since ?? 0))}`;
	const cause = `${rate}, the last ${lastEnd(about) ?? 'in an unknown slot'}`;
	return {urgency: 'act', verdict: 'LOOP', since, cause};
};

const gaveUpFinding = (about: ServiceCase, {since}: State<'gave-up'>): Finding => {
	const dead = about.slots.filter(({standing}) => standing === 'gave-up');
	const [last] = dead.map(({current}) => current).toSorted((a, b) => b.stateAt - a.stateAt);
	const end = last ? endWords(about.service, last) : 'no error is known';
	const cause = `its restart policy allows no more tries in ${namesOf(about, dead)}: ${end}`;
	return {urgency: 'act', verdict: 'GAVE UP', since, cause};
};

const noReason = 'waits for a node, and the scheduler says nothing: is its network allocated?';

const silentCause = ({service, snapshot}: ServiceCase) => {
	const networks = [...(snapshot.networks?.items.values() ?? [])].filter(network => !isAllocated(network));
	const lost = networks.filter(network => servicesOn(network, [service]).length > 0).map(({name}) => name);
	return lost.length === 0
		? noReason
		: `its tasks wait for the network ${lost.join(' and ')}, which was never allocated`;
};

const pendingFinding = (about: ServiceCase, {since, reason}: State<'pending'>): Finding => ({
	...severity(about, 'SHORT'),
	since,
	cause:
		reason === undefined ? silentCause(about) : (nearestCause(about.snapshot, about.service.id, about.now) ?? reason),
});

const lostFinding = (about: ServiceCase, {tasks}: State<'lost'>): Finding => ({
	...severity(about, 'SHORT'),
	since: undefined,
	cause: `${plural(tasks, 'task')} lost with a dead node, nothing runs in ${tasks === 1 ? 'its' : 'their'} place yet`,
});

const leftWords = (seconds: number | undefined) =>
	seconds === undefined ? 'time left unknown' : `about ${roughSeconds(Math.max(1, seconds))} left`;

const rollingFinding = (about: ServiceCase, state: State<'rolling' | 'verifying'>): Finding => {
	const {service, tasks, nodes, now, isUnheard = false} = about;
	const direction = service.updateStatus?.state === 'rollback_started' ? 'rollback' : 'update';
	const progress = rolloutProgress(service, surveyOf(service, tasks, nodes), now);
	const far = `${imageChange(service) ?? direction}  new ${progress.updated} of ${progress.of}`;
	const since = service.updateStatus?.startedAt;

	if (state.kind === 'rolling' && state.blocked !== undefined) {
		return {...severity(about, 'STUCK'), since, cause: `${far}, stuck: ${state.blocked}`};
	}

	const failure = lastEnd(about, since);
	return failure === undefined
		? {
				urgency: 'moving',
				verdict: 'moving',
				since,
				cause: `${far}, no failures, ${leftWords(isUnheard ? undefined : progress.secondsLeft)}`,
			}
		: {urgency: 'look', verdict: 'moving', since, cause: `${far}, last failure ${failure}`};
};

/** Tasks that are starting for longer than this, in milliseconds, are worth a look: most often an image that is pulled. */
const slowStart = 120_000;

const hints: Readonly<Record<string, string>> = {preparing: ' (pulling its image?)', starting: ' (not healthy yet?)'};

const slowFinding = (about: ServiceCase): Finding | undefined => {
	const isSlow = ({standing, current}: Slot) =>
		(standing === 'starting' || standing === 'pending') && about.now - current.createdAt > slowStart;
	const slow = about.slots.filter(isSlow).map(({current}) => current);
	const [first] = slow.toSorted((a, b) => a.createdAt - b.createdAt);

	if (first === undefined || about.verdict.alive >= about.verdict.wanted) {
		return undefined;
	}

	const where = first.nodeId === undefined ? '' : ` on ${hostname(about, first)}`;
	const cause = `${plural(slow.length, 'task')} long on the way up: ${first.state}${where}${hints[first.state] ?? ''}`;
	return {...severity(about, 'SHORT'), since: first.createdAt, cause};
};

const jobFinding = (about: ServiceCase): Finding => ({
	urgency: 'look',
	verdict: 'JOB',
	since: failureOf(about.slots).since,
	cause: `the job fails, last ${lastEnd(about) ?? 'in an unknown slot'}`,
});

/** What is worth saying of a service: how it stands, else what became of its last update. */
export const findingOf = (about: ServiceCase): Finding | undefined => findingByState(about) ?? rolledBackFinding(about);

const findingByState = (about: ServiceCase): Finding | undefined => {
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
			return slowFinding(about);
		case 'job-failing':
			return jobFinding(about);
		default:
			return undefined;
	}
};
