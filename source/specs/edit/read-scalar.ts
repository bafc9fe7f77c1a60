import type {Scalar} from 'yaml';
import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {idOf, type Names} from '../names.ts';
import {parseBytesText, parseCpusText, parseDurationText, parseModeText} from '../units.ts';
import type {Shape} from './shape.ts';
import {similar} from './similar.ts';

type Read<Kind extends Shape['kind']> = (node: Scalar, shape: Extract<Shape, {kind: Kind}>) => Parsed<Json>;

/** What was typed, without quotes. */
const typed = ({value, source}: Scalar) => (typeof value === 'string' ? value : (source ?? String(value)));

const isNumber = ({value}: Scalar): boolean => typeof value === 'number' && Number.isFinite(value);

/** `1000` and `true` are meant as text where text is wanted: as they were typed. */
const readText = (node: Scalar): Parsed<string> =>
	node.value === null
		? {problem: 'there is nothing after the colon: write a value, or delete the line'}
		: {value: typed(node)};

const readChoice: Read<'choice'> = (node, {choices}) => {
	const text = typed(node);
	return choices.includes(text) ? {value: text} : {problem: `"${text}" is none of ${choices.join(', ')}`};
};

const readCount: Read<'count'> = (node, {least = 0, most}) => {
	const {value} = node;
	const range = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
	const isIn = typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= (most ?? value);
	return isIn ? {value} : {problem: `${shown(node)} is no whole number ${range}`};
};

const readRatio: Read<'ratio'> = node =>
	isNumber(node) && Number(node.value) >= 0 && Number(node.value) <= 1
		? {value: Number(node.value)}
		: {problem: `${shown(node)} is no number from 0 to 1`};

const readFlag: Read<'flag'> = node =>
	typeof node.value === 'boolean' ? {value: node.value} : {problem: `${shown(node)} is neither true nor false`};

const shown = (node: Scalar) => (isNumber(node) ? typed(node) : node.value === null ? 'nothing' : `"${typed(node)}"`);

/** A plain number is what the API counts in, which nobody means by a small one. */
const readUnit = (
	node: Scalar,
	{least, counts, like, read}: {least: number; counts: string; like: string; read: (text: string) => Parsed<number>},
): Parsed<Json> => {
	if (!isNumber(node)) {
		return read(typed(node));
	}

	const value = Number(node.value);

	if (!Number.isSafeInteger(value) || (value !== 0 && value < least)) {
		return {problem: `${typed(node)} counts ${counts} here: write it like ${like}`};
	}

	return {value};
};

const millisecond = 1_000_000;

const readDuration: Read<'duration'> = node =>
	readUnit(node, {least: millisecond, counts: 'nanoseconds', like: '10s', read: parseDurationText});

const readBytes: Read<'bytes'> = node =>
	readUnit(node, {least: 0, counts: 'bytes', like: '64MiB', read: parseBytesText});

const readCpus: Read<'cpus'> = node =>
	readUnit(node, {least: millisecond, counts: 'billionths of a processor', like: '0.5 CPU', read: parseCpusText});

const readMode: Read<'mode'> = node => parseModeText(typed(node));

/** Every engine has these of its own. */
const ofEveryNode = ['host', 'bridge', 'none'];

/** By its id or its name; what nobody could look up is taken as it is. */
const readNetwork = (node: Scalar, {networks}: Names): Parsed<Json> => {
	const text = readText(node);

	if (!isValid(text) || networks === undefined || ofEveryNode.includes(text.value)) {
		return text;
	}

	const id = idOf(networks, text.value);
	const meant = similar(text.value, [...networks.values()]);
	return id === undefined
		? {problem: `there is no network ${text.value}${meant === undefined ? '' : `; is ${meant} meant?`}`}
		: {value: id};
};

/** What a single value means where such a one is wanted; or what is wrong with it, as a clause. */
export const readScalar = (node: Scalar, shape: Shape, names: Names): Parsed<Json> => {
	switch (shape.kind) {
		case 'text':
			return readText(node);
		case 'network':
			return readNetwork(node, names);
		case 'choice':
			return readChoice(node, shape);
		case 'count':
			return readCount(node, shape);
		case 'ratio':
			return readRatio(node, shape);
		case 'flag':
			return readFlag(node, shape);
		case 'duration':
			return readDuration(node, shape);
		case 'bytes':
			return readBytes(node, shape);
		case 'cpus':
			return readCpus(node, shape);
		case 'mode':
			return readMode(node, shape);
		case 'any':
			return {value: node.value as Json};
		default:
			// No list, map or object says the same as an empty one.
			return node.value === null ? {value: null} : {problem: wanted[shape.kind]};
	}
};

/** What belongs where something else is. */
export const wanted = {
	list: 'a list belongs here: one item a line, each after "- "',
	map: 'names with values belong here: NAME: value',
	object: 'fields belong here, indented below it',
	single: 'one value belongs here, no list and no fields',
	other: 'a value that begins with * needs quotes around it',
} as const;
