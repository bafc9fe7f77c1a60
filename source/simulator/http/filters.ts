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

const parse = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		throw new Refusal(400, 'invalid filter');
	}
};

/** What is asked for, whatever the keys. */
export const filtersIn = (text = ''): Filters => {
	const given = text === '' ? {} : parse(text);
	if (typeof given !== 'object' || given === null) {
		throw new Refusal(400, 'invalid filter');
	}
	return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, valuesOf(value)]));
};

/** What is asked for; a key that the endpoint doesn't know is refused. */
export const filtersOf = ({query}: Call, known: readonly string[]): Filters => {
	const filters = filtersIn(query['filters']);
	const stranger = Object.keys(filters).find(key => !known.includes(key));
	if (stranger !== undefined) {
		throw new Refusal(400, `invalid filter '${stranger}'`);
	}
	return filters;
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
