import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Listing} from './engine.ts';
import {isEngineError} from './errors.ts';
import {arraySlicer} from './json-slices.ts';

type Chunks = AsyncIterable<Buffer>;

/** Above this a body is parsed in slices: JSON.parse of more holds up the keyboard for longer than a frame. Slicing costs more. */
const smallBody = 1024 * 1024;

/** Milliseconds of work before the keyboard gets its turn. */
const sliceTime = 4;

export const readText = async (body: Chunks): Promise<string> => {
	const chunks: Buffer[] = [];
	for await (const chunk of body) {
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
};

/** A list, its elements decoded as they arrive. Elements that can't be told apart (no id) are left out. */
export const readList = async <T>(body: Chunks, decode: (json: unknown) => T): Promise<Listing<T>> => {
	const early: Buffer[] = [];
	let bytes = 0;
	const iterator = body[Symbol.asyncIterator]();
	for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
		early.push(next.value);
		bytes += next.value.length;
		if (bytes > smallBody) {
			return readSlices(early, {[Symbol.asyncIterator]: () => iterator}, decode);
		}
	}
	const json: unknown = JSON.parse(Buffer.concat(early).toString());
	if (json !== null && !Array.isArray(json)) {
		throw new SyntaxError('not a list');
	}
	return {items: await decodeInTurns(json ?? [], decode), bytes};
};

const decodeInTurns = async <T>(elements: readonly unknown[], decode: (json: unknown) => T): Promise<readonly T[]> => {
	const items: T[] = [];
	let began = performance.now();
	for (const element of elements) {
		items.push(...decoded(element, decode));
		if (performance.now() - began > sliceTime) {
			await nextTurn();
			began = performance.now();
		}
	}
	return items;
};

const readSlices = async <T>(
	early: readonly Buffer[],
	rest: Chunks,
	decode: (json: unknown) => T,
): Promise<Listing<T>> => {
	const slicer = arraySlicer();
	const items: T[] = [];
	let bytes = 0;
	let began = performance.now();
	const take = async (chunk: Buffer) => {
		bytes += chunk.length;
		for (const text of slicer.push(chunk)) {
			items.push(...decoded(JSON.parse(text), decode));
			if (performance.now() - began > sliceTime) {
				await nextTurn();
				began = performance.now();
			}
		}
	};
	for (const chunk of early) {
		await take(chunk);
	}
	for await (const chunk of rest) {
		await take(chunk);
	}
	slicer.end();
	return {items, bytes};
};

const decoded = <T>(json: unknown, decode: (json: unknown) => T): readonly T[] => {
	try {
		return [decode(json)];
	} catch (error) {
		if (isEngineError(error, 'garbled')) {
			return [];
		}
		throw error;
	}
};
