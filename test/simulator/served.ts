import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Listener, serveEngine} from '../../source/simulator/http/server.ts';
import type {NodePlan} from '../../source/simulator/nodes.ts';
import {createSimulator, type Simulator, type SimulatorOptions} from '../../source/simulator/simulator.ts';
import {type Answer, ask} from './client.ts';

/** Three managers and two workers, as the recorded swarm had. */
export const fiveNodes: readonly NodePlan[] = [1, 2, 3, 4, 5].map(number => ({
	hostname: `node-${number}`,
	role: number <= 3 ? 'manager' : 'worker',
	cpus: 2,
	memoryBytes: 24 * 1024 ** 3,
}));

/** A simulated swarm whose time only moves by `advance`, and its API. */
export const served = async (options: Partial<SimulatorOptions> = {}, node?: string) =>
	serving(createSimulator({nodes: fiveNodes, ...options}), node);

export const serving = async (simulator: Simulator, node?: string) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'skep-simulator-'));
	const socketPath = path.join(folder, 'docker.sock');
	const listener: Listener = {socketPath};
	const engine = await serveEngine(simulator, listener, node === undefined ? {} : {node});
	const call = (method: string) => (where: string, body?: unknown) => ask(socketPath, method, where, body);
	const done = async (answer: Promise<Answer>) => {
		const {status, text, json} = await answer;
		if (status >= 300) {
			throw new Error(`${status} ${text}`);
		}
		return json;
	};
	const get = (where: string) => done(ask(socketPath, 'GET', where)) as Promise<never>;

	return {
		simulator,
		engine,
		socketPath,
		host: engine.host,
		get,
		/** Answers whatever the status. */
		ask: (method: string, where: string, body?: unknown) => call(method)(where, body),
		post: (where: string, body?: unknown) => done(call('POST')(where, body)) as Promise<never>,
		remove: (where: string) => done(call('DELETE')(where)),
		async [Symbol.asyncDispose]() {
			await engine.stop();
			rmSync(folder, {recursive: true, force: true});
		},
	};
};

export type Served = Awaited<ReturnType<typeof served>>;
