import type {Duplex} from 'node:stream';
import {type Body, openAttempts, type Patience} from './attempts.ts';
import {readText} from './body.ts';
import {within} from './deadline.ts';
import {addressOf, type Endpoint} from './endpoint.ts';
import {isEngineError} from './errors.ts';
import {normalise} from './normalise.ts';
import {versionFor} from './version.ts';
import {openWire, type WireAnswer, type WireRequest} from './wire.ts';

/**
A request that got stuck to a dying leader is answered after 20 s or never, while a new one is answered as soon as
there is another leader, after 13 to 15 s. An engine that is merely slow gets more time with every attempt.
*/
export const patience: Patience = {silences: [4000, 10_000], total: 25_000};

/** A request as the API's documentation writes it: without the version in its path. */
export type Call = Pick<WireRequest, 'path' | 'query' | 'headers' | 'body'>;

export type Calls = ReturnType<typeof openCalls>;

/** Versioned calls to one engine. All settle, and reject with `EngineError` only. */
export const openCalls = (endpoint: Endpoint, {silences, total}: Patience = patience) => {
	const address = addressOf(endpoint);
	const closing = new AbortController();
	let staying = new AbortController();
	const wire = openWire(endpoint);
	const looks = () => [closing.signal, staying.signal];
	const {repeated, endless} = openAttempts(wire, address, looks);
	// What was sent is not broken off where it might have been taken: only its answer tells.
	const {once, takenOver} = openAttempts(wire, address, () => [closing.signal]);
	let version: Promise<string> | undefined;

	const ask = () => {
		// A login by ssh, over other machines maybe, may take its time; to begin it anew would be no help.
		const allowed = endpoint.kind === 'ssh' ? [12_000] : silences;
		const asked = repeated({method: 'GET', path: '/_ping'}, {silences: allowed, total}, versionIn, undefined);
		asked.catch(() => forget(asked));
		return asked;
	};

	const forget = (asked: Promise<string>) => {
		version = version === asked ? undefined : version;
	};

	/** The version is asked for once, and again after the engine was away or turned out to be another one. */
	const versioned = async <T>(run: (prefix: string) => Promise<T>, signal?: AbortSignal): Promise<T> => {
		version ??= ask();
		const asked = version;
		try {
			const number = await within({silence: total, total}, [signal, ...looks()], () => asked);
			return await run(`/v${number}`);
		} catch (error) {
			// Too late for a call, it may be too late for the question before it.
			if (isEngineError(error, 'unreachable', 'unsupported', 'too-late')) {
				forget(asked);
			}
			throw normalise(error, address);
		}
	};

	const read = async <T>(
		call: Call,
		use: (body: Body) => Promise<T>,
		signal: AbortSignal | undefined,
		allowed = silences,
	): Promise<T> => {
		const run = (prefix: string) => {
			const request: WireRequest = {...call, method: 'GET', path: `${prefix}${call.path}`};
			return repeated(request, {silences: allowed, total}, ({body}) => use(body), signal);
		};
		try {
			return await versioned(run, signal);
		} catch (error) {
			// Status 400 is the engine's word on our version: there is an older engine than at the last call.
			if (isEngineError(error, 'unsupported') && error.status === 400) {
				return versioned(run, signal);
			}
			throw error;
		}
	};

	return {
		address,
		traffic: wire.traffic,
		isClosed: () => closing.signal.aborted,
		/** The version in use, negotiated first if it must be. */
		version: (signal?: AbortSignal) => versioned(prefix => Promise.resolve(prefix.slice(2)), signal),
		read: <T>(call: Call, use: (body: Body) => Promise<T>, signal: AbortSignal | undefined) => read(call, use, signal),
		/** A read that may be silent for long: nothing is asked twice. */
		readSlowly: <T>(call: Call, use: (body: Body) => Promise<T>, signal: AbortSignal | undefined) =>
			read(call, use, signal, []),
		/** Sent once, never repeated: after `too-late` and `unreachable` it may have been applied. Answers the body. */
		write: (method: 'POST' | 'DELETE', call: Call, signal: AbortSignal | undefined): Promise<string> =>
			versioned(prefix => {
				const request: WireRequest = {...call, method, path: `${prefix}${call.path}`, isAlone: true};
				return once(request, {silence: total, total}, ({body}) => readText(body), signal);
			}, signal),
		/** A body without an end, which breaks off when the signal aborts. */
		stream: (call: Call, signal: AbortSignal): Promise<Body> =>
			versioned(prefix => {
				const request: WireRequest = {...call, method: 'GET', path: `${prefix}${call.path}`, isAlone: true};
				return endless(request, total, signal);
			}, signal),
		/** A connection handed over by the engine, for bytes both ways; destroyed when the signal aborts. */
		takeOver: (call: Call, signal: AbortSignal): Promise<Duplex> =>
			versioned(prefix => takenOver({...call, method: 'POST', path: `${prefix}${call.path}`}, total, signal), signal),
		/** Ends its reads and streams, and what is kept open for them. It may be asked again at any time. */
		leave: () => {
			staying.abort();
			staying = new AbortController();
			version = undefined;
			wire.leave();
		},
		close: () => {
			closing.abort();
			wire.close();
		},
	};
};

const versionIn = async ({headers, body}: WireAnswer) => {
	await readText(body);
	return versionFor([headers['api-version']].flat()[0]);
};
