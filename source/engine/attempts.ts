import type {Duplex} from 'node:stream';
import {readText} from './body.ts';
import {Abandoned, type Limits, within} from './deadline.ts';
import {EngineError, isEngineError} from './errors.ts';
import {normalise, refusalOf} from './normalise.ts';
import type {Wire, WireAnswer, WireRequest} from './wire.ts';

/** Milliseconds. */
export type Patience = {
	/** How long the attempts of a read may be silent, one after the other; one more lasts until `total`. */
	readonly silences: readonly number[];
	/** For a call with all its attempts; for a stream, until its header. */
	readonly total: number;
};

export type Body = AsyncIterable<Buffer>;

type Use<T> = (answer: WireAnswer) => Promise<T>;

/** Sends, and turns every answer but a success into an error. */
const succeed = async (wire: Wire, request: WireRequest, signal: AbortSignal): Promise<WireAnswer> => {
	const answer = await wire.send(request, signal);
	if (answer.status < 200 || answer.status > 299) {
		throw refusalOf(answer.status, await readText(answer.body));
	}
	return answer;
};

/**
Ways to get one request answered; all of them settle, and reject with `EngineError` only. `ends` are the signals of now
that end any of them.
*/
export const openAttempts = (wire: Wire, address: string, ends: () => readonly AbortSignal[]) => {
	/** One attempt. */
	const once = async <T>(request: WireRequest, limits: Limits, use: Use<T>, signal: AbortSignal | undefined) => {
		try {
			return await within(limits, [signal, ...ends()], async (inner, heard) => {
				const answer = await succeed(wire, request, inner);
				heard();
				return use({...answer, body: heeded(answer.body, heard)});
			});
		} catch (error) {
			throw normalise(error, address);
		}
	};

	/** As many attempts as the patience allows: silence, and a connection that had died unnoticed, are worth another. */
	const repeated = async <T>(
		request: WireRequest,
		{silences, total}: Patience,
		use: Use<T>,
		signal: AbortSignal | undefined,
	): Promise<T> => {
		const end = performance.now() + total;
		let silent = 0;
		let broken = 0;
		for (;;) {
			const left = Math.max(1, end - performance.now());
			try {
				// Where one kept connection had died, the others have as well.
				const next = broken > 0 ? {...request, isAlone: true} : request;
				return await once(next, {silence: silences[silent] ?? left, total: left}, use, signal);
			} catch (error) {
				const wasSilent = error instanceof Abandoned && error.why === 'silence';
				silent += wasSilent ? 1 : 0;
				broken += wasReset(error) ? 1 : 0;
				if (wasSilent ? silent > silences.length : !wasReset(error) || broken > 1) {
					throw error;
				}
			}
		}
	};

	/** Only the header has a deadline; the body goes on until `signal` aborts. Read it, or it stays open. */
	const endless = async (request: WireRequest, total: number, signal: AbortSignal): Promise<Body> => {
		const life = new AbortController();
		const signals = [signal, ...ends()];
		try {
			const {body} = await within({silence: total, total}, signals, () => succeed(wire, request, life.signal));
			return lasting(body, life, signals);
		} catch (error) {
			life.abort();
			throw normalise(error, address);
		}
	};

	/** A connection of one's own, handed over by the engine; only that has a deadline. It is gone with the signals. */
	const takenOver = async (request: WireRequest, total: number, signal: AbortSignal): Promise<Duplex> => {
		const life = new AbortController();
		try {
			const signals = [signal, ...ends()];
			const answer = await within({silence: total, total}, signals, () => wire.takeOver(request, life.signal));
			if ('status' in answer) {
				throw await refusedTakeOver(answer);
			}
			const end = () => answer.destroy();
			for (const one of signals) {
				one.addEventListener('abort', end);
				answer.once('close', () => one.removeEventListener('abort', end));
			}
			return answer;
		} catch (error) {
			life.abort();
			throw normalise(error, address);
		}
	};

	return {once, repeated, endless, takenOver};
};

/** Something between here and the engine may know only plain HTTP. */
const refusedTakeOver = async ({status, body}: WireAnswer) =>
	status < 300
		? new EngineError('garbled', 'What answers there does not hand a connection over: is a proxy before the engine?')
		: refusalOf(status, await readText(body));

const resets: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

const wasReset = (error: unknown) =>
	isEngineError(error, 'unreachable') && resets.includes((error.cause as {code?: unknown} | undefined)?.code);

async function* heeded(body: Body, heard: () => void): AsyncGenerator<Buffer, void, void> {
	for await (const chunk of body) {
		heard();
		yield chunk;
	}
}

/** Ends the life of a body with the first signal, and lets go of them all when the body has ended. */
async function* lasting(
	body: Body,
	life: AbortController,
	signals: readonly AbortSignal[],
): AsyncGenerator<Buffer, void, void> {
	const end = () => life.abort();
	for (const signal of signals) {
		signal.addEventListener('abort', end);
	}
	try {
		if (signals.some(({aborted}) => aborted)) {
			end();
		}
		yield* body;
	} finally {
		for (const signal of signals) {
			signal.removeEventListener('abort', end);
		}
		end();
	}
}
