import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, describe} from 'vitest';
import {keepsTheContract} from '../simulator/contract/keep.ts';
import {type ContractSwarm, contractSwarm, type Machinery} from '../simulator/contract/swarm.ts';
import {crashesOf} from './engine-process.ts';
import {type Lab, startLab} from './lab.ts';
import {describeOnLab} from './require-lab.ts';

/** One lab for all cases: engines take seconds to start. */
const inLab = (lab: Lab, engine: Machinery['engine']): ContractSwarm =>
	contractSwarm({
		engine,
		socketPath: lab.node('mgr1').socket,
		managers: lab.nodes.flatMap(({hostname}) => (hostname.startsWith('mgr') ? [hostname] : [])),
		workers: lab.nodes.flatMap(({hostname}) => (hostname.startsWith('work') ? [hostname] : [])),
		pass: milliseconds => pause(milliseconds),
		now: () => performance.now(),
		kill: async node => lab.kill(lab.node(node)),
		bringBack: async node => lab.restart(lab.node(node)),
		crashes: async () => (await Promise.all(lab.nodes.map(crashesOf))).flat().length,
	});

// One engine takes about two minutes. `npm run contract` asks all of them.
const engines = process.env['SKEP_CONTRACT'] === 'all' ? (['20.10', '28.5'] as const) : (['20.10'] as const);

describeOnLab('a swarm of real engines', () => {
	describe.each(engines)('of %s', engine => {
		let lab: Lab;

		beforeAll(async () => {
			lab = await startLab({engineVersion: engine});
		});

		afterAll(async () => lab?.stop());

		keepsTheContract(async () => inLab(lab, engine));
	});
});
