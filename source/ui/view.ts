import type {Cluster} from '../store/cluster.ts';
import type {Happenings} from '../store/happenings.ts';
import {createVerdicts} from '../store/selectors.ts';
import type {NodeId, ServiceId} from '../swarm/ids.ts';
import type {NodeLoad} from '../swarm/node-load.ts';
import {nodeOf, serviceOf} from '../swarm/snapshot.ts';
import type {Instant} from '../swarm/values.ts';
import {failureToShow} from './cockpit/failure.ts';
import {createRollouts} from './cockpit/rollouts.ts';
import {judgedAt, silenceOf} from './commands/silence.ts';
import {createEventRows} from './events/rows.ts';
import type {Guides} from './guides.ts';
import type {CockpitLayer, EventsLayer} from './layers.ts';
import {createOrigins, originText} from './logs/origins.ts';
import {memo} from './memo.ts';
import type {ListId, Subject} from './pane-state.ts';
import {createRows} from './rows/all-rows.ts';
import {createArranger, cursorIndex} from './rows/arrange.ts';
import {nodeColumns} from './rows/node-rows.ts';
import {serviceColumns} from './rows/service-rows.ts';
import {taskColumns} from './rows/task-rows.ts';
import type {ShelfId} from './shelves/shelf.ts';
import {createShelves} from './shelves/shelves.ts';
import type {Ui} from './state.ts';
import {type LogSubject, logSubjectOf, subjectOf} from './subjects.ts';

import {createTopology, type ModelOptions} from './topology/model.ts';

export type Clock = {readonly getState: () => {readonly now: Instant}};

/**
What the screen shows, derived from the stores at any instant: the same rows for drawing and for keys,
so that a key pressed before React has redrawn acts on what the stores hold. Everything is computed once per change.
*/
export type View = ReturnType<typeof createView>;

type ViewOptions = {
	readonly cluster: Cluster;
	readonly ui: Ui;
	readonly clock: Clock;
	/** A line of the screen is for what there is to try. */
	readonly hasTips?: boolean;
	readonly guides?: Guides['store'];
	readonly happenings?: Happenings['store'];
};

export function createView({cluster, ui, clock, hasTips = false, guides, happenings}: ViewOptions) {
	const verdicts = createVerdicts();
	const slotBySlot = createRollouts();
	const now = () => clock.getState().now;
	const snapshot = () => cluster.getState().snapshot;
	const judged = () => judgedAt(cluster.getState().connection, now());
	const isUnheard = () => silenceOf(cluster.getState().connection) !== undefined;
	const list = (id: ListId) => ui.getState().lists[id];
	const rows = createRows(verdicts, snapshot);
	const services = createArranger(serviceColumns);
	const nodes = createArranger(nodeColumns);
	const tasks = createArranger(taskColumns);
	const events = createEventRows();
	const logOrigin = createOrigins(snapshot);
	const topology = createTopology(id => view.load(id));

	const view = {
		now,
		snapshot,
		cluster: () => cluster.getState(),
		verdict: (id: ServiceId) => {
			const service = serviceOf(snapshot(), id);
			return service === undefined ? undefined : verdicts(service, snapshot(), judged());
		},
		/** Slot by slot; undefined while its tasks aren't known. */
		rollout: (id: ServiceId) => slotBySlot(id, snapshot(), judged()),
		load: (id: NodeId): NodeLoad | undefined => rows.loads(snapshot()).get(id),
		problems: () => rows.problems(snapshot(), judged(), isUnheard()),
		allServices: () => rows.services(snapshot(), judged(), now(), isUnheard()),
		services: () => services(view.allServices(), list('services'), ui.getState().problemsOnly),
		nodes: () => nodes(rows.nodes(snapshot()), list('nodes'), ui.getState().problemsOnly),
		needs: () => rows.needs(view.problems(), cluster.getState().connection, now(), guides?.getState().guide),
		tasks: () => {
			const {showsHistory, hasAbsoluteTimes, problemsOnly} = ui.getState();
			const options = {showsHistory, isAbsolute: hasAbsoluteTimes};
			return tasks(rows.tasks(snapshot(), view.subject(), now(), options), list('tasks'), problemsOnly);
		},
		/** The task whose failure a cockpit explains. */
		failure: ({serviceId, failure}: CockpitLayer) => {
			const [service, seen] = [view.serviceOf(serviceId), view.rollout(serviceId)];
			return service && seen && failureToShow(seen, service, failure);
		},
		/** All rollouts, worst first, and the last that ended. Made only while someone asks. */
		rollouts: () => rows.rollouts(snapshot(), judged(), now(), isUnheard()),
		/** A list that has no pane; its rows are made only while someone asks. */
		shelf: (id: ShelfId) => shelves()[id],
		/** What happened, oldest first. */
		events: (shown: Pick<EventsLayer, 'hidden' | 'filter'>) =>
			happenings === undefined ? [] : events(happenings.getState(), shown),
		/** Nodes with their tasks. Made only while someone asks. */
		topology: (options: ModelOptions) => topology(snapshot(), now(), options),
		/** What registries said of tags since skep started, by the images' names. */
		tagAnswers: () => ui.getState().tagAnswers,
		/** Living tasks of wanted, jobs aside: those end by themselves. */
		taskCounts: () => rows.taskCounts(snapshot(), judged()),
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
		subject: (): Subject | undefined => subjectOf(view, ui.getState()),
		logSubject: (): LogSubject | undefined => logSubjectOf(view, ui.getState()),
		/** Where a line of a log is from. */
		logOrigin,
		/** The same in words, for filters. */
		logOriginText: originText(logOrigin),
		nodeOf: (id: NodeId) => nodeOf(snapshot(), id),
		serviceOf: (id: ServiceId) => serviceOf(snapshot(), id),
	};
	const shelves = memo(() => createShelves({...view, cluster: () => cluster.getState()}));
	return view;
}
