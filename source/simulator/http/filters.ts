import {Refusal} from '../refusal.ts';
import type {Call} from './call.ts';

/** By key: the values that were asked for, of which one has to match. */
export type Filters = Readonly<Record<string, readonly string[]>>;

const valuesOf = (value: unknown): readonly string[] => {
	if (Array.isArray(value)) {
		return value.map(String);
	}
	// The older form, which the CLI still sends: {"name": {"web": true}}.
	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([text, isOn]) => (isOn === false ? [] : [text]))
		: [];
};

const parse = (text: string, status: number): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		throw new Refusal(status, 'invalid filter');
	}
};

/** What is asked for, whatever the keys. */
export const filtersIn = (text = '', status = 400): Filters => {
	const given = text === '' ? {} : parse(text, status);
	if (typeof given !== 'object' || given === null) {
		throw new Refusal(400, 'invalid filter');
	}
	return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, valuesOf(value)]));
};

/**
What is asked for; a key that the endpoint doesn't know is refused. What isn't JSON was an error of the server before
there was an error class for it, but for one list.
*/
export const filtersOf = ({query, simulator}: Call, known: readonly string[], oldStatus = 500): Filters => {
	const isOld = simulator.engine.name === '20.10';
	const filters = filtersIn(query['filters'], isOld ? oldStatus : 400);
	const stranger = Object.keys(filters).find(key => !known.includes(key));
	if (stranger !== undefined) {
		throw new Refusal(400, `${isOld ? 'Invalid' : 'invalid'} filter '${stranger}'`);
	}
	return filters;
};

/** For filters that take a few words only. */
export const checkValues = (key: string, wanted: readonly string[] | undefined, known: readonly string[]) => {
	const stranger = wanted?.find(value => !known.includes(value));
	if (stranger !== undefined) {
		throw new Refusal(500, `Invalid ${key} filter: '${stranger}'`);
	}
};

/** Nothing asked for matches all. */
export const oneOf = (wanted: readonly string[] | undefined, test: (value: string) => boolean) =>
	wanted === undefined || wanted.length === 0 || wanted.some(test);

/** Every one has to hold: `key` or `key=value`. */
export const hasLabels = (wanted: readonly string[] | undefined, labels: Readonly<Record<string, string>> | null) =>
	(wanted ?? []).every(text => {
		const at = text.indexOf('=');
		const key = at < 0 ? text : text.slice(0, at);
		return labels !== null && Object.hasOwn(labels, key) && (at < 0 || labels[key] === text.slice(at + 1));
	});
