import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {useEffect} from 'react';
import {useStore} from 'zustand';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {readGivenFile} from '../../source/files/given-file.ts';
import {createJournal} from '../../source/files/journal.ts';
import {saveLogAt} from '../../source/files/saved-log.ts';
import {saveTextIn} from '../../source/files/saved-text.ts';
import {keepSpecIn} from '../../source/files/spec-file.ts';
import {specFilesIn} from '../../source/files/spec-history.ts';
import {readOnly} from '../../source/operations/read-only.ts';
import type {RegistryAnswers} from '../../source/operations/resources.ts';
import type {StackTools} from '../../source/operations/stack/stack-tools.ts';
import {createCluster} from '../../source/store/cluster.ts';
import {createLogFollower, createLogs} from '../../source/store/logs.ts';
import {createSpecHistory} from '../../source/store/spec-history.ts';
import {startSync} from '../../source/store/sync.ts';
import {App} from '../../source/ui/app.tsx';
import {commands} from '../../source/ui/commands/commands.ts';
import type {CommandContext, Editor} from '../../source/ui/context.ts';
import {createDashboard} from '../../source/ui/dashboard.ts';
import {heardFrom} from '../../source/ui/dialogs/open-dialog.ts';
import {listenToKeys} from '../../source/ui/input/listen.ts';
import type {Notify} from '../../source/ui/notices.ts';
import {legendLines} from '../../source/ui/pages/legend.ts';
import {topLayer} from '../../source/ui/state.ts';
import {watchEngine} from '../store/watched-engine.ts';
import {createFlowingClock} from './flowing-clock.ts';
import {drawOnScreen, type Sight} from './screen.tsx';
import {type SmallEngine, startSmallEngine} from './small-engine/engine.ts';
import type {World} from './small-engine/world.ts';

/** What the clock says when a dashboard opens: half a minute past, so that no age turns while a test looks. */
export const openedAt = Date.parse('2026-11-21T09:30:30Z');

/** Milliseconds of waiting for a state: busy machines are slow, and a wait that succeeds costs nothing. */
const patience = 60_000;

type Options = {
	readonly columns?: number;
	readonly rows?: number;
	readonly isReadOnly?: boolean;
	/** The cockpit opens by itself, as it does for users. */
	readonly opensCockpit?: boolean;
	/** Milliseconds; a lone ESC is the Escape key after that. */
	readonly escapeWait?: number;
	readonly swallowFor?: number;
	/** Milliseconds that the clock is ahead of `openedAt` when it opens. */
	readonly after?: number;
	/** Waits until the swarm's tasks are on screen; without, answers at once. */
	readonly isAwaited?: boolean;
	/** Nothing but whether a dialog is on screen: for many rounds of what needs no look at it. */
	readonly isBlank?: boolean;
	/** How the terminal is told of rollouts that end. */
	readonly notify?: Notify;
	/** Breaks the engine before anything is asked. */
	readonly prepare?: (small: SmallEngine) => unknown;
	/** The docker command line, over this engine; without, no stack can be deployed. */
	readonly stacks?: (engine: Engine, small: SmallEngine) => StackTools;
	/** Registries; without, none can be asked. */
	readonly registry?: RegistryAnswers;
	/** What edits texts; they are kept in the dashboard's folder. */
	readonly editor?: Editor['run'];
	/** As in a simulated swarm. */
	readonly demo?: Pick<CommandContext, 'practice' | 'tips'>;
};

export type OpenDashboard = Awaited<ReturnType<typeof openDashboard>>;

const Blank = ({context}: {readonly context: CommandContext}) => {
	const layer = topLayer(useStore(context.ui));
	useEffect(() => {
		if (layer?.kind === 'operation') {
			heardFrom(context, layer.ticket);
		}
	});
	return null;
};

