import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {describe} from 'vitest';
import {engineVersions} from '../../source/simulator/engine-version.ts';
import {serveEngine} from '../../source/simulator/http/server.ts';
import {createSimulator} from '../../source/simulator/simulator.ts';
import {keepsTheContract} from './contract/keep.ts';
import {type ContractSwarm, contractSwarm, type Machinery} from './contract/swarm.ts';

const managers = ['mgr1', 'mgr2', 'mgr3'];
const workers = ['work1', 'work2'];

/** A swarm of its own for each case, which lives as fast as it is asked to. */
const open = async (engine: Machinery['engine']): Promise<ContractSwarm> => {
	const nodes = [
		...managers.map(hostname => ({hostname, role: 'manager' as const})),
		...workers.map(hostname => ({hostname})),
	];
	const simulator = createSimulator({nodes, engine});
	const folder = mkdtempSync(path.join(tmpdir(), 'skep-contract-'));
	const socketPath = path.join(folder, 'docker.sock');
	const served = await serveEngine(simulator, {socketPath});
	const swarm = contractSwarm({
		engine,
		socketPath,
		managers,
		workers,
		pass: async milliseconds => {
			simulator.advance(milliseconds);
			await setImmediate();
		},
		now: () => simulator.swarm.timeline.now(),
		kill: async node => simulator.kill(node),
		bringBack: async node => simulator.bringBack(node),
		crashes: async () => 0,
	});

	return {
		...swarm,
		async [Symbol.asyncDispose]() {
			await swarm[Symbol.asyncDispose]();
			await served.stop();
			rmSync(folder, {recursive: true});
		},
	};
};

describe.each(Object.values(engineVersions))('a simulated swarm of $name', ({name}) => {
	keepsTheContract(() => open(name));
});
