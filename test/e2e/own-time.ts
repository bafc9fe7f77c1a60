import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {onTestFinished} from 'vitest';
import type {Skep} from './skep.ts';

/** Milliseconds that a process was ready to run and didn't; 0 where the kernel doesn't tell (proc_pid_schedstat). */
export function stoodInLine(pid: number): number {
	try {
		const [, nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
		return Number(nanoseconds ?? 0) / 1e6;
	} catch {
		return 0;
	}
}

/** Starts a watch that stands still while this test, or the skep it drives, stood in line for a processor: in milliseconds. */
export function ownTimeOf(skep?: Pick<Skep, 'pid'>) {
	const stood = () => stoodInLine(process.pid) + (skep === undefined ? 0 : stoodInLine(skep.pid));
	const [since, before] = [performance.now(), stood()];

	return () => performance.now() - since - (stood() - before);
}

/** Asks again and again until it is told to stop; then says how many milliseconds the slowest answer took. */
export function watchAnswers(ask: () => Promise<unknown>): () => Promise<number> {
	let [slowest, isOver] = [0, false];
	const over = (async () => {
		while (!isOver) {
			const askedAt = performance.now();
			await ask();
			slowest = Math.max(slowest, performance.now() - askedAt);
			await pause(200);
		}
	})();
	const stop = async () => {
		isOver = true;
		await over;
		return slowest;
	};
	onTestFinished(async () => void (await stop().catch(() => {})));
	return stop;
}
