import type {SuspendTerminal} from './app.tsx';
import {writeChanges} from './changed-cells.ts';
import type {DashboardOptions} from './dashboard.ts';
import {editorIn, runEditor} from './editor.ts';
import {firstAnswer} from './first-answer.ts';
import {firstFrame} from './first-frame.ts';
import type {Keystroke} from './input/keystroke.ts';
import {listenToKeys} from './input/listen.ts';
import {controlJobs, type JobControl} from './job-control.ts';
import type {Shown} from './screen.tsx';
import {createSessions, type Session, type Switchboard} from './sessions.ts';
import {attachTerminal, runOnTerminal} from './shell/on-terminal.ts';
import {asItWas, guardTerminal, leaveAlternateScreen} from './terminal.ts';

type Given =
	| Exclude<keyof Session, 'id' | 'swarm' | 'close'>
	| 'size'
	| 'quit'
	| 'suspend'
	| 'write'
	| 'editor'
	| 'shell'
	| 'legend';

type RunOptions = Omit<DashboardOptions, Given | 'connections'> & {
	/** The connection to begin with. */
	readonly first: Session;
	/** Absent where there is nowhere else to go. */
	readonly switchboard?: Switchboard;
	/** Where texts are kept while they are edited. */
	readonly editFolder: string;
	/** What ssh calls a node; undefined where no other node can be reached. */
	readonly sshNode: string | undefined;
	/** Keeps a crash in a file and answers its path. */
	readonly writeCrash: (error: unknown) => string | undefined;
};

/** Shows the dashboard on this terminal until the user leaves; the terminal is given back however that happens. */
export async function runDashboard({first, switchboard, ...options}: RunOptions): Promise<void> {
	const {stdin, stdout} = process;
	const write = (text: string) => stdout.write(text);
	const sizeNow = () => ({columns: stdout.columns, rows: stdout.rows});
	let jobs: JobControl | undefined;
	let shown: Shown | undefined;
	let legend = (): readonly string[] => [];
	const left = Promise.withResolvers<void>();
	/** What it had may have been ended in the middle of anything. */
	const lend = async <T>(run: () => Promise<T>) => {
		let result: T | undefined;
		await jobs?.lend(async () => {
			result = await run().finally(() => write(asItWas));
		});
		return result;
	};
	const onReady = (suspendTerminal: SuspendTerminal) => {
		jobs = controlJobs(suspendTerminal, keys);
		ahead.release();
	};
	const common = {
		...options,
		size: sizeNow(),
		write,
		legend: () => legend(),
		quit: left.resolve,
		suspend: () => void jobs?.suspend(),
		editor: {
			folder: options.editFolder,
			run: file => lend(() => runEditor(editorIn(process.env), file)),
		},
		shell: {
			sshNode: options.sshNode,
			attach: (program, head) =>
				lend(async () => {
					write(`${head}\n`);
					await attachTerminal(program, {stdin, stdout});
				}),
			run: async (name, args, head) => {
				const run = async () => {
					write(`${head}\n`);
					return runOnTerminal(name, args, {stdin, stdout});
				};
				return (await lend(run)) ?? {why: 'There is no terminal to lend.'};
			},
		},
	} satisfies Partial<DashboardOptions>;
	const sessions = createSessions({
		first,
		common,
		...(switchboard && {switchboard}),
		show: dashboard => shown?.show(dashboard),
	});
	const changes = writeChanges(stdout);
	let stopListening = () => {};
	let stopShowing = () => {};
	// From the first mode that is switched on, there is something to give back: a signal may come with it.
	const guard = guardTerminal({
		leave() {
			stopListening();
			stopShowing();
		},
		writeCrash: options.writeCrash,
	});
	const ahead = keysAhead(sessions.press);
	const keys = listenToKeys(stdin, ahead.press, {write});
	stopListening = keys.stop;
	const resize = () => sessions.resize(sizeNow());
	stdout.on('resize', resize);

	await firstAnswer(first.cluster);
	const frame = firstFrame(sessions.dashboard().context);
	if (frame !== undefined) {
		changes.begin(frame);
		stopShowing = () => write(leaveAlternateScreen);
	}
	const {showScreen, legendLines} = await import('./screen.tsx');
	legend = legendLines;
	shown = showScreen(sessions.dashboard(), onReady);
	stopShowing = shown.unmount;
	shown.waitUntilExit().catch(guard.crash);

	await left.promise;
	stdout.off('resize', resize);
	jobs?.stop();
	await keys.drain();
	sessions.stop();
	guard.giveBack();
	guard.release();
	changes.stop();
}

/** What is typed before the screen can show it waits, in its order. */
function keysAhead(press: (key: Keystroke) => void) {
	let held: Keystroke[] | undefined = [];
	return {
		press: (key: Keystroke) => (held === undefined ? press(key) : void held.push(key)),
		release: () => {
			const typed = held ?? [];
			held = undefined;
			typed.forEach(press);
		},
	};
}
