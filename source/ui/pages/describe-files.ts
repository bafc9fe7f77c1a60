import {itemsOf, type Tree, treeOf} from '../../specs/tree.ts';
import {bytesText, modeText} from '../../specs/units.ts';
import {pathInContainer} from '../../swarm/uses.ts';
import {type Entry, fact, listed} from './section.ts';
import {driver, joined, pairsOf, plain} from './spec-words.ts';

/** What containers find in their folders: mounts, secrets, configs. */
export function fileEntries(container: Tree): readonly Entry[] {
	const paths = (kind: 'secret' | 'config') =>
		itemsOf(container[kind === 'secret' ? 'Secrets' : 'Configs']).map(item => fileWords(kind, treeOf(item)));
	return [
		...listed(
			'mounts',
			itemsOf(container['Mounts']).map(mount => mountWords(treeOf(mount))),
		),
		...listed('secrets', paths('secret')),
		...listed('configs', paths('config')),
		...fact('root folder', container['ReadOnly'] === true ? 'read only' : undefined),
	];
}

function mountWords(mount: Tree) {
	const tmpfs = treeOf(mount['TmpfsOptions']);
	const size = tmpfs['SizeBytes'];
	const mode = tmpfs['Mode'];
	const volume = treeOf(mount['VolumeOptions']);
	return joined(
		`${mount['Target'] ?? '?'}  ${mount['Type'] ?? 'volume'}${mount['Source'] === undefined ? '' : ` ${mount['Source']}`}`,
		mount['ReadOnly'] === true ? 'read only' : undefined,
		typeof size === 'number' ? bytesText(size) : undefined,
		typeof mode === 'number' ? modeText(mode) : undefined,
		volume['NoCopy'] === true ? "without the image's files" : undefined,
		...driver(treeOf(volume['DriverConfig'])),
		...pairsOf(volume['Labels']),
		plain(treeOf(mount['BindOptions'])['Propagation'])?.toString(),
	);
}

function fileWords(kind: 'secret' | 'config', use: Tree) {
	const file = treeOf(use['File']);
	const name = String(use[kind === 'secret' ? 'SecretName' : 'ConfigName'] ?? '?');
	const target = plain(file['Name'])?.toString();
	const mode = file['Mode'];
	return joined(
		`${name}  at ${pathInContainer(kind, {id: '', name, target})}`,
		`owner ${file['UID'] ?? '0'}:${file['GID'] ?? '0'}`,
		typeof mode === 'number' ? modeText(mode) : undefined,
	);
}
