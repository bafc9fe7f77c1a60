import type {Guide} from '../operations/guided/runner.ts';
import type {Cluster, Connection} from '../store/cluster.ts';
import {createVerdicts} from '../store/selectors.ts';

import {type NodeId, nodeId, type ServiceId, serviceId, taskId} from '../swarm/ids.ts';
import {loadByNode, type NodeLoad} from '../swarm/node-load.ts';
import {type Problem, problemsOf} from '../swarm/problems.ts';
import {rolloutOf} from '../swarm/rollout.ts';
import {listRollouts} from '../swarm/rollout-list.ts';
import {isJob} from '../swarm/service.ts';
import {nodeOf, type Snapshot, serviceOf, tasksOf} from '../swarm/snapshot.ts';
import type {Instant} from '../swarm/values.ts';
import {failureToShow} from './cockpit/failure.ts';
import {createRollouts} from './cockpit/rollouts.ts';
import type {Guides} from './guides.ts';
import {memo} from './memo.ts';

import {createArranger, cursorIndex} from './rows/arrange.ts';
import {withGuide} from './rows/guide-row.ts';
import {type NeedsRow, needsRows} from './rows/needs-rows.ts';
import {type NodeRow, nodeColumns, nodeRow} from './rows/node-rows.ts';
import {reuseRows} from './rows/reuse.ts';
import {type RolloutRow, rolloutRow} from './rows/rollout-rows.ts';
import {type ServiceRow, serviceColumns, serviceRow} from './rows/service-rows.ts';
import {type TaskRow, taskColumns, taskRows} from './rows/task-rows.ts';
import type {ShelfId} from './shelves/shelf.ts';
import {createShelves} from './shelves/shelves.ts';
import {type CockpitLayer, type ListId, openCockpit, type Subject, type Ui, type UiState} from './state.ts';

export type Clock = {readonly getState: () => {readonly now: Instant}};

/**
What the screen shows, derived from the stores at any instant: the same rows for drawing and for keys,
so that a key pressed before React has redrawn acts on what the stores hold. Everything is computed once per change.
*/
export type View = ReturnType<typeof createView>;

export type ViewOptions = {
	readonly cluster: Cluster;
	readonly ui: Ui;
	readonly clock: Clock;
	/** A line of the screen is for what there is to try. */
	readonly hasTips?: boolean;
	readonly guides?: Guides['store'];
};

