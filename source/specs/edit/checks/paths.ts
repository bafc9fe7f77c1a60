import type {Json} from '../../../swarm/values.ts';
import {at, isTree, itemsOf, type Tree} from '../../tree.ts';
import type {Fault} from '../problem.ts';

export const template = ['TaskTemplate'];
export const container = ['TaskTemplate', 'ContainerSpec'];

/** The trees of a list, each with its place. */
export const entriesAt = (
	spec: Json,
	path: readonly string[],
): readonly {readonly item: Tree; readonly path: Fault['path']}[] =>
	itemsOf(at(spec, path)).flatMap((item, index) => (isTree(item) ? [{item, path: [...path, index]}] : []));

/** The texts of a list, each with its place. */
export const textsAt = (
	spec: Json,
	path: readonly string[],
): readonly {readonly text: string; readonly path: Fault['path']}[] =>
	itemsOf(at(spec, path)).flatMap((text, index) => (typeof text === 'string' ? [{text, path: [...path, index]}] : []));

/** The places whose key an earlier one has as well; those without a key have none. */
export const repeated = <T extends {readonly path: Fault['path']}>(
	entries: readonly T[],
	keyOf: (entry: T) => string | undefined,
	sentence: (key: string) => string,
): readonly Fault[] => {
	const keys = entries.map(keyOf);
	return entries.flatMap(({path}, index) => {
		const key = keys[index];
		return key !== undefined && keys.indexOf(key) < index ? [{path, sentence: sentence(key)}] : [];
	});
};

/** The mode of a service that its spec has. */
export const modesOf = (spec: Json): readonly string[] => {
	const mode = at(spec, ['Mode']);
	return isTree(mode) ? Object.keys(mode).filter(key => mode[key] !== null) : [];
};
