import {describe, test} from 'vitest';
import {contract} from './cases.ts';
import {untilAllReady} from './nodes.ts';
import type {ContractSwarm} from './swarm.ts';

/** Puts every case of the contract to a swarm; `open` is asked for one by each case. Those that may go side by side. */
export const keepsTheContract = (open: () => Promise<ContractSwarm>) => {
	for (const {title, cases, isAlone = false} of contract) {
		describe(title, {concurrent: !isAlone}, () => {
			test.each(cases)('$name', async ({run}) => {
				await using swarm = await open();
				isAlone && (await untilAllReady(swarm));
				await run(swarm);
			});
		});
	}
};
