import {setTimeout as pause} from 'node:timers/promises';
import {stoodInLine} from './own-time.ts';
import type {Skep} from './skep.ts';

/** Longer than a dialog is deaf after it was drawn, in milliseconds. */
const deaf = 400;

/**
Waits until a dialog that is on screen hears keys, which nothing on screen tells. What counts is the time that its
process had: one that stood in line for a processor may have drawn the dialog long before it noticed.
*/
export async function hearing({pid}: Pick<Skep, 'pid'>) {
	const [since, stoodBefore] = [performance.now(), stoodInLine(pid)];
	const left = () => deaf + stoodInLine(pid) - stoodBefore - (performance.now() - since);

	for (let more = left(); more > 0; more = left()) {
		await pause(more);
	}
}
