import {execFile} from 'node:child_process';
import {once} from 'node:events';
import http from 'node:http';
import path from 'node:path';
import {promisify} from 'node:util';
import {buildInto} from '../scripts/build.ts';
import {startSmallEngine} from '../test/helpers/small-engine/engine.ts';
import {rollingBig} from '../test/helpers/small-engine/rolling.ts';
import {bigWorld} from '../test/helpers/small-engine/world.ts';
import {measureFlood} from './flood.ts';
import {inTurns, median, quantile} from './measure.ts';
import {bareNode, demoSocket, openDemo, openProgram} from './program.ts';

const usual = {nodes: 50, services: 300, replicas: 10};
const large = {nodes: 200, services: 1000, replicas: 20};
const root = path.join(import.meta.dirname, '..');

/** From the start of the process to rows with real services on the screen: time passed, and the processor's, with the kernel's. */
const firstPaint = async (host: string, processor: number[]) => {
	const startedAt = performance.now();
	const program = openProgram(host);
	await program.untilShown('app-0001');
	const took = performance.now() - startedAt;
	processor.push((await program.usage()).cpu);
	await program.stop();
	return took;
};

const benchStart = async () => {
	const engine = await startSmallEngine(bigWorld(usual));
	await inTurns(2, bareNode, () => firstPaint(engine.host, []));
	const processor: number[] = [];
	const [bare = [], paint = []] = await inTurns(11, bareNode, () => firstPaint(engine.host, processor));
	await engine.stop();
	print('node -e 0', `${median(bare).toFixed(0)} ms`);
	print(
		'first paint with real rows',
		`${median(paint).toFixed(0)} ms`,
		`${ratio(median(paint), median(bare))} (at most 5x)`,
	);
	// On a machine with other work this says more.
	print(
		'processor time until then',
		`${(processor.reduce((sum, each) => sum + each, 0) / processor.length).toFixed(0)} ms`,
	);
	return median(bare);
};

const benchChangedRow = async () => {
	const engine = await startSmallEngine(bigWorld(usual));
	const program = openProgram(engine.host);
	await program.untilShown('app-0001');
	const sent: number[] = [];
	for (let stack = 1; stack < 8; stack++) {
		await program.untilQuiet(1500);
		const before = program.bytes();
		engine.change(({services: [, , service]}) => {
			Object.assign(service?.Spec?.Labels ?? {}, {'com.docker.stack.namespace': `stack-900${stack}`});
		});
		await program.untilWritten();
		await program.untilQuiet(300);
		sent.push(program.bytes() - before);
	}
	await program.stop();
	await engine.stop();
	print('bytes for one changed row', `${median(sent)}`, '(below 400)');
};

const benchKeys = async (bare: number) => {
	const engine = await startSmallEngine(bigWorld(large));
	const program = openProgram(engine.host);
	await program.untilShown('app-0001');
	await program.untilQuiet(1000);
	const took = await keysToPaint(program, 200);
	await program.stop();
	await engine.stop();
	print('key to paint, 20,000 tasks', `${median(took).toFixed(1)} ms`, `${ratio(median(took), bare)} (below 16 ms)`);
	print(
		'key to paint, p99',
		`${quantile(took, 0.99).toFixed(1)} ms`,
		`${ratio(quantile(took, 0.99), bare)} (below 50 ms)`,
	);
};

const benchIdle = async () => {
	const engine = await startSmallEngine(bigWorld(usual));
	const program = openProgram(engine.host);
	await program.untilShown('app-0001');
	await program.untilQuiet(5000);
	const [before, written, asked] = [await program.usage(), program.bytes(), engine.requests().length];
	const answered = () => engine.requests().reduce((sum, request) => sum + request.bytes(), 0);
	const received = answered();
	await new Promise(resolve => setTimeout(resolve, 60_000));
	const after = await program.usage();
	print('idle minute: to the terminal', `${program.bytes() - written} B`, '(below 1 KB)');
	print('idle minute: requests', `${engine.requests().length - asked}`, '(at most 60)');
	print('idle minute: from the engine', `${((answered() - received) / 1e6).toFixed(2)} MB`, '(below 1.5 MB)');
	print('idle minute: processor', `${((after.cpu - before.cpu) / 600).toFixed(2)} %`, '(below 1 %)');
	print('memory', `${after.memory.toFixed(0)} MiB`, '(below 150)');
	await program.stop();
	await engine.stop();
};

