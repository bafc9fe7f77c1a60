import {stripVTControlCharacters} from 'node:util';
import {connect} from '../../source/engine/client.ts';
import {type Destinations, resolveConnection} from '../../source/engine/connection.ts';
import {takeConnectionFlags} from '../../source/engine/connection-flags.ts';
import type {Environment} from '../../source/engine/contexts.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {createCluster} from '../../source/store/cluster.ts';
import {createLogFollower, createLogs} from '../../source/store/logs.ts';
import {createSpecHistory} from '../../source/store/spec-history.ts';
import {startSync} from '../../source/store/sync.ts';
import {startedWith, switchboardOf} from '../../source/switchboard.ts';
import type {CommandContext} from '../../source/ui/context.ts';
import {drawContexts} from '../../source/ui/contexts/draw.ts';
import {createSessions, type Session} from '../../source/ui/sessions.ts';
import {topLayer} from '../../source/ui/state.ts';

/** A connection that keeps nothing on this machine. */
const sessionOf = (id: string, engine: Engine, closed: string[]): Session => {
	const cluster = createCluster();
	const logs = createLogs();
	const sync = startSync({engine, cluster});
	const follower = createLogFollower({engine, logs});
	const history = createSpecHistory({cluster, now: Date.now});
	return {
		...{id, cluster, logs, sync, follower, history},
		resources: {
			engine,
			credentials: async () => undefined,
			keepSpec: async () => '',
			keepReplaced: async () => undefined,
		},
		journal: async () => undefined,
		close() {
			closed.push(id);
			follower.stop();
			sync.stop();
			history.stop();
			engine.close();
		},
	};
};

/** Everything from the command line to the dashboard, without a terminal: what is connected to, and how that is left. */
export const openSessions = (words: string, env: Environment) => {
	const closed: string[] = [];
	const engines: Engine[] = [];
	const shown: CommandContext[] = [];
	const {flags} = takeConnectionFlags(words.split(' ').filter(Boolean));
	const where = resolveConnection(flags, env);
	const started = {flags, where};
	const openSession = (id: string, connected: Engine, _where: Destinations) => {
		engines.push(connected);
		return sessionOf(id, connected, closed);
	};
	const sessions = createSessions({
		first: openSession(startedWith(started), connect(where), where),
		common: {
			size: {columns: 120, rows: 36},
			isReadOnly: false,
			legend: () => [],
			write: () => {},
			suspend: () => {},
			quit: () => {},
		},
		switchboard: switchboardOf({started, env, openSession}),
		show: ({context}) => void shown.push(context),
	});
	const context = () => sessions.dashboard().context;
	const ui = () => context().ui.getState();

	return {
		closed,
		engines,
		shown,
		context,
		ui,
		press: (...keys: readonly string[]) => {
			for (const key of keys) {
				sessions.press({key, ...(key.length === 1 && {text: key})});
			}
		},
		contexts: () => {
			const top = topLayer(ui());
			return top?.kind === 'contexts' ? top : undefined;
		},
		/** The page, when it is open. */
		page: () => {
			const top = topLayer(ui());
			return top?.kind === 'contexts' ? drawContexts(top, ui()).map(stripVTControlCharacters).join('\n') : '';
		},
		services: () =>
			context()
				.view.services()
				.map(({name}) => name),
		[Symbol.dispose]: () => sessions.stop(),
	};
};