export function createView({cluster, ui, clock, hasTips = false, guides}: ViewOptions) {
	const verdicts = createVerdicts();
	const slotBySlot = createRollouts();
	const now = () => clock.getState().now;
	const snapshot = () => cluster.getState().snapshot;
	const list = (id: ListId) => ui.getState().lists[id];

	const reuse = {
		services: keeper<ServiceRow>(),
		nodes: keeper<NodeRow>(),
		tasks: keeper<TaskRow>(),
		needs: keeper<NeedsRow>(),
		rollouts: keeper<RolloutRow>(),
	};
	const loads = memo((tasks: Snapshot['tasks'], nodes: Snapshot['nodes']) => loadByNode({...snapshot(), tasks, nodes}));
	const problems = memo((from: Snapshot, at: Instant): readonly Problem[] =>
		problemsOf(from, at, service => verdicts(service, from, at).verdict),
	);

	const allServices = memo((from: Snapshot, at: Instant) =>
		reuse.services(
			[...(from.services?.items.values() ?? [])].map(service => {
				const {verdict, progress} = verdicts(service, from, at);
				return serviceRow(service, verdict, progress, at);
			}),
		),
	);
	const services = createArranger(serviceColumns);
	const allNodes = memo((from: Snapshot) =>
		reuse.nodes(
			[...(from.nodes?.items.values() ?? [])].map(node =>
				nodeRow(node, loads(from.tasks, from.nodes).get(node.id), from.hasAllTasks, from.self),
			),
		),
	);
	const nodes = createArranger(nodeColumns);
	const needs = memo((from: readonly Problem[], connection: Connection, at: Instant, guide: Guide | undefined) =>
		reuse.needs(withGuide(needsRows(connection, from, at), guide, at)),
	);
	const tasks = memo((from: Snapshot, subject: string, at: Instant, showsHistory: boolean, isAbsolute: boolean) =>
		reuse.tasks(taskRows(from, parseSubject(subject), at, {showsHistory, isAbsolute})),
	);
	const arrangedTasks = createArranger(taskColumns);
	const rollouts = memo((from: Snapshot, at: Instant) =>
		reuse.rollouts(
			listRollouts(
				[...(from.services?.items.values() ?? [])].map(service => ({
					service,
					verdict: verdicts(service, from, at).verdict,
				})),
			).map(listed => rolloutRow(listed, rolloutOf(listed.service, tasksOf(from, listed.service.id), from, at), at)),
		),
	);

	const taskCounts = memo((from: Snapshot, at: Instant) => {
		const standing = [...(from.services?.items.values() ?? [])].filter(service => !isJob(service));
		const judged = standing.map(service => verdicts(service, from, at).verdict);
		return {
			alive: judged.reduce((sum, {alive}) => sum + alive, 0),
			wanted: judged.reduce((sum, {wanted}) => sum + wanted, 0),
			isKnown: judged.every(({state}) => state.kind !== 'unknown'),
		};
	});

	const view = {
		now,
		snapshot,
		verdict: (id: ServiceId) => {
			const service = serviceOf(snapshot(), id);
			return service === undefined ? undefined : verdicts(service, snapshot(), now());
		},
		/** Slot by slot; undefined while its tasks aren't known. */
		rollout: (id: ServiceId) => slotBySlot(id, snapshot(), now()),
		load: (id: NodeId): NodeLoad | undefined => loads(snapshot().tasks, snapshot().nodes).get(id),
		problems: () => problems(snapshot(), now()),
		allServices: () => allServices(snapshot(), now()),
		services: () => services(view.allServices(), list('services'), ui.getState().problemsOnly),
		nodes: () => nodes(allNodes(snapshot()), list('nodes'), ui.getState().problemsOnly),
		needs: () => needs(view.problems(), cluster.getState().connection, now(), guides?.getState().guide),
		tasks: () => {
			const {showsHistory, hasAbsoluteTimes, problemsOnly} = ui.getState();
			const rows = tasks(snapshot(), formatSubject(view.subject()), now(), showsHistory, hasAbsoluteTimes);
			return arrangedTasks(rows, list('tasks'), problemsOnly);
		},
		/** The task whose failure a cockpit explains. */
		failure: ({serviceId, failure}: CockpitLayer) => {
			const [service, seen] = [view.serviceOf(serviceId), view.rollout(serviceId)];
			return service && seen && failureToShow(seen, service, failure);
		},
		/** All rollouts, worst first, and the last that ended. Made only while someone asks. */
		rollouts: () => rollouts(snapshot(), now()),
		/** A list that has no pane; its rows are made only while someone asks. */
		shelf: (id: ShelfId) => shelves()[id],
		/** Living tasks of wanted, jobs aside: those end by themselves. */
		taskCounts: () => taskCounts(snapshot(), now()),
		/** What the layout has to find room for; filtering a list doesn't move the panes. */
		content: () => ({
			problems: view.needs().length,
			listRows: Math.max(view.allServices().length, snapshot().nodes?.items.size ?? 0),
			hasTips,
		}),
		rowsOf: (id: ListId): readonly {readonly id: string}[] => view[id](),
		cursor: (id: ListId) => cursorIndex(view.rowsOf(id), list(id)),
		/** The row under the cursor of a list. */
		selected: <Id extends ListId>(id: Id) =>
			view[id]()[view.cursor(id)] as ReturnType<(typeof view)[Id]>[number] | undefined,
		/** What the tasks pane is about: the selection of the list that had the focus last. */
		subject: (): Subject | undefined => {
			const {leading, showsAllTasks} = ui.getState();
			return showsAllTasks ? {kind: 'all'} : leadingSubject(view, leading);
		},
		/** What the log on screen is about: what was chosen, else a service, or the task under the cursor. */
		logSubject: (): Exclude<Subject, {kind: 'all' | 'node'}> | undefined => {
			const cockpit = openCockpit(ui.getState());

			if (cockpit !== undefined) {
				return cockpit.log ?? cockpitSubject(view, cockpit);
			}

			const {pinned} = ui.getState().logs;
			const subject = view.subject();

			if (pinned !== undefined || subject?.kind === 'service') {
				return pinned ?? (subject as Exclude<Subject, {kind: 'all' | 'node'}>);
			}

			const task = view.selected('tasks');
			return task === undefined ? undefined : {kind: 'task', id: taskId(task.taskId)};
		},
		nodeOf: (id: NodeId) => nodeOf(snapshot(), id),
		serviceOf: (id: ServiceId) => serviceOf(snapshot(), id),
	};
	const shelves = memo(() => createShelves({...view, cluster: () => cluster.getState()}));
	return view;
}

/** What failed says why it did; without a failure the whole service is listened to. */
function cockpitSubject(view: Pick<View, 'failure'>, layer: CockpitLayer) {
	const failure = view.failure(layer);
	return failure === undefined
		? {kind: 'service' as const, id: layer.serviceId}
		: {kind: 'task' as const, id: failure.id};
}

function leadingSubject(view: Pick<View, 'selected'>, leading: UiState['leading']): Subject | undefined {
	const row = view.selected(leading);

	if (row === undefined) {
		return undefined;
	}

	if ('subject' in row) {
		return row.subject.kind === 'service' || row.subject.kind === 'node' ? row.subject : undefined;
	}

	return leading === 'nodes' ? {kind: 'node', id: nodeId(row.id)} : {kind: 'service', id: serviceId(row.id)};
}

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
