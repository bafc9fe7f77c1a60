import {itemsOf, type Tree, textsOf, treeOf} from '../../specs/tree.ts';
import {bytesText} from '../../specs/units.ts';
import {type Entry, fact} from './section.ts';
import {pairsOf, plain, prefixed} from './spec-words.ts';

/** What containers may not exceed. */
export function limitEntries(container: Tree, resources: Tree): readonly Entry[] {
	const pids = treeOf(resources['Limits'])['Pids'];
	const ulimits = itemsOf(container['Ulimits']).map(item => {
		const {Name: name, Soft: soft, Hard: hard} = treeOf(item);
		return `${name} ${soft}:${hard}`;
	});
	return [
		...fact('processes', typeof pids === 'number' && pids > 0 ? `${pids} at most` : undefined),
		...fact('ulimits', ulimits.join(', ')),
		...fact('sysctls', pairsOf(container['Sysctls']).join(', ')),
		...fact('out of memory', prefixed('score', plain(container['OomScoreAdj']))),
		...fact('swap', typeof resources['SwapBytes'] === 'number' ? bytesText(resources['SwapBytes']) : undefined),
		...fact('swappiness', plain(resources['MemorySwappiness'])),
	];
}

/** What they may do beyond other containers, and less than those. */
export function privilegeEntries(container: Tree): readonly Entry[] {
	const given = treeOf(container['Privileges']);
	const parts = Object.entries(given).flatMap(([key, value]) =>
		value === null || value === false ? [] : [value === true ? key : `${key} ${JSON.stringify(value)}`],
	);
	return [
		...fact(
			'capabilities',
			textsOf(container['CapabilityAdd'])
				.map(name => `+${name}`)
				.join(' '),
		),
		...fact(
			'taken from it',
			textsOf(container['CapabilityDrop'])
				.map(name => `-${name}`)
				.join(' '),
		),
		...fact('privileges', parts.join(', ')),
		...fact('isolation', plain(container['Isolation'])),
	];
}
