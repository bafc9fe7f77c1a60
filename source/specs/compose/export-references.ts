import type {Json} from '../../swarm/values.ts';
import type {Tree} from '../tree.ts';
import {type ExportScope, keyOf, lostFields} from './exported.ts';
import {isUserDefined} from './service-spec.ts';
import {compact, numberAt, textAt, textsAt, treeAt, treesAt} from './tree.ts';

/** A deploy gives every service its own key as the last alias: that one isn't written. */
export const exportNetworks = (attached: readonly Tree[], key: string, {stack, networks}: ExportScope) => {
	const found = attached.map(network => {
		const target = textAt(network, 'Target') ?? '';
		const name = networks.get(target)?.name ?? target;
		const aliases = textsAt(network, 'Aliases');
		const isUsual = aliases.at(-1) === key || !isUserDefined(name);
		const lost = [
			...(isUsual ? [] : [`network ${name}: a deploy adds the alias ${key}`]),
			...lostFields(network, ['Target', 'Aliases']).map(field => `network ${name}: ${field}`),
		];
		const own = isUsual && aliases.at(-1) === key ? aliases.slice(0, -1) : aliases;
		return {name, lost, entry: [keyOf(stack, name), own.length === 0 ? null : {aliases: own}] as const};
	});
	return {
		tree: Object.fromEntries(found.map(({entry}) => entry)) as Tree,
		names: found.map(({name}) => name),
		lost: found.flatMap(({lost}) => lost),
	};
};

/** Secrets or configs of a container; what isn't a file in it is for Windows. */
export const references = (container: Tree, kind: 'Secret' | 'Config', {stack}: ExportScope) =>
	treesAt(container, `${kind}s`).flatMap(reference => {
		const name = textAt(reference, `${kind}Name`) ?? '';
		const file = treeAt(reference, 'File');
		const tree: Json = compact({
			source: keyOf(stack, name),
			target: textAt(file, 'Name'),
			uid: textAt(file, 'UID'),
			gid: textAt(file, 'GID'),
			mode: numberAt(file, 'Mode'),
		});
		return file === undefined ? [] : [{name, tree}];
	});
