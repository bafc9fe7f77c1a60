import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

const skep = path.join(import.meta.dirname, '..', 'dist', 'skep.js');
const size = {cols: 160, rows: 48};

// A home of its own, so that nothing of the user's counts or is touched; what the engines put aside goes with it.
const home = mkdtempSync(path.join(tmpdir(), 'skep-bench-'));
process.env.TMPDIR = home;
process.on('exit', () => rmSync(home, {recursive: true, force: true, maxRetries: 5}));

const environment = {
	PATH: process.env.PATH ?? '',
	HOME: home,
	TMPDIR: home,
	TERM: 'xterm-256color',
	LANG: 'C.UTF-8',
	SKEP_ESC_MS: '50',
};

/** The built program in a pseudo terminal, and what it writes there. */
export const openProgram = (host: string) => watch(open([skep, '--host', host]));

/** The same with a simulated swarm inside, of that many nodes, services and replicas of each. */
export const openDemo = (sizes: Readonly<Record<string, number>>) => {
	const flags = Object.entries(sizes).flatMap(([name, count]) => [`--${name}`, `${count}`]);
	return watch(open([skep, '--demo', ...flags]));
};

/** Where the simulator of the demo that was started last listens. */
export const demoSocket = (): string =>
	path.join(home, readdirSync(home).findLast(name => name.startsWith('skep-demo-')) ?? '', 'docker.sock');

/** How long, in milliseconds, Node takes to do nothing in a pseudo terminal. */
export const bareNode = async (): Promise<number> => {
	const startedAt = performance.now();
	const child = open(['-e', '0']);
	await new Promise(resolve => child.onExit(resolve));
	return performance.now() - startedAt;
};

const open = (args: string[]) => spawn(process.execPath, args, {...size, env: environment});

const isOnScreen = ({buffer: {active}, rows}: xterm.Terminal, text: string) =>
	Array.from({length: rows}, (_, row) => active.getLine(row)).some(line => line?.translateToString().includes(text));

const watch = (child: IPty) => {
	let output = '';
	let bytes = 0;
	let isOver = false;
	// Only cells that changed are written, so that most of what is on screen is never written as a whole.
	const screen = new xterm.Terminal({...size, allowProposedApi: true});
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listener of [...listeners]) listener();
	};
	child.onData(data => {
		output = (output + data).slice(-100_000);
		bytes += Buffer.byteLength(data);
		tell();
		screen.write(data, tell);
	});
	const exited = new Promise<void>(resolve =>
		child.onExit(() => {
			isOver = true;
			tell();
			resolve();
		}),
	);

	/** Settles with the data that makes it true, without polling. */
	const until = (what: string, isSo: () => boolean) =>
		new Promise<void>((resolve, reject) => {
			const fail = (why: string) =>
				done(() => reject(new Error(`${why} before ${what}; it wrote:\n${output.slice(-4000)}`)));
			const timer = setTimeout(() => fail('30 s passed'), 30_000);
			const done = (settle: () => void) => {
				clearTimeout(timer);
				listeners.delete(check);
				settle();
			};
			const check = () => {
				if (isSo()) done(resolve);
				else if (isOver) fail('The program ended');
			};
			listeners.add(check);
			check();
		});

	return {
		/** Hands on what is written from now on. */
		onData: (listener: (data: string) => void) => void child.onData(listener),
		bytes: () => bytes,
		/** Processor time used so far, in milliseconds, and memory held, in MiB, as Linux counts them. */
		async usage() {
			const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
			const fields = stat
				.slice(stat.lastIndexOf(')') + 2)
				.split(' ')
				.map(Number);
			const [userTicks = 0, systemTicks = 0, residentPages = 0] = [fields[11], fields[12], fields[21]];
			return {cpu: (userTicks + systemTicks) * 10, memory: (residentPages * 4) / 1024};
		},
		press: (key: string) => child.write(key),
		untilShown: (text: string) => until(`it showed ${text}`, () => output.includes(text) || isOnScreen(screen, text)),
		/** Settles with the next byte written. */
		untilWritten() {
			const before = bytes;
			return until('it wrote anything', () => bytes > before);
		},
		/** Settles when nothing has been written for that many milliseconds. */
		async untilQuiet(milliseconds: number) {
			for (let before = -1; before !== bytes; ) {
				before = bytes;
				await new Promise(resolve => setTimeout(resolve, milliseconds));
			}
		},
		async stop() {
			if (!isOver) child.kill('SIGTERM');
			await exited;
		},
	};
};
