import {treeOf} from '../../specs/tree.ts';
import type {Json, Labels} from '../../swarm/values.ts';

/** `tier=front`; a name alone where nothing is said of it. */
export const pairsOf = (labels: Labels) =>
	Object.entries(labels).map(([key, value]) => (value === '' ? key : `${key}=${value}`));

/** `2 gpu`, or `gpu GPU-8932f937` of one that has a name. */
export function genericWords(resource: Json): string {
	const {DiscreteResourceSpec: discrete, NamedResourceSpec: named} = treeOf(resource);
	const {Kind: kind, Value: value} = treeOf(discrete ?? named);
	return discrete === undefined ? `${kind} ${value}` : `${value} ${kind}`;
}
