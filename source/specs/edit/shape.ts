/** What a place of a spec holds, and how it is written for people. */
export type Shape =
	| {readonly kind: 'text'; readonly note?: string}
	/** The id of a network; its name is read as well. */
	| {readonly kind: 'network'; readonly note?: string}
	| {readonly kind: 'choice'; readonly choices: readonly string[]; readonly note?: string}
	/** A whole number, from 0 unless told. */
	| {readonly kind: 'count'; readonly least?: number; readonly most?: number; readonly note?: string}
	/** From 0 to 1. */
	| {readonly kind: 'ratio'; readonly note?: string}
	| {readonly kind: 'flag'; readonly note?: string}
	/** Nanoseconds. */
	| {readonly kind: 'duration'; readonly note?: string}
	| {readonly kind: 'bytes'; readonly note?: string}
	/** Billionths of a processor. */
	| {readonly kind: 'cpus'; readonly note?: string}
	/** Permissions of a file. */
	| {readonly kind: 'mode'; readonly note?: string}
	/** Text by names that people choose: labels, options. */
	| {readonly kind: 'map'; readonly note?: string}
	| {readonly kind: 'list'; readonly of: Shape; readonly note?: string}
	| ObjectShape
	/** Nothing is known of it. */
	| {readonly kind: 'any'; readonly note?: string};

type ObjectShape = {
	readonly kind: 'object';
	readonly fields: Readonly<Record<string, Shape>>;
	readonly note?: string;
};

export const text: Shape = {kind: 'text'};
export const count: Shape = {kind: 'count'};
export const flag: Shape = {kind: 'flag'};
export const duration: Shape = {kind: 'duration'};
export const map: Shape = {kind: 'map'};
export const any: Shape = {kind: 'any'};
export const texts: Shape = {kind: 'list', of: text};
export const choice = (...choices: readonly string[]): Shape => ({kind: 'choice', choices});
export const list = (of: Shape): Shape => ({kind: 'list', of});
export const object = (fields: Readonly<Record<string, Shape>>): ObjectShape => ({kind: 'object', fields});
export const noted = (note: string, shape: Shape): Shape => ({...shape, note});

/** The field of an object by its name; undefined where it has none of that name. */
export const fieldOf = (shape: Shape, name: string): Shape | undefined =>
	shape.kind === 'object' && Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
