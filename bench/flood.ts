import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync} from 'node:fs';
import http from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import xterm from '@xterm/headless';
import {openProgram} from './program.ts';

type Program = ReturnType<typeof openProgram>;

/** Each task of the simulator's flood writes 500 lines a second. */
const tasks = 40;

const simulator = path.join(import.meta.dirname, '..', 'scripts', 'simulator.ts');

const wait = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

const createService = async (socketPath: string, name: string, image: string, replicas: number) => {
	const request = http.request({socketPath, path: '/services/create', method: 'POST'});
	const spec = {Name: name, TaskTemplate: {ContainerSpec: {Image: image}}, Mode: {Replicated: {Replicas: replicas}}};
	const [response] = (await once(request.end(JSON.stringify(spec)), 'response')) as [http.IncomingMessage];
	await once(response.resume(), 'end');
};

/** A simulated swarm in a process of its own, in which one service writes 20,000 log lines a second. */
const startFlood = async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'skep-flood-'));
	const socketPath = path.join(folder, 'docker.sock');
	const child: ChildProcess = spawn(process.execPath, [simulator, '--socket', socketPath], {stdio: 'pipe'});
	process.on('exit', () => child.kill());
	await once(child.stdout ?? child, 'data');
	await createService(socketPath, 'aaa_calm', 'demo/quiet:1', tasks);
	await createService(socketPath, 'aaa_flood', 'demo/flood:1', tasks);
	return {
		host: `unix://${socketPath}`,
		async stop() {
			child.kill('SIGTERM');
			await once(child, 'exit');
		},
	};
};

/** What is on screen: only changed cells are written, so that words can't be found in what is written. */
const watchScreen = (program: Program) => {
	const terminal = new xterm.Terminal({cols: 160, rows: 48, allowProposedApi: true});
	const line = (y: number) => terminal.buffer.active.getLine(y)?.translateToString(true) ?? '';
	const foot = () => line(47);
	program.onData(data => terminal.write(data));
	return {
		/** The newest number that a task's lines have: each has counted so many. */
		newest: () => {
			const text = Array.from({length: 48}, (_, y) => line(y)).join(' ');
			return Math.max(0, ...text.matchAll(/req=(\d+)/g).map(([, number]) => Number(number)));
		},
		/** Settles when the last line is so. */
		untilFoot: async (isSo: (text: string) => boolean) => {
			for (const end = performance.now() + 60_000; !isSo(foot()); await wait(1)) {
				if (performance.now() > end) throw new Error(`The last line stays: ${foot()}`);
			}
		},
	};
};

type Eyes = ReturnType<typeof watchScreen>;

/** Time from a key to the words it puts on the screen, and not to whatever else the flood draws meanwhile. */
const promptAndBack = async (program: Program, {untilFoot}: Eyes) => {
	const pressedAt = performance.now();
	program.press('/');
	await untilFoot(text => text.includes('Esc drops it'));
	const took = performance.now() - pressedAt;
	program.press('\u0003');
	await untilFoot(text => !text.includes('Esc drops it'));
	await wait(100);
	return took;
};

/** The log of the first service, or of the second, over the whole screen. */
const openLog = async (program: Program, name: string, keys: string) => {
	for (const key of keys) program.press(key);
	await program.untilShown(`Logs of ${name}`);
	await wait(4000);
};

const measure = async (program: Program, eyes: Eyes, seconds: number) => {
	const [before, written, startedAt] = [await program.usage(), program.bytes(), performance.now()];
	const newest = eyes.newest();
	const keys: number[] = [];
	while (performance.now() - startedAt < seconds * 1000) keys.push(await promptAndBack(program, eyes));
	const elapsed = performance.now() - startedAt;
	const {cpu, memory} = await program.usage();
	return {
		keys,
		/** Percent of a processor, MiB, bytes a second to the terminal. */
		cpu: ((cpu - before.cpu) / elapsed) * 100,
		memory,
		sent: ((program.bytes() - written) / elapsed) * 1000,
		/** Lines that really came: a busy machine keeps the simulator from writing as many as it should. */
		lines: ((eyes.newest() - newest) * tasks * 1000) / elapsed,
	};
};

/** Keys, processor and memory with the log of a silent service on screen, then with that of a flood. */
export const measureFlood = async (seconds: number) => {
	const engine = await startFlood();
	const program = openProgram(engine.host);
	const eyes = watchScreen(program);
	await program.untilShown('aaa_flood');
	await program.untilShown(`${tasks}/${tasks}`);
	await openLog(program, 'aaa_calm', '1glz');
	const calm = await measure(program, eyes, seconds);
	program.press('z');
	await openLog(program, 'aaa_flood', '1jlz');
	const flood = await measure(program, eyes, seconds);
	await program.stop();
	await engine.stop();
	return {calm, flood};
};