/** A log of 20,000 lines a second on screen, against the log of a service that says nothing. */
const benchFlood = async () => {
	const {calm, flood} = await measureFlood(15);
	const [quiet, flooded] = [median(calm.keys), median(flood.keys)];
	print('flood: key to paint', `${flooded.toFixed(1)} ms`, `${ratio(flooded, quiet)} of a silent log`);
	print(
		'flood: key to paint, p99',
		`${quantile(flood.keys, 0.99).toFixed(1)} ms`,
		`silent ${quantile(calm.keys, 0.99).toFixed(1)} ms`,
	);
	print('flood: lines', `${flood.lines.toFixed(0)}/s`);
	print('flood: processor', `${flood.cpu.toFixed(0)} %`, `silent ${calm.cpu.toFixed(1)} %`);
	print('flood: memory', `${flood.memory.toFixed(0)} MiB`, '(below 300)');
	print('flood: to the terminal', `${(flood.sent / 1000).toFixed(0)} KB/s`);
};

/** A large swarm simulated inside skep: what `--demo` with sizes shows. */
const benchLargeDemo = async () => {
	const startedAt = performance.now();
	const program = openDemo(large);
	await program.untilShown('stack000_');
	print('large demo: up', `${(performance.now() - startedAt).toFixed(0)} ms`, '(below 3 s)');
	const loading = await keysToPaint(program, 40);
	const answers: number[] = [];
	for (let round = 0; round < 5; round++) answers.push(await answerTime(demoSocket(), '/tasks'));
	const after = await keysToPaint(program, 100);
	print('large demo: all tasks', `${median(answers).toFixed(0)} ms`, '(below 400 ms, as a real engine)');
	for (const [when, took] of [['loading', loading] as const, ['loaded', after] as const]) {
		print(`large demo: key, ${when}`, `${median(took).toFixed(1)} ms`, `p99 ${quantile(took, 0.99).toFixed(1)} ms`);
	}
	print('large demo: memory', `${(await program.usage()).memory.toFixed(0)} MiB`, '(below 500, with skep)');
	await program.stop();
};

const keysToPaint = async (program: ReturnType<typeof openProgram>, count: number) => {
	program.press('1');
	const took: number[] = [];
	for (let round = 0; round < count; round++) {
		await new Promise(resolve => setTimeout(resolve, 70));
		const pressedAt = performance.now();
		program.press(round % 40 < 20 ? 'j' : 'k');
		await program.untilWritten();
		took.push(performance.now() - pressedAt);
	}
	return took;
};

const answerTime = async (socketPath: string, path: string) => {
	const startedAt = performance.now();
	const [response] = (await once(http.get({socketPath, path}), 'response')) as [http.IncomingMessage];
	await once(response.resume(), 'end');
	return performance.now() - startedAt;
};

/** A rollout of a thousand slots: each key moves rows of it. */
const benchCockpit = async () => {
	const engine = await startSmallEngine(rollingBig());
	const program = openProgram(engine.host);
	await program.untilShown('app-0001');
	await program.untilQuiet(500);
	program.press('1');
	program.press('g');
	program.press('w');
	await program.untilShown('What now');
	const took: number[] = [];
	for (let round = 0; round < 100; round++) {
		await new Promise(resolve => setTimeout(resolve, 70));
		const pressedAt = performance.now();
		program.press(round % 2 === 0 ? 'j' : 'k');
		await program.untilWritten();
		took.push(performance.now() - pressedAt);
	}
	await program.stop();
	await engine.stop();
	print('cockpit frame, 1,000 slots', `${median(took).toFixed(1)} ms`, '(below 16 ms)');
};

/** `skep plan drain NODE --json`, from the swarm as read to the answer as text. */
const benchPlan = async () => {
	const engine = await startSmallEngine(bigWorld(large));
	const once = path.join(import.meta.dirname, 'plan-once.ts');
	const took: {readonly bare: number; readonly plan: number}[] = [];
	for (let round = 0; round < 9; round++) {
		const {stdout} = await promisify(execFile)(process.execPath, [
			once,
			engine.host.replace('unix://', ''),
			'node-0100',
		]);
		took.push(JSON.parse(stdout));
	}
	await engine.stop();
	const [bare, plan] = [median(took.map(each => each.bare)), median(took.map(each => each.plan))];
	print('bare pass over 20,000 tasks', `${bare.toFixed(1)} ms`);
	print('plan drain, its own time', `${plan.toFixed(1)} ms`, `${ratio(plan, bare)} (below 50 ms)`);
};

const ratio = (value: number, bare: number) => `${(value / bare).toFixed(2)}x`;

const print = (...columns: readonly string[]) =>
	console.log(
		columns
			.map((column, index) => column.padEnd(index === 0 ? 32 : 12))
			.join('')
			.trimEnd(),
	);

console.log(await buildInto(path.join(root, 'dist'), path.join(root, 'source', 'cli.tsx')));
const bare = await benchStart();
await benchPlan();
await benchChangedRow();
await benchKeys(bare);
await benchCockpit();
await benchFlood();
await benchLargeDemo();
await benchIdle();
