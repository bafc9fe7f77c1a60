import {type Editable, shapes} from '../../source/specs/edit/service-shape.ts';
import {any, fieldOf, type Shape} from '../../source/specs/edit/shape.ts';
import type {Tree} from '../../source/specs/tree.ts';
import type {Json} from '../../source/swarm/values.ts';
import {image} from '../swarm-lab/images.ts';

/** One field of a spec with another value, as someone would edit it. */
export type FieldChange = {readonly place: string; readonly edited: Json};

type Path = readonly (string | number)[];

const isTree = (value: Json | undefined): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where only some words make sense, by the end of the place. */
const others: Readonly<Record<string, Json>> = {
	Image: image('shop/quiet:2'),
	'Placement.Constraints[]': 'node.labels.zone==elsewhere',
	'Spread.SpreadDescriptor': 'node.labels.rack',
	'Healthcheck.Test[]': 'true',
	'Hosts[]': '10.0.0.9 other',
	'Nameservers[]': '10.0.0.9',
	'Env[]': 'OTHER=b',
	'CapabilityAdd[]': 'CAP_SYS_TIME',
	'CapabilityDrop[]': 'CAP_CHOWN',
	'Mounts[].Target': '/elsewhere',
	'Ulimits[].Name': 'nproc',
	Hard: 4096,
	Soft: 512,
	OomScoreAdj: 250,
	MaxFailureRatio: 0.25,
	Hostname: 'other',
	StopSignal: 'SIGTERM',
};

/** Ids, names that go with them, and what the engine doesn't let anyone change: not field by field. */
const together =
	/^(Name|Mode\.|TaskTemplate\.Runtime$)|(Secret|Config)(ID|Name)$|Networks\[\d+\]\.Target$|Mounts\[\d+\]\.Type$/;

const placeOf = (path: Path) =>
	path.reduce<string>(
		(text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
		'',
	);

const other = (value: Json, shape: Shape, place: string): Json | undefined => {
	const general = place.replaceAll(/\[\d+\]/g, '[]');
	if (typeof value === 'string' && ['NONE', 'CMD', 'CMD-SHELL'].includes(value)) {
		return undefined;
	}

	const known = Object.entries(others).find(([end]) => general === end || general.endsWith(`.${end}`));

	if (known !== undefined) {
		return known[1];
	}

	if (shape.kind === 'choice') {
		return shape.choices.find(choice => choice !== value);
	}

	if (typeof value === 'boolean') {
		return !value;
	}

	if (typeof value === 'number') {
		return shape.kind === 'duration' ? value + 1_000_000_000 : shape.kind === 'cpus' ? value + 10_000_000 : value + 1;
	}

	return typeof value === 'string' ? `${value}2` : undefined;
};

const replaced = (value: Json, [key, ...rest]: Path, by: Json | undefined): Json | undefined => {
	if (key === undefined) {
		return by;
	}

	if (Array.isArray(value)) {
		const items = value.map((item, index) => (index === key ? replaced(item as Json, rest, by) : (item as Json)));
		return items.filter(item => item !== undefined) as Json;
	}

	const entries = Object.entries(value as Tree).map(
		([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner] as const,
	);
	return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined)) as Json;
};

const leaves = (
	value: Json,
	shape: Shape,
	path: Path,
): readonly {readonly path: Path; readonly shape: Shape; readonly value: Json}[] => {
	if (isTree(value)) {
		return Object.entries(value).flatMap(([key, inner]) => leaves(inner, fieldOf(shape, key) ?? any, [...path, key]));
	}

	return Array.isArray(value)
		? value.flatMap((item, index) => leaves(item as Json, shape.kind === 'list' ? shape.of : any, [...path, index]))
		: [{path, shape, value}];
};

/** Every single value of a spec, each changed by itself. */
export const fieldChanges = (spec: Json, kind: Editable = 'service'): readonly FieldChange[] =>
	leaves(spec, shapes[kind], []).flatMap(({path, shape, value}) => {
		const place = placeOf(path);
		const by = together.test(place) ? undefined : other(value, shape, place);
		const edited = by === undefined ? undefined : replaced(spec, path, by);
		return edited === undefined ? [] : [{place, edited}];
	});

/** Every list and every tree with one entry less. */
export const removals = (spec: Json): readonly FieldChange[] => {
	const walk = (value: Json, path: Path): readonly FieldChange[] => {
		const entries: readonly (readonly [string | number, Json])[] = Array.isArray(value)
			? value.map((item, index) => [index, item as Json] as const)
			: isTree(value)
				? Object.entries(value)
				: [];
		return entries.flatMap(([key, inner]) => [
			...(Array.isArray(value) || isMap(path) ? removed(spec, [...path, key]) : []),
			...walk(inner, [...path, key]),
		]);
	};
	return walk(spec, []);
};

const isMap = (path: Path) => ['Labels', 'Options', 'Sysctls', 'DriverOpts'].includes(String(path.at(-1)));

const removed = (spec: Json, path: Path): readonly FieldChange[] => {
	const edited = replaced(spec, path, undefined);
	return edited === undefined ? [] : [{place: `${placeOf(path)} removed`, edited}];
};
