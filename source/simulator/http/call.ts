import type {IncomingHttpHeaders} from 'node:http';
import type {Node} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';

/** One request, as its route sees it. */
export type Call = {
	readonly simulator: Simulator;
	/** The node whose engine was asked. */
	readonly self: Node;
	/** What the path's `:name` stands for. */
	readonly name: string;
	/** Of the path's prefix, else the newest the engine has: `1.41`. */
	readonly version: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: IncomingHttpHeaders;
	readonly body: unknown;
};

/** Where a stream goes. */
export type Out = {
	readonly write: (bytes: string | Uint8Array) => void;
	readonly end: () => void;
	/** The reader has gone. */
	readonly onClose: (run: () => void) => void;
};

export type Reply = {readonly status?: number; readonly headers?: Readonly<Record<string, string>>} & (
	| {readonly kind: 'json'; readonly json: unknown}
	/** JSON in pieces, already written. */
	| {readonly kind: 'pieces'; readonly pieces: Iterable<string>}
	| {readonly kind: 'empty'}
	| {readonly kind: 'stream'; readonly start: (out: Out) => void}
);

export const json = (value: unknown, status = 200): Reply => ({kind: 'json', json: value, status});
export const empty = (status = 200): Reply => ({kind: 'empty', status});

/** A list of objects that are JSON already. */
export const listOf = (items: Iterable<string>): Reply => ({kind: 'pieces', pieces: separated(items)});

function* separated(items: Iterable<string>): Generator<string> {
	let start = '[';
	for (const item of items) {
		yield start + item;
		start = ',';
	}
	yield start === '[' ? '[]\n' : ']\n';
}

/** The engine reads booleans as Go does. */
export const isTrue = (text: string | undefined) => ['1', 't', 'true', 'True', 'TRUE'].includes(text ?? '');

export const bodyOf = <T>({body}: Call): T => {
	if (typeof body !== 'object' || body === null) {
		throw new Refusal(400, 'invalid JSON: EOF');
	}
	return body as T;
};

/** The version that a write to such an object names: without it there is no write. */
export const versionIn = ({query}: Call, kind: string): number => {
	const text = query['version'] ?? '';
	if (!/^\d+$/.test(text)) {
		if (kind === 'secret' || kind === 'config') {
			throw new Refusal(400, `invalid ${kind} version`);
		}
		const parsing = `strconv.ParseUint: parsing "${text}": invalid syntax`;
		throw new Refusal(400, `invalid ${kind} version '${text}': ${parsing}`);
	}
	return Number(text);
};

/** Whether the API version spoken is at least that. */
export const speaks = (version: string, least: string) => Number(version.split('.')[1]) >= Number(least.split('.')[1]);
