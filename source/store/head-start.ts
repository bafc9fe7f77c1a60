import type {Engine} from '../engine/engine.ts';

/** The version, and then what the first screen shows: the engine itself, nodes, services. */
const firstRequests = 4;

/**
Until the first questions are on their way, or so many milliseconds have passed: the engine answers while something is
loaded that lets nothing be sent or read.
*/
export const headStart = async ({traffic}: Pick<Engine, 'traffic'>, longest = 30): Promise<void> => {
	for (const end = performance.now() + longest; traffic().requests < firstRequests && performance.now() < end; ) {
		await new Promise(resolve => setTimeout(resolve, 1));
	}
};
