import {Document, isScalar, type Node, Pair, Scalar, YAMLMap, YAMLSeq} from 'yaml';
import type {Json} from '../../swarm/values.ts';
import {type Names, nameOf} from '../names.ts';
import {isTree, itemsOf, type Tree} from '../tree.ts';
import {readable} from './scalar-text.ts';
import {type Editable, shapes} from './service-shape.ts';
import {any, fieldOf, type Shape} from './shape.ts';
import {unset} from './unset.ts';

type Place = {readonly path: readonly string[]; readonly names: Names; readonly isFirst: boolean};

/** One line each. */
const comment = (lines: readonly string[]) => lines.map(line => ` ${oneLine(line)}`).join('\n');

/** Names from the swarm may hold anything; a comment ends with its line. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '?');

/** A spec as YAML that says the same when it is read again, with what helps to edit it as comments. */
export const writeSpec = (spec: Json, kind: Editable, header: readonly string[], names: Names): string => {
	const document = new Document();
	document.contents = nodeOf(spec, shapes[kind], {path: [], names, isFirst: true}) as typeof document.contents;
	document.commentBefore = comment(header);
	return document.toString({lineWidth: 0});
};

const nodeOf = (value: Json, shape: Shape, place: Place): Node => {
	if (isTree(value)) {
		return mapOf(value, shape, place);
	}

	return Array.isArray(value) ? listOf(value, shape, place) : scalarOf(value as Exclude<Json, object>, shape, place);
};

const mapOf = (tree: Tree, shape: Shape, place: Place): YAMLMap => {
	const node = new YAMLMap();

	for (const [key, value] of Object.entries(tree)) {
		const inner = fieldOf(shape, key) ?? any;
		const named = new Scalar(key);
		const member = nodeOf(value, inner, {...place, path: [...place.path, key]});
		node.items.push(new Pair(named, member));

		if (inner.note !== undefined && inner.kind !== 'list' && !isScalar(member)) {
			named.commentBefore = comment([inner.note]);
		}
	}

	const left = place.isFirst ? unset(shape, tree, place.path) : [];

	if (left.length > 0) {
		node.comment = comment(left);
	}

	// Nothing and what it may hold fit on one line.
	node.flow = node.items.length === 0;
	return node;
};

const listOf = (value: Json, shape: Shape, place: Place): YAMLSeq => {
	const node = new YAMLSeq();
	const inner = shape.kind === 'list' ? shape.of : any;
	node.items.push(
		...itemsOf(value).map((item, index) => nodeOf(item, inner, {...place, isFirst: place.isFirst && index === 0})),
	);
	node.flow = node.items.length === 0;

	if (shape.note !== undefined) {
		node[node.flow ? 'comment' : 'commentBefore'] = comment([shape.note]);
	}

	return node;
};

const scalarOf = (value: Exclude<Json, object> | null, shape: Shape, {names}: Place): Scalar => {
	const isWhole = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
	const node = new Scalar(isWhole ? (readable(shape, value) ?? value) : value);
	const name = shape.kind === 'network' && typeof value === 'string' ? nameOf(names.networks, value) : undefined;
	const note = name === undefined || name === value ? shape.note : name;

	if (isWhole && shape.kind === 'mode') {
		node.format = 'OCT';
	}

	if (note !== undefined) {
		node.comment = comment([note]);
	}

	return node;
};
