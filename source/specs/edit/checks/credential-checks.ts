import type {Json} from '../../../swarm/values.ts';
import {at, isNothing, isTree, itemsOf, treeOf} from '../../tree.ts';
import type {Fault} from '../problem.ts';
import {container} from './paths.ts';

const path = [...container, 'Privileges', 'CredentialSpec'];

/** What the engine refuses of a Windows credential spec (daemon/cluster/convert/container.go). */
export const credentialFaults = (spec: Json): readonly Fault[] => {
	const credential = treeOf(at(spec, path));
	const config = credential['Config'];
	const sources = ['Config', 'File', 'Registry'].filter(key => !isNothing(credential[key]));
	const isThere = itemsOf(at(spec, [...container, 'Configs'])).some(
		item => isTree(item) && item['ConfigID'] === config && isTree(item['Runtime']),
	);
	return [
		...(sources.length > 1 ? [{path, sentence: 'it comes from one of Config, File and Registry, not from two'}] : []),
		...(isNothing(config) || isThere
			? []
			: [{path, sentence: `${config} is needed in Configs, too: an entry with this ConfigID and Runtime: {}`}]),
	];
};
