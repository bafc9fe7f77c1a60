import type {Execution} from '../operations/order.ts';
import type {Resources} from '../operations/resources.ts';
import {type Clock, realClock} from '../store/clock.ts';
import type {Cluster} from '../store/cluster.ts';
import {createHappenings} from '../store/happenings.ts';
import type {Interest, Sync} from '../store/interest.ts';
import type {LogLine} from '../store/log-buffer.ts';
import type {LogFollower, LogsStore} from '../store/logs.ts';
import type {SpecHistory} from '../store/spec-history.ts';
import type {Instant} from '../swarm/values.ts';
import {createTimelines} from './cockpit/timelines.ts';
import type {CommandContext, Editor, Practice, ShellTerminal, Tip} from './context.ts';
import type {Connections} from './contexts/offers.ts';
import {settleUnderWay} from './dialogs/news.ts';
import {dispatch, runCommand} from './dispatch.ts';
import {noteOwn, rolloutHappening} from './events/sources.ts';
import {createGuides, forgetful, type Unfinished} from './guides.ts';
import type {Keystroke} from './input/keystroke.ts';
import {interestOf} from './interest.ts';
import {createNotices, type Notify, notification} from './notices.ts';
import {matchingCommands} from './palette.ts';
import {anchorCursors} from './settle.ts';
import {createUi, openCockpit, say, type UiState} from './state.ts';
import {createClock, startTicking} from './tick.ts';
import {createUnderWay} from './under-way.ts';
import {createView} from './view.ts';

/** What the dashboard is given: the stores, and the few things it may do to the world. */
export type DashboardOptions = {
	readonly size: UiState['size'];
	readonly cluster: Cluster;
	readonly sync: Sync;
	readonly logs: LogsStore;
	readonly follower: Pick<LogFollower, 'follow' | 'readFurther' | 'hold'>;
	readonly resources: Resources;
	readonly history: Pick<SpecHistory, 'of'>;
	readonly isReadOnly: boolean;
	/** After a change that rolls, its cockpit opens by itself. */
	readonly opensCockpit?: boolean;
	readonly journal: (execution: Execution) => Promise<string | undefined>;
	readonly now?: () => Instant;
	/** Calls back once, after so many milliseconds; answers how to cancel that. */
	readonly after?: Clock['after'];
	/** Writes to the terminal past the screen: for the clipboard. */
	readonly write: (text: string) => void;
	/** In a simulated swarm: what can be broken in it. */
	readonly practice?: Practice;
	/** What there is to try in it. */
	readonly tips?: readonly Tip[];
	/** How the terminal tells of rollouts that end or stand still; without, a line on screen does. */
	readonly notify?: Notify;
	/** Where what is done step by step is written down, to be offered again after a lost connection or a crash. */
	readonly unfinished?: Unfinished;
	/** Writes a new file of that name and answers its path; rejects with a sentence. */
	readonly saveText?: (name: string, text: string) => Promise<string>;
	readonly saveAt?: NonNullable<CommandContext['saveAt']>;
	readonly editor?: Editor;
	/** What the signs in front of rows mean, for the page of keys. */
	readonly legend: () => readonly string[];
	readonly shell?: ShellTerminal;
	readonly connections?: Connections;
	readonly suspend: () => void;
	readonly quit: () => void;
};

/** How long the cursor rests on a row before its log is opened: rows passed on the way cost nothing. */
const restFor = 400;

/** Everything behind the screen: the state of the user, what is derived from it, and what keeps it in step with the swarm. */
export function createDashboard(options: DashboardOptions) {
	const {cluster, sync, now = realClock.now, after = realClock.after, follower} = options;
	const ui = createUi(options.size);
	const clock = createClock(now());

	const underWay = createUnderWay();
	// It hears of everything first: what is told of it refers to what it has.
	const happenings = createHappenings({cluster, now});
	const journal = noteOwn(happenings, options.journal, now);
	const guides = createGuides({
		...options,
		journal,
		unfinished: options.unfinished ?? forgetful,
		snapshot: () => cluster.getState().snapshot,
		now,
		say: sentence => say(ui, sentence),
	});
	const view = createView({
		cluster,
		ui,
		clock,
		hasTips: options.tips !== undefined,
		guides: guides.store,
		happenings: happenings.store,
	});
	const context: CommandContext = {
		...options,
		journal,
		happenings,
		ui,
		view,
		timelines: createTimelines({view, ui}),
		underWay,
		guides,
		clock: now,
		copy: text => options.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
		matching: query => matchingCommands(context, query),
		run: id => runCommand(context, id),
	};

	let stopResting = () => {};
	let restingOn = '';
	let interest = '';
	let held: LogLine | undefined;
	const follow = () => {
		const {logs} = ui.getState();

		if (logs.held !== held) {
			held = logs.held;
			follower.hold(held);
		}

		const subject = view.logSubject();
		const key = JSON.stringify(subject ?? '');

		if (key !== restingOn) {
			restingOn = key;
			stopResting();
			const rest = openCockpit(ui.getState()) === undefined ? restFor : 0;
			stopResting = after(rest, () => follower.follow(view.logSubject()));
		}
	};
	const look = () => {
		const next: Interest = interestOf(context);
		const key = JSON.stringify(next);

		if (key !== interest) {
			interest = key;
			sync.setInterest(next);
		}

		follow();
	};
	const notify = createNotices(
		context,
		id => openCockpit(ui.getState())?.serviceId === id,
		text => options.notify && options.write(notification(options.notify, text)),
		news => happenings.note(rolloutHappening(news, now())),
	);
	const stopWatching = [
		clock.subscribe(notify),
		cluster.subscribe(() => {
			clock.setState({now: now()});
			anchorCursors(context);
			settleUnderWay(context);

			// Old answers are nothing to act on.
			if (cluster.getState().connection.kind === 'live') {
				guides.look();
			}

			context.timelines.note();
			look();
		}),
		ui.subscribe(look),
		underWay.subscribe(look),
		guides.store.subscribe(look),
		startTicking(clock, () => isMoving(context), {now, after}),
	];

	return {
		context,
		clock,
		press: (keystroke: Keystroke) => {
			ui.setState({hasChosenFocus: true});
			dispatch(context, keystroke);
		},
		resize: (size: UiState['size']) => ui.setState({size}),
		stop() {
			stopResting();
			happenings.stop();

			for (const stop of stopWatching) {
				stop();
			}
		},
	};
}

/** Something on screen is counted in seconds. */
function isMoving({view, underWay, guides, cluster, ui}: CommandContext) {
	const cockpit = openCockpit(ui.getState());
	const shown = cockpit && view.verdict(cockpit.serviceId)?.verdict.state.kind;
	return (
		(shown !== undefined && shown !== 'converged' && shown !== 'job-done') ||
		cluster.getState().connection.kind !== 'live' ||
		underWay.getState().items.length > 0 ||
		guides.store.getState().guide?.status === 'going' ||
		view.allServices().some(({sign}) => sign === '~')
	);
}
