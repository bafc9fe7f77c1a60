import {type Instance, render} from 'ink';
import type {Cluster} from '../store/cluster.ts';
import {App} from './app.tsx';
import {writeChanges} from './changed-cells.ts';
import {createDashboard, type DashboardOptions} from './dashboard.ts';
import {editorIn, runEditor} from './editor.ts';
import {listenToKeys} from './input/listen.ts';
import {controlJobs, type JobControl} from './job-control.ts';
import {attachTerminal, runOnTerminal} from './shell/on-terminal.ts';
import {asItWas, guardTerminal, screenOptions} from './terminal.ts';

type RunOptions = Omit<DashboardOptions, 'size' | 'quit' | 'suspend' | 'write' | 'editor' | 'shell'> & {
	/** Where texts are kept while they are edited. */
	readonly editFolder: string;
	/** What ssh calls a node; undefined where no other node can be reached. */
	readonly sshNode: string | undefined;
	/** Keeps a crash in a file and answers its path. */
	readonly writeCrash: (error: unknown) => string | undefined;
	/** Lets go of everything but the terminal. */
	readonly onLeave: () => void;
};

/** Shows the dashboard on this terminal until the user leaves; the terminal is given back however that happens. */
export async function runDashboard(options: RunOptions): Promise<void> {
	const {stdin, stdout} = process;
	const write = (text: string) => stdout.write(text);
	const sizeNow = () => ({columns: stdout.columns, rows: stdout.rows});
	let jobs: JobControl | undefined;
	const left = Promise.withResolvers<void>();
	/** What it had may have been ended in the middle of anything. */
	const lend = async <T,>(run: () => Promise<T>) => {
		let result: T | undefined;
		await jobs?.lend(async () => {
			result = await run().finally(() => write(asItWas));
		});
		return result;
	};
	const dashboard = createDashboard({
		...options,
		size: sizeNow(),
		write,
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
	});
	const stopComparing = writeChanges(stdout);
	let stopListening = () => {};
	let app: Instance | undefined;
	// From the first mode that is switched on, there is something to give back: a signal may come with it.
	const guard = guardTerminal({
		leave() {
			stopListening();
			app?.unmount();
		},
		writeCrash: options.writeCrash,
	});
	const keys = listenToKeys(stdin, dashboard.press, {write});
	stopListening = keys.stop;
	await firstAnswer(options.cluster);
	app = render(
		<App
			{...dashboard}
			onReady={suspendTerminal => {
				jobs = controlJobs(suspendTerminal, keys);
			}}
		/>,
		screenOptions,
	);
	app.waitUntilExit().catch(guard.crash);
	const resize = () => dashboard.resize(sizeNow());
	stdout.on('resize', resize);

	await left.promise;
	stdout.off('resize', resize);
	jobs?.stop();
	await keys.drain();
	dashboard.stop();
	options.onLeave();
	guard.giveBack();
	guard.release();
	stopComparing();
}

/** A swarm that answers at once is drawn once, with its rows; a slow one gets a screen that says so. */
const longestBlank = 400;

function firstAnswer(cluster: Cluster) {
	return new Promise<void>(resolve => {
		const timer = setTimeout(resolve, longestBlank);
		const stop = cluster.subscribe(({snapshot: {nodes, services}, connection}) => {
			if ((nodes !== undefined && services !== undefined) || connection.kind !== 'connecting') {
				clearTimeout(timer);
				stop();
				resolve();
			}
		});
	});
}