/** The whole program on a terminal in memory, over a small engine: real HTTP, client, sync, stores, keys and drawing. */
export const openDashboard = async (world: World, options: Options = {}) => {
	const {columns = 160, rows = 48, isReadOnly = false, escapeWait = 5, swallowFor = 1000} = options;
	const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
	const small = await startSmallEngine(world);
	await options.prepare?.(small);
	const time = createFlowingClock(openedAt + (options.after ?? 0));
	const watched = watchEngine(connect(small.endpoint));
	const engine = isReadOnly ? readOnly(watched.engine) : watched.engine;
	const cluster = createCluster();
	const logs = createLogs();
	const sync = startSync({engine, cluster, clock: time.clock});
	const follower = createLogFollower({engine, logs, clock: time.clock});
	const dated = () => new Date(time.now());
	const journal = createJournal(folder, {address: () => 'test', actor: {user: 'tester'}, now: dated});
	const history = createSpecHistory({cluster, now: time.now});
	const written: string[] = [];
	let hasQuit = false;
	let write = (_: string) => {};
	const dashboard = createDashboard({
		...options.demo,
		size: {columns, rows},
		cluster,
		sync,
		logs,
		follower,
		resources: {
			engine,
			credentials: async () => undefined,
			...(options.registry === undefined ? {} : {registry: options.registry}),
			readFile: readGivenFile,
			...(options.stacks === undefined ? {} : {stacks: options.stacks(engine, small)}),
			keepSpec: keepSpecIn(folder, dated),
			keepReplaced: async (before, operation) => {
				history.noteWrite(before, operation);
				return specFilesIn(folder, {now: dated}).keep(before, operation);
			},
		},
		history,
		isReadOnly,
		legend: legendLines,
		opensCockpit: options.opensCockpit ?? false,
		journal: journal.write,
		saveText: saveTextIn([folder]),
		saveAt: (path, text, mayReplace) => saveLogAt(join(folder, path), text, mayReplace),
		now: time.now,
		after: time.clock.after,
		write: text => write(text),
		...(options.notify === undefined ? {} : {notify: options.notify}),
		...(options.editor === undefined ? {} : {editor: {folder: join(folder, 'edits'), run: options.editor}}),
		suspend: () => {},
		quit: () => {
			hasQuit = true;
		},
	});
	let stopKeys = () => {};
	const screen = drawOnScreen(
		({stdin, stdout}) => {
			const through = stdout.write.bind(stdout) as (...given: unknown[]) => boolean;
			stdout.write = ((chunk: string | Uint8Array, ...more: unknown[]) => {
				written.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
				return through(chunk, ...more);
			}) as typeof stdout.write;
			write = text => void stdout.write(text);
			stopKeys = listenToKeys(stdin, dashboard.press, {write, escapeWait, swallowFor}).stop;
			stdout.on('resize', () => dashboard.resize({columns: stdout.columns, rows: stdout.rows}));
			return options.isBlank ? <Blank context={dashboard.context} /> : <App {...dashboard} />;
		},
		{columns, rows, patience},
	);

	const {context} = dashboard;
	const top = () => topLayer(context.ui.getState());
	const dialog = () => {
		const layer = top();
		return layer?.kind === 'operation' ? layer : undefined;
	};

	const opened = {
		...screen,
		small,
		world: small.world,
		context,
		time,
		sync,
		cluster,
		written,
		/** Everything that would change the swarm, as the engine received it. */
		writes: () => small.requests().filter(({method}) => method !== 'GET' && method !== 'HEAD'),
		journal: () => {
			try {
				return readFileSync(join(folder, 'journal.jsonl'), 'utf8');
			} catch {
				return '';
			}
		},
		folder,
		hasQuit: () => hasQuit,
		ui: () => context.ui.getState(),
		top,
		dialog,
		/** The id under the cursor of the focused list. */
		selectedId: () => {
			const {focus} = context.ui.getState();
			return focus === 'logs' ? undefined : context.view.selected(focus)?.id;
		},
		commands,
		settled: watched.settled,
		/** What is on screen, and past the moment in which a dialog is deaf. */
		listening: async (sight?: Sight) => {
			if (sight !== undefined) {
				await screen.waitFor(sight);
			}
			await opened.soon(() => Number.isFinite(opened.dialog()?.deafUntil ?? 0));
			await time.skip(301);
		},
		/** Waits for a state of the stores, and makes time pass faster meanwhile. */
		soon: async (isSo: () => boolean) => {
			const end = performance.now() + patience;
			while (!isSo()) {
				if (performance.now() > end) {
					throw new Error(`Waited in vain until ${isSo}. Screen:\n${screen.text()}`);
				}
				await time.skip(20);
				await new Promise(resolve => setTimeout(resolve, 1));
			}
			await screen.settle();
		},
		/** Asks the swarm again, and shows the answer. */
		refreshed: async () => {
			await watched.settled();
			sync.refresh();
			await time.skip(50, watched.settled);
			await watched.settled();
			await screen.settle();
		},
		[Symbol.asyncDispose]: async () => {
			stopKeys();
			dashboard.stop();
			await screen.unmount();
			follower.stop();
			sync.stop();
			history.stop();
			watched.engine.close();
			time.stop();
			await small[Symbol.asyncDispose]();
			rmSync(folder, {recursive: true, force: true});
		},
	};
	if (options.isAwaited !== false) {
		await opened.soon(() => cluster.getState().snapshot.hasAllTasks);
	}
	return opened;
};
