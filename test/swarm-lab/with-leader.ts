import {setTimeout as pause} from 'node:timers/promises';
import {patience} from './until.ts';

/**
In the engine's words, or in skep's. The managers refuse before they have done anything: on a busy machine, a leader may
lose its followers for a moment, and a manager that has started has to find the others.
*/
const isLeaderless = (said: string) =>
	/swarm (does not have a|has no) leader|has trouble connecting to the (cluster|others)/.test(said);

/** What was asked of the leader got lost on its way there or back: whether it was done, nobody knows. */
const isLost = (said: string) =>
	/code = (Unavailable|Canceled|DeadlineExceeded)|(Abort|Timeout)Error|ECONNRESET|didn't answer in time/.test(said);

/** Tries again while there is no leader. */
export const withLeader = <Answer>(ask: () => Promise<Answer>) => whileRefused(ask, isLeaderless);

/** For what only reads: tries again as well when the answer got lost, as with a leader that dies meanwhile. */
export const reading = <Answer>(ask: () => Promise<Answer>) =>
	whileRefused(ask, said => isLeaderless(said) || isLost(said));

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
