import type {Instant, Json, Labels, Resources, Seconds} from '../../swarm/values.ts';
import {EngineError} from '../errors.ts';
import type {RawResources} from './raw.ts';

type JsonObject = {readonly [key: string]: Json};

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer as an object, whose fields are still not to be trusted. */
export const objectOf = (value: unknown, what: string): JsonObject => {
	if (!isObject(value)) {
		throw new EngineError('garbled', `The engine answered something that is no ${what}.`);
	}
	return value;
};

/** Text that is there; Go writes `""` where there is none. */
export const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** Without its id an object can be neither told apart nor asked for. */
export const idOf = (value: unknown, what: string) => {
	const id = textOf(value);
	if (id === undefined) {
		throw new EngineError('garbled', `The engine answered a ${what} without an id.`);
	}
	return id;
};

export const numberOf = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

export const countOf = (value: unknown) => Math.max(0, numberOf(value) ?? 0);

export const listOf = <T>(value: readonly T[] | null | undefined): readonly T[] =>
	Array.isArray(value) ? value.filter(item => item !== null && item !== undefined) : [];

export const textsOf = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];

/** A newer engine may have words that this program doesn't know. */
export const oneOf = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
	words.find(word => word === value);

const noLabels: Labels = {};

export const labelsOf = (value: unknown): Labels => {
	if (!isObject(value)) {
		return noLabels;
	}
	const entries = Object.entries(value);
	const isClean = entries.every(([, text]) => typeof text === 'string');
	return (isClean ? value : Object.fromEntries(entries.filter(([, text]) => typeof text === 'string'))) as Labels;
};

/** Go's zero time, `0001-01-01T00:00:00Z`, is long before 1970 and means "never". */
export const instantOf = (value: unknown): Instant | undefined => {
	const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
	return at > 0 ? at : undefined;
};

export const secondsOf = (nanoseconds: unknown): Seconds => countOf(nanoseconds) / 1e9;

export const resourcesOf = (raw: RawResources | undefined): Resources => ({
	cpus: countOf(raw?.NanoCPUs) / 1e9,
	memoryBytes: countOf(raw?.MemoryBytes),
});
