import type {ServiceVerdict} from '../swarm/convergence.ts';
import {forgetGone} from '../swarm/forgetting.ts';
import type {Service} from '../swarm/service.ts';
import {type Snapshot, tasksOf} from '../swarm/snapshot.ts';
import type {Task} from '../swarm/task.ts';
import type {Instant} from '../swarm/values.ts';
import {progressOf, type RolloutProgress, verdictOf} from '../swarm/verdict.ts';
import {isEqual} from './merge.ts';

export type Judged = {
	readonly verdict: ServiceVerdict;
	/** While a rollout is under way. */
	readonly progress: RolloutProgress | undefined;
};

type Verdicts = (service: Service, snapshot: Snapshot, now: Instant) => Judged;

type Kept = {
	readonly tasks: readonly Task[] | undefined;
	readonly nodes: unknown;
	readonly leaderChangedAt: Instant | undefined;
	readonly until: Instant;
	readonly judged: Judged;
};

/** States that only an answer of the engine can end; the others also end with time. */
const steady: readonly ServiceVerdict['state']['kind'][] = [
	'unknown',
	'converged',
	'scaled-to-zero',
	'paused',
	'gave-up',
	'job-done',
];

/** How services stand, judged again only when what it depends on changed, or, where time matters, every second. */
export const createVerdicts = (): Verdicts => {
	const kept = new WeakMap<Service, Kept>();
	const latest = new Map<Service['id'], Judged>();
	return (service, snapshot, now) => {
		const tasks = tasksOf(snapshot, service.id);
		const nodes = snapshot.nodes?.items;
		const {leaderChangedAt} = snapshot;
		const known = kept.get(service);
		const isCurrent = known !== undefined && now < known.until && known.tasks === tasks && known.nodes === nodes;
		if (isCurrent && known.leaderChangedAt === leaderChangedAt) {
			return known.judged;
		}
		const fresh = judge(service, tasks, snapshot, now);
		const before = latest.get(service.id);
		// Equal verdicts are one object, so that rows made from them are, too.
		const judged = before !== undefined && isEqual(before, fresh) ? before : fresh;
		latest.set(service.id, judged);
		// Of no more services than there are: this is asked for each of them.
		if (snapshot.services !== undefined && latest.size > snapshot.services.items.size) {
			forgetGone(latest, snapshot.services.items);
		}
		const lasts = steady.includes(judged.verdict.state.kind) ? 5000 : 1000;
		kept.set(service, {tasks, nodes, leaderChangedAt, until: now + lasts, judged});
		return judged;
	};
};

const judge = (service: Service, tasks: readonly Task[] | undefined, snapshot: Snapshot, now: Instant): Judged => {
	const verdict = verdictOf(service, tasks, snapshot, now);
	const isMoving = verdict.state.kind === 'rolling' || verdict.state.kind === 'paused';
	const progress = isMoving && tasks !== undefined ? progressOf(service, tasks, snapshot, now) : undefined;
	return {verdict, progress};
};
