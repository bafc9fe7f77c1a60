import type {Template} from '../../swarm/template.ts';
import type {Json} from '../../swarm/values.ts';
import {interner} from './intern.ts';
import {needsOf} from './needs.ts';
import type {RawTaskSpec} from './raw.ts';
import {isObject} from './values.ts';

type Interned = {readonly template: Template; readonly spec: RawTaskSpec};

const limit = 8192;
const specs = interner<Interned>(limit);
const parts = interner<Json>(limit);

/** A service's TaskTemplate or the copy that a task carries: the template, and one object for all equal raw specs. */
export const decodeTemplate = (raw: RawTaskSpec | undefined): Interned =>
	specs(JSON.stringify(raw ?? {}), () => {
		const spec = raw ?? {};
		// Services say which runtime runs their tasks, tasks don't.
		const {Placement: placement, Runtime: _, ...content} = spec;
		const template = {content: partOf(content), placement: partOf(placement ?? {}), needs: needsOf(spec)};
		return {template, spec};
	});

const partOf = (part: object): Json => {
	const cleaned = withoutEmpty(part as Json);
	return parts(JSON.stringify(cleaned), () => cleaned);
};

/** Of a map, empty is absent; an empty message isn't: with `Resources: {}` for none, the engine replaces every task. */
const maps = ['Labels', 'Sysctls', 'Options', 'DriverOpts'];

const isEmpty = (key: string, value: Json) =>
	value === null ||
	value === '' ||
	(Array.isArray(value) && value.length === 0) ||
	(isObject(value) && maps.includes(key) && Object.keys(value).length === 0);

/** `Labels: null`, `Labels: {}` and no labels mean the same; `0` and `false` can differ from nothing, and stay. */
const withoutEmpty = (value: Json): Json => {
	if (Array.isArray(value)) {
		return value.map(withoutEmpty);
	}
	if (!isObject(value)) {
		return value;
	}
	const cleaned = Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)] as const);
	return Object.fromEntries(cleaned.filter(([key, inner]) => !isEmpty(key, inner)));
};
