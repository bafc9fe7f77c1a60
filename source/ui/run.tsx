import {render} from 'ink';
import {App, type SuspendTerminal} from './app.tsx';
import {createDashboard, type DashboardOptions} from './dashboard.ts';
import {listenToKeys} from './input/listen.ts';
import {guardTerminal, screenOptions} from './terminal.ts';

export type RunOptions = Omit<DashboardOptions, 'size' | 'quit' | 'suspend' | 'write'> & {
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
	let suspendTerminal: SuspendTerminal | undefined;
	const left = Promise.withResolvers<void>();
	const dashboard = createDashboard({
		...options,
		size: sizeNow(),
		write,
		quit: left.resolve,
		suspend() {
			void suspendTerminal?.(async () => {
				keys.pause();
				process.kill(process.pid, 'SIGTSTP');
				// The stop comes with the next turn of the event loop; what follows runs when the shell says `fg`.
				await new Promise(resolve => setImmediate(resolve));
				keys.resume();
			});
		},
	});
	const app = render(
		<App
			{...dashboard}
			onReady={suspend => {
				suspendTerminal = suspend;
			}}
		/>,
		screenOptions,
	);
	const keys = listenToKeys(stdin, dashboard.press, {write});
	const guard = guardTerminal({
		leave() {
			keys.stop();
			app.unmount();
		},
		writeCrash: options.writeCrash,
	});
	app.waitUntilExit().catch(guard.crash);
	const resize = () => dashboard.resize(sizeNow());
	stdout.on('resize', resize);

	await left.promise;
	stdout.off('resize', resize);
	await keys.drain();
	dashboard.stop();
	options.onLeave();
	guard.giveBack();
	guard.release();
}
