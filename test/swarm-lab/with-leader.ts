import {setTimeout as pause} from 'node:timers/promises';
import {patience} from './until.ts';

/** The managers refuse, before they have done anything: on a busy machine, a leader may lose its followers for a moment. */
const isLeaderless = (said: string) => /swarm does not have a leader/.test(said);

/** Tries again while there is no leader. */
export const withLeader = <Answer>(ask: () => Promise<Answer>) => whileRefused(ask, isLeaderless);

/** The command line reads a spec before it writes it; the managers may write to it in between, and refuse. */
export const withFreshSpec = <Answer>(ask: () => Promise<Answer>) =>
	whileRefused(ask, said => isLeaderless(said) || /update out of sequence/.test(said));

async function whileRefused<Answer>(ask: () => Promise<Answer>, isForNow: (said: string) => boolean): Promise<Answer> {
	for (const deadline = performance.now() + patience * 1000; ; await pause(200)) {
		try {
			return await ask();
		} catch (error) {
			if (performance.now() > deadline || !isForNow(String(error))) {
				throw error;
			}
		}
	}
}
