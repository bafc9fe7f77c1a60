import type {Json} from '../../swarm/values.ts';
import {isTree} from '../tree.ts';

/** The spec without what is at these places. */
export const pruned = (spec: Json, paths: readonly string[], prefix = ''): Json =>
	isTree(spec)
		? Object.fromEntries(
				Object.entries(spec)
					.filter(([key]) => !paths.includes(`${prefix}${key}`))
					.map(([key, value]) => [key, pruned(value, paths, `${prefix}${key}.`)]),
			)
		: spec;
