import type {Engine, EngineEvent} from '../engine/engine.ts';
import {backoff, type Clock, pause} from './clock.ts';

type EventsOptions = {
	readonly engine: Engine;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	readonly onEvent: (event: EngineEvent) => void;
	/** The stream is open again after a gap: nobody knows what was missed. */
	readonly onGap: () => void;
};

/** Listens until the signal aborts; a stream that ends is opened again. */
export const followEvents = async ({engine, clock, signal, onEvent, onGap}: EventsOptions): Promise<void> => {
	let failures = 0;
	while (!signal.aborted) {
		const openedAt = clock.now();
		try {
			for await (const event of engine.events(signal)) {
				onEvent(event);
			}
		} catch {
			// Why it ended is for the polls to find out: they say more, and sooner.
		}
		failures = clock.now() - openedAt > 10_000 ? 1 : failures + 1;
		await pause(clock, backoff(failures), signal);
		if (!signal.aborted) {
			onGap();
		}
	}
};
