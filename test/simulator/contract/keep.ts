import {describe, expect, test} from 'vitest';
import type {ContractCase} from './case.ts';
import {contract} from './cases.ts';
import {untilAllReady} from './nodes.ts';
import type {ContractSwarm} from './swarm.ts';

/** False where an engine crashed in the middle: that proves nothing, for or against. It is started again by itself. */
const hasRun = async (swarm: ContractSwarm, run: ContractCase['run']): Promise<boolean> => {
	const before = await swarm.crashes();
	try {
		await run(swarm);
		return true;
	} catch (error) {
		if ((await swarm.crashes()) === before) {
			throw error;
		}
		console.error(`An engine crashed, and with it a case that is put once more: ${error}`);
		return false;
	}
};

/** Puts every case of the contract to a swarm; `open` is asked for one by each case. Those that may go side by side. */
export const keepsTheContract = (open: () => Promise<ContractSwarm>) => {
	for (const {title, cases, isAlone = false} of contract) {
		describe(title, {concurrent: !isAlone}, () => {
			test.each(cases)('$name', async ({run}) => {
				const isProven = async () => {
					await using swarm = await open();
					isAlone && (await untilAllReady(swarm));
					return await hasRun(swarm, run);
				};
				expect((await isProven()) || (await isProven()), 'an engine crashed twice').toBe(true);
			});
		});
	}
};
