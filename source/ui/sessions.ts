import type {Connections, Offers} from './contexts/offers.ts';
import {createDashboard, type DashboardOptions} from './dashboard.ts';
import {firstAnswer} from './first-answer.ts';
import type {Keystroke} from './input/keystroke.ts';
import type {ListState} from './pane-state.ts';
import {popLayer, say, type UiState} from './state.ts';

/** What is of one connection, and goes with it. */
type Own = 'cluster' | 'sync' | 'logs' | 'follower' | 'resources' | 'history' | 'journal';

/** A connection that is kept up, with all that is known through it. */
export type Session = Pick<DashboardOptions, Own> & {
	/** Which of the offers it is. */
	readonly id: string;
	/** The swarm that was found there; absent where that isn't known, or there is none. */
	readonly swarm?: string | undefined;
	/** Ends its streams and timers. */
	readonly close: () => void;
};

/** What there is to connect to. */
export type Switchboard = {
	readonly offered: (inUse: string) => Offers;
	/** Answers once the engine there has; rejects with a sentence. */
	readonly open: (id: string, signal: AbortSignal) => Promise<Session>;
};

type Dashboard = ReturnType<typeof createDashboard>;

type Shown = {readonly session: Session; readonly dashboard: Dashboard};

type SessionsOptions = {
	readonly first: Session;
	readonly common: Omit<DashboardOptions, Own | 'connections'>;
	/** Absent where there is nowhere else to go. */
	readonly switchboard?: Switchboard;
	/** Puts it on screen. */
	readonly show: (dashboard: Dashboard) => void;
};

/** What one finds as it was when one comes back to a swarm. */
const keptOf = (ui: UiState): Partial<UiState> => {
	const {focus, leading, lists, problemsOnly, hasAbsoluteTimes, showsHistory, drafts, hasChosenFocus} = ui;
	// Of marks nobody thinks any more: the next key would act on all of them.
	const unmarked = (list: ListState): ListState => ({...list, marked: new Set()});
	const {needs, services, nodes, tasks} = lists;
	return {
		...{focus, leading, problemsOnly, hasAbsoluteTimes, showsHistory, drafts, hasChosenFocus},
		lists: {needs, tasks, services: unmarked(services), nodes: unmarked(nodes)},
	};
};

const swarmOf = ({cluster, swarm}: Session) =>
	cluster.getState().snapshot.swarm?.id ?? cluster.getState().info?.swarmId ?? swarm;

const leave = ({session, dashboard}: Shown) => {
	dashboard.stop();
	session.close();
};

/** The dashboard of the connection of now; with another connection comes another one, and nothing is shared but the terminal. */
export function createSessions({first, common, switchboard, show}: SessionsOptions) {
	const kept = new Map<string, Partial<UiState>>();
	const begin = (session: Session, size: UiState['size']) => ({
		session,
		dashboard: createDashboard({...common, ...session, size, ...(connections && {connections})}),
	});

	const take: Connections['take'] = async (id, {signal, whyStay}) => {
		const session = await (switchboard as Switchboard).open(id, signal);
		// From its first answer on, its cursors are where they belong when it comes on screen.
		const next = begin(session, now.dashboard.context.ui.getState().size);
		await firstAnswer(session.cluster);
		const reason = signal.aborted ? 'It was given up.' : whyStay();

		if (reason !== undefined) {
			leave(next);
			throw new Error(reason);
		}

		move(next);
	};

	const move = (next: Shown) => {
		const before = now;
		const {ui} = before.dashboard.context;
		// Its page was only the way out.
		popLayer(ui);
		const left = swarmOf(before.session);

		if (left !== undefined) {
			kept.set(left, keptOf(ui.getState()));
		}

		now = next;
		const {context} = next.dashboard;
		context.ui.setState({...kept.get(swarmOf(next.session) ?? ''), size: ui.getState().size});
		show(next.dashboard);
		leave(before);
		say(context.ui, saidOf(switchboard?.offered(next.session.id)));
	};

	const connections: Connections | undefined = switchboard && {
		offered: () => switchboard.offered(now.session.id),
		take,
	};
	let now: Shown = begin(first, common.size);

	return {
		dashboard: () => now.dashboard,
		press: (keystroke: Keystroke) => now.dashboard.press(keystroke),
		resize: (size: UiState['size']) => now.dashboard.resize(size),
		stop: () => leave(now),
	};
}

/** Half of all mistakes are made at the wrong place: both places are named. */
function saidOf(offered: Offers | undefined) {
	const here = offered?.offers.find(({isInUse}) => isInUse);
	const dockers = offered?.offers.find(({isDockers}) => isDockers);
	const docker = here?.isDockers || dockers === undefined ? '' : `; plain docker still uses ${dockers.name}`;
	return `Connected to ${here?.name ?? ''}${docker}`;
}
