import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import path from 'node:path';
import {Worker} from 'node:worker_threads';
import type {DemoWork} from './demo-worker.ts';

/** The small shop, unless one of the sizes is given. */
export type DemoOptions = {
	readonly nodes?: number;
	readonly services?: number;
	/** Of each service. */
	readonly replicas?: number;
	readonly seed?: number;
	readonly engine?: '20.10' | '28.5';
};

type Demo = {
	readonly socketPath: string;
	readonly stop: () => Promise<void>;
};

/** Most of what it makes lives on or dies at once: with more room for what is new, it holds 100 MB more of nothing. */
const maxYoungGenerationSizeMb = 12;

/** In the bundle it lies beside the program, in the sources beside this file. */
const workerFile = () =>
	new URL(import.meta.url.endsWith('.ts') ? './demo-worker.ts' : './demo-worker.js', import.meta.url);

/**
Starts a simulated swarm in a thread of its own, so that a large answer never holds up a key, and serves it on a unix
socket in a folder that only this user can enter. The folder is gone when the process is.
*/
export const startDemo = async (options: DemoOptions = {}): Promise<Demo> => {
	const folder = mkdtempSync(path.join(tmpdir(), 'skep-demo-'));
	const remove = () => rmSync(folder, {recursive: true, force: true});
	process.on('exit', remove);
	const letSignalsEnd = endBySignals();
	const socketPath = path.join(folder, 'docker.sock');
	const worker = new Worker(workerFile(), {
		workerData: {...options, socketPath} satisfies DemoWork,
		execArgv: [],
		resourceLimits: {maxYoungGenerationSizeMb},
	});
	try {
		// Rejects when the thread fails before it serves.
		await once(worker, 'message');
	} catch (error) {
		remove();
		throw error;
	}
	return {
		socketPath,
		async stop() {
			await worker.terminate();
			remove();
			process.off('exit', remove);
			letSignalsEnd();
		},
	};
};

/** A signal that nobody hears ends a process without its `exit`: so it is while skep still starts. Returns the way back. */
const endBySignals = () => {
	const heard = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(signal => {
		const end = () => {
			if (process.listenerCount(signal) === 1) {
				process.exit(128 + constants.signals[signal]);
			}
		};
		process.on(signal, end);
		return () => process.off(signal, end);
	});
	return () => heard.forEach(forget => void forget());
};
