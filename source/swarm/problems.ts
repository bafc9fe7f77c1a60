import type {Convergence, ServiceVerdict} from './convergence.ts';
import type {NetworkId, NodeId, ServiceId} from './ids.ts';
import {imageProblems} from './image-problem.ts';
import {believedNodes, type Nodes} from './living.ts';
import {networkProblems} from './network-problem.ts';
import {nodeProblems} from './node-problem.ts';
import {compareProblems} from './problem-order.ts';
import {quorumOf} from './quorum.ts';
import {rolledBackAt} from './rolled-back.ts';
import type {Service} from './service.ts';
import type {ServiceCase} from './service-case.ts';
import {findingOf} from './service-problem.ts';
import {settingsProblems} from './settings-problem.ts';
import {type Snapshot, tasksOf} from './snapshot.ts';
import {spreadProblems} from './spread-problem.ts';
import {surveyOf} from './survey.ts';
import type {Task} from './task.ts';
import {unusedProblems} from './unused-problem.ts';
import type {Instant} from './values.ts';
import {verdictOf} from './verdict.ts';

export type Subject =
	| {readonly kind: 'service'; readonly id: ServiceId}
	| {readonly kind: 'node'; readonly id: NodeId}
	| {readonly kind: 'network'; readonly id: NetworkId}
	| {readonly kind: 'swarm'};

/** Worst first. `act`: someone is or will be without service; `look`: soon, or spare is used up; `moving`: under way, all well. */
export type Urgency = 'act' | 'look' | 'moving';

/** A finding worth an operator's attention. */
export type Problem = {
	readonly urgency: Urgency;
	/** A word or two: DOWN, PAUSED, LOOP, SHORT, STUCK, GAVE UP, ROLLED BACK, JOB, NODE, NETWORK, CA, POOL, QUORUM, IMAGE, DIGEST, MANAGERS, TWIN, VERSIONS, SKEW, UNUSED, moving. */
	readonly verdict: string;
	readonly subject: Subject;
	readonly name: string;
	/** `0/1` for a service, the state for a node. */
	readonly standing: string;
	readonly since: Instant | undefined;
	/** What is known of the cause, in plain words; untrusted text from the swarm may be inside. */
	readonly cause: string;
};

/** Answers how a service stands; views keep verdicts, and pass their own. */
type AskVerdict = (service: Service, tasks: readonly Task[]) => ServiceVerdict;

const quiet: readonly Convergence['kind'][] = ['converged', 'scaled-to-zero', 'job-done', 'unknown'];

const isQuiet = (service: Service, {state}: ServiceVerdict) =>
	quiet.includes(state.kind) && (state.kind === 'unknown' || rolledBackAt(service) === undefined);

const serviceProblem = (
	service: Service,
	about: Omit<ServiceCase, 'service' | 'tasks' | 'slots' | 'verdict'>,
	ask: AskVerdict,
) => {
	const {snapshot, nodes} = about;
	const tasks = tasksOf(snapshot, service.id);
	const verdict = tasks && ask(service, tasks);

	if (!tasks || !verdict || isQuiet(service, verdict)) {
		return undefined;
	}

	const {slots} = surveyOf(service, tasks, nodes);
	const finding = findingOf({...about, service, tasks, slots, verdict});
	const standing = `${verdict.alive}/${verdict.wanted}`;
	return finding && {...finding, subject: {kind: 'service' as const, id: service.id}, name: service.name, standing};
};

/** Only where it is a loss: one manager, or two, may be all that someone has. */
const quorumProblem = (nodes: Nodes): Problem | undefined => {
	const {managers, reachable, needed, spare, isKept} = quorumOf(nodes);
	const silent = managers - reachable;

	if (managers < 3 || silent === 0 || spare > 0) {
		return undefined;
	}

	const cause = isKept
		? `${silent} of ${managers} managers unreachable, none to spare: if one more is lost, nothing can be changed`
		: `${reachable} of ${managers} managers reachable, ${needed} needed: nothing can be changed or healed`;
	const standing = `${reachable}/${managers}`;
	return {
		urgency: isKept ? 'look' : 'act',
		verdict: 'QUORUM',
		subject: {kind: 'swarm'},
		name: 'managers',
		standing,
		since: undefined,
		cause,
	};
};

/** What needs an operator, worst first, one line for each thing at most; empty while nodes or services aren't known. */
export const problemsOf = (
	snapshot: Snapshot,
	now: Instant,
	ask: AskVerdict = (service, tasks) => verdictOf(service, tasks, snapshot, now),
	isUnheard = false,
): readonly Problem[] => {
	const nodes = believedNodes(snapshot, now);

	if (nodes === undefined) {
		return [];
	}

	const services = [...(snapshot.services?.items.values() ?? [])];
	const found = services.map(service => serviceProblem(service, {snapshot, nodes, now, isUnheard}, ask));
	const worstFirst = [
		quorumProblem(nodes),
		...found,
		...nodeProblems(snapshot, nodes),
		...networkProblems(snapshot, now),
		...settingsProblems(snapshot, now),
		...imageProblems(snapshot, nodes),
		...spreadProblems(snapshot, nodes, now),
		...unusedProblems(snapshot, now),
	]
		.filter(problem => problem !== undefined)
		.sort(compareProblems);
	return onceEach(worstFirst);
};

/** Of one service, node or network only the worst is said; what concerns the swarm has many sides. */
const onceEach = (problems: readonly Problem[]) => {
	const said = new Set<string>();
	return problems.filter(({subject, verdict}) => {
		const key = subject.kind === 'swarm' ? `swarm ${verdict}` : `${subject.kind} ${subject.id}`;
		return !said.has(key) && said.add(key);
	});
};
