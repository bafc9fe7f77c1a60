import type {Guide} from '../../operations/guided/runner.ts';
import type {Connection} from '../../store/cluster.ts';
import type {createVerdicts} from '../../store/selectors.ts';
import {loadByNode} from '../../swarm/node-load.ts';
import {type Problem, problemsOf} from '../../swarm/problems.ts';
import {rolloutOf} from '../../swarm/rollout.ts';
import {listRollouts} from '../../swarm/rollout-list.ts';
import {isJob} from '../../swarm/service.ts';
import {type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import type {Instant, Seconds} from '../../swarm/values.ts';
import {memo} from '../memo.ts';
import type {Subject} from '../pane-state.ts';
import {withGuide} from './guide-row.ts';
import {type NeedsRow, needsRows} from './needs-rows.ts';
import {type NodeRow, nodeRow} from './node-rows.ts';
import {reuseRows} from './reuse.ts';
import {type RolloutRow, rolloutRow} from './rollout-rows.ts';
import {type ServiceRow, serviceRow} from './service-rows.ts';
import {type TaskRow, taskRows} from './task-rows.ts';

/** The rows of every list, unfiltered; worked out once per change, and rows that say the same stay the same objects. */
export function createRows(verdicts: ReturnType<typeof createVerdicts>, latest: () => Snapshot) {
	const reuse = {
		services: keeper<ServiceRow>(),
		nodes: keeper<NodeRow>(),
		tasks: keeper<TaskRow>(),
		needs: keeper<NeedsRow>(),
		rollouts: keeper<RolloutRow>(),
	};
	const loads = memo((tasks: Snapshot['tasks'], nodes: Snapshot['nodes']) => loadByNode({...latest(), tasks, nodes}));
	const problems = memo((from: Snapshot, judged: Instant, isUnheard: boolean): readonly Problem[] =>
		problemsOf(from, judged, service => verdicts(service, from, judged).verdict, isUnheard),
	);

	const allServices = memo((from: Snapshot, judged: Instant, at: Instant, isUnheard: boolean) =>
		reuse.services(
			[...(from.services?.items.values() ?? [])].map(service => {
				const {verdict, progress} = verdicts(service, from, judged);
				return serviceRow(service, verdict, isUnheard ? timeless(progress) : progress, at);
			}),
		),
	);
	const allNodes = memo((from: Snapshot) =>
		reuse.nodes(
			[...(from.nodes?.items.values() ?? [])].map(node =>
				nodeRow(node, loads(from.tasks, from.nodes).get(node.id), from.hasAllTasks, from.self),
			),
		),
	);
	const needs = memo((from: readonly Problem[], connection: Connection, at: Instant, guide: Guide | undefined) =>
		reuse.needs(withGuide(needsRows(connection, from, at), guide, at)),
	);
	const tasksBy = memo((from: Snapshot, subject: string, at: Instant, showsHistory: boolean, isAbsolute: boolean) =>
		reuse.tasks(taskRows(from, parseSubject(subject), at, {showsHistory, isAbsolute})),
	);
	const rollouts = memo((from: Snapshot, judged: Instant, at: Instant, isUnheard: boolean) =>
		reuse.rollouts(
			listRollouts(
				[...(from.services?.items.values() ?? [])].map(service => ({
					service,
					verdict: verdicts(service, from, judged).verdict,
				})),
			).map(listed => {
				const rollout = rolloutOf(listed.service, tasksOf(from, listed.service.id), from, judged);
				return rolloutRow(listed, isUnheard ? timeless(rollout) : rollout, at);
			}),
		),
	);

	const taskCounts = memo((from: Snapshot, at: Instant) => {
		const standing = [...(from.services?.items.values() ?? [])].filter(service => !isJob(service));
		const judged = standing.map(service => verdicts(service, from, at).verdict);
		return {
			alive: judged.reduce((sum, {alive}) => sum + alive, 0),
			wanted: judged.reduce((sum, {wanted}) => sum + wanted, 0),
			isKnown: judged.every(({state}) => state.kind !== 'unknown'),
			// A global service's count is known from its tasks alone.
			isWantedKnown: standing.every(
				({mode}, index) => mode.kind !== 'global' || judged[index]?.state.kind !== 'unknown',
			),
		};
	});

	return {
		loads: ({tasks, nodes}: Snapshot) => loads(tasks, nodes),
		problems,
		services: allServices,
		nodes: allNodes,
		needs,
		tasks: (
			from: Snapshot,
			subject: Subject | undefined,
			at: Instant,
			{showsHistory, isAbsolute}: {readonly showsHistory: boolean; readonly isAbsolute: boolean},
		) => tasksBy(from, formatSubject(subject), at, showsHistory, isAbsolute),
		rollouts,
		taskCounts,
	};
}

/** What isn't heard goes on at a pace of its own, or not at all. */
const timeless = <Timed extends {readonly secondsLeft: Seconds | undefined}>(timed: Timed | undefined) =>
	timed && {...timed, secondsLeft: undefined};

const keeper = <Row extends {readonly id: string}>() => {
	let kept: readonly Row[] = [];
	return (rows: readonly Row[]) => {
		kept = reuseRows(kept, rows);
		return kept;
	};
};

// A subject as a text, so that an equal one is the same argument to `memo`.
const formatSubject = (subject: Subject | undefined) => (subject === undefined ? '' : JSON.stringify(subject));

const parseSubject = (text: string) => (text === '' ? undefined : (JSON.parse(text) as Subject));
