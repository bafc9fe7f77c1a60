import {type Document, isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap, type YAMLSeq} from 'yaml';
import {isEqualJson} from '../../swarm/equal.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import type {Names} from '../names.ts';
import {isTree, itemsOf} from '../tree.ts';
import type {Fault} from './problem.ts';
import {readScalar, wanted} from './read-scalar.ts';
import {any, fieldOf, type Shape, text} from './shape.ts';
import {unknownKey} from './unknown-key.ts';

type Place = {
	readonly path: Fault['path'];
	/** What the spec had there before; of a list, all its items. Nothing that it had is wrong now. */
	readonly before: readonly Json[];
	readonly whole: Shape;
};

type Read = {readonly value: Json; readonly faults: readonly Fault[]};

type Context = {readonly document: Document; readonly names: Names};

/** What a YAML document says, as a spec of this shape. */
export const readTree = (document: Document, whole: Shape, before: Json, names: Names): Read =>
	readNode(document.contents, whole, {path: [], before: [before], whole}, {document, names});

const fault = ({path}: Place, sentence: string): Read => ({value: null, faults: [{path, sentence}]});

const readNode = (given: unknown, shape: Shape, place: Place, context: Context): Read => {
	const node = isAlias(given) ? given.resolve(context.document) : given;

	if (isMap(node)) {
		return holdsFields(shape) || place.before.some(isTree)
			? readMap(node, shape, place, context)
			: fault(place, shape.kind === 'list' ? wanted.list : wanted.single);
	}

	if (isSeq(node)) {
		return shape.kind === 'list' || shape.kind === 'any' || place.before.some(Array.isArray)
			? readList(node, shape, place, context)
			: fault(place, shape.kind === 'object' || shape.kind === 'map' ? wanted[shape.kind] : wanted.single);
	}

	return isScalar(node) ? readOne(node, shape, place, context) : fault(place, wanted.other);
};

const holdsFields = ({kind}: Shape) => kind === 'object' || kind === 'map' || kind === 'any';

/** What was there before is left alone, whatever it is. */
const readOne = (node: Scalar, shape: Shape, place: Place, {names}: Context): Read => {
	const read = readScalar(node, shape, names);
	const isOld = (value: Json) => place.before.some(old => isEqualJson(old, value));
	const plain = node.value as Json;

	if (isOld(plain) && !(isValid(read) && isOld(read.value))) {
		return {value: plain, faults: []};
	}

	return isValid(read) ? {value: read.value, faults: []} : fault(place, read.problem);
};

const readList = (node: YAMLSeq, shape: Shape, place: Place, context: Context): Read => {
	const inner = shape.kind === 'list' ? shape.of : any;
	const before = place.before.flatMap(itemsOf);
	const items = node.items.map((item, index) =>
		readNode(item, inner, {...place, before, path: [...place.path, index]}, context),
	);
	return {value: items.map(({value}) => value), faults: items.flatMap(({faults}) => faults)};
};

const readMap = (node: YAMLMap, shape: Shape, place: Place, context: Context): Read => {
	const members = node.items.map(({key, value}) => {
		const name = isScalar(key) ? String(key.source ?? key.value) : '';
		return {name, ...readMember(name, value, shape, place, context)};
	});
	// A key such as __proto__ is a key like any other.
	const value = Object.fromEntries(members.map(({name, value}) => [name, value]));
	return {value, faults: members.flatMap(({faults}) => faults)};
};

const readMember = (name: string, node: unknown, shape: Shape, place: Place, context: Context): Read => {
	const path = [...place.path, name];
	const before = place.before.flatMap(old => (isTree(old) && Object.hasOwn(old, name) ? [old[name] as Json] : []));
	const inner = memberShape(shape, name) ?? (before.length > 0 ? any : undefined);

	if (inner === undefined || (name === '' && before.length === 0)) {
		return fault({...place, path}, unknownKey(name, shape, place.path, place.whole));
	}

	// A label without a value has an empty one.
	const isBare = shape.kind === 'map' && isScalar(node) && node.value === null && !before.includes(null);
	return isBare ? {value: '', faults: []} : readNode(node, inner, {...place, before, path}, context);
};

const memberShape = (shape: Shape, name: string): Shape | undefined => {
	if (shape.kind === 'map') {
		return text;
	}

	return shape.kind === 'any' ? any : fieldOf(shape, name);
};
