import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, inject, onTestFinished, test} from 'vitest';
import {ask} from '../simulator/client.ts';
import {until} from '../swarm-lab/until.ts';
import {openTerminal, type Terminal} from './terminal.ts';

const size = ['--nodes', '200', '--services', '1000', '--replicas', '20'];

/** The program with a swarm of that size inside, and the socket of its simulator. */
const openLargeDemo = () => {
	const home = mkdtempSync(path.join(tmpdir(), 'skep-large-'));
	const env = {HOME: home, XDG_STATE_HOME: home, TMPDIR: home};
	const demo = openTerminal(process.execPath, [inject('program'), '--demo', ...size], {columns: 160, rows: 48, env});
	onTestFinished(async () => {
		await demo.close();
		rmSync(home, {recursive: true, force: true});
	});
	const folder = () => readdirSync(home).find(name => name.startsWith('skep-demo-')) ?? '';
	return {demo, socketPath: () => path.join(home, folder(), 'docker.sock')};
};

/** Of the whole process, with all of its threads: processor time in milliseconds, and memory held, in MB. */
const usage = ({pid}: Terminal) => {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return {cpu: (Number(fields[11]) + Number(fields[12])) * 10, peak: Number(peak) / 1000};
};

/** Milliseconds from each of so many keys to the next bytes on the terminal. */
const keysToPaint = async (demo: Terminal, count: number) => {
	const took: number[] = [];
	for (let round = 0; round < count; round += 1) {
		const [before, pressedAt] = [demo.bytesWritten(), performance.now()];
		demo.press(round % 40 < 20 ? 'j' : 'k');
		await until('a key is answered', () => demo.bytesWritten() > before, {every: 2});
		took.push(performance.now() - pressedAt);
	}
	return took.sort((one, other) => one - other);
};

const median = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

// Processor time is the same whatever else this machine does. How long a key takes is not: that bound leaves room.
test('a demo of 200 nodes and 20,000 tasks is up in seconds, answers keys and calls, and stays below 500 MB', {
	timeout: 180_000,
}, async () => {
	const {demo, socketPath} = openLargeDemo();
	await demo.waitFor('stack000_api');
	expect(usage(demo).cpu).toBeLessThan(6000);

	demo.press('1');
	const whileLoading = await keysToPaint(demo, 40);
	await demo.waitFor('/20000 alive');

	const askForTasks = async (rounds: number) => {
		for (let round = 0; round < rounds; round += 1) {
			const {json} = await ask(socketPath(), 'GET', '/tasks');
			expect(json).toHaveLength(20_000);
		}
	};
	const asking = askForTasks(3);
	const whileAsked = await keysToPaint(demo, 40);
	await asking;
	expect(median(whileLoading)).toBeLessThan(500);
	expect(median(whileAsked)).toBeLessThan(500);

	const before = usage(demo).cpu;
	await askForTasks(5);
	// A real engine takes 400 ms for as many.
	expect((usage(demo).cpu - before) / 5).toBeLessThan(400);
	expect(usage(demo).peak).toBeLessThan(500);
});
