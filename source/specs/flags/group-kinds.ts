import type {Json} from '../../swarm/values.ts';
import {type Names, nameOf} from '../names.ts';
import {at, isNothing, isTree, itemsOf, textsOf, treeOf} from '../tree.ts';
import {modeText} from '../units.ts';
import {csv} from './csv.ts';
import type {FlagKind} from './flag-rule.ts';
import {groupKind} from './list-kinds.ts';
import {mountText} from './mount-text.ts';

type Item = {readonly [key: string]: Json};

/** Fields that no flag has. */
const hasOther = (item: Item, known: readonly string[]) =>
	Object.keys(item).some(key => !known.includes(key) && !isNothing(item[key]));

const textAt = (item: Item, key: string) => (typeof item[key] === 'string' ? item[key] : '');

const joined = ([key, value]: readonly [string, Json]) => `${key}=${value}`;

export const mounts = groupKind({
	keyOf: item => textAt(item, 'Target'),
	write: mountText,
	remove: item => textAt(item, 'Target'),
	replaces: true,
});

const networkText = (item: Item, {networks}: Names) => {
	if (hasOther(item, ['Target', 'Aliases', 'DriverOpts'])) {
		return undefined;
	}

	const name = nameOf(networks, textAt(item, 'Target'));
	const options = [
		...textsOf(item['Aliases']).map(alias => ['alias', alias] as const),
		...Object.entries(treeOf(item['DriverOpts'])).map(option => ['driver-opt', joined(option)] as const),
	];
	return options.length === 0 ? name : csv([['name', name], ...options]);
};

export const networks = groupKind({
	keyOf: item => textAt(item, 'Target'),
	write: networkText,
	remove: (item, names) => nameOf(names.networks, textAt(item, 'Target')),
});

const protocolOf = (item: Item) => textAt(item, 'Protocol') || 'tcp';
const publishModeOf = (item: Item) => textAt(item, 'PublishMode') || 'ingress';

const portText = (item: Item, isRemoval = false) =>
	hasOther(item, ['Protocol', 'TargetPort', 'PublishedPort', 'PublishMode'])
		? undefined
		: csv([
				['published', isRemoval || !item['PublishedPort'] ? undefined : Number(item['PublishedPort'])],
				['target', Number(item['TargetPort'])],
				['protocol', protocolOf(item)],
				['mode', publishModeOf(item)],
			]);

/** What goes takes all with it that lead to the same port in the same way, and those can't come back at once. */
export const ports = groupKind({
	keyOf: item => `${item['TargetPort']}/${protocolOf(item)}/${publishModeOf(item)}`,
	write: item => portText(item),
	remove: item => portText(item, true),
	isLossy: true,
});

const fileText = (item: Item, nameKey: string) => {
	const file = item['File'];
	return isTree(file) && !hasOther(item, ['File', nameKey, nameKey.replace('Name', 'ID')])
		? csv([
				['source', textAt(item, nameKey)],
				['target', textAt(file, 'Name')],
				['uid', textAt(file, 'UID') || undefined],
				['gid', textAt(file, 'GID') || undefined],
				['mode', typeof file['Mode'] === 'number' ? modeText(file['Mode']) : undefined],
			])
		: undefined;
};

const files = (nameKey: string) =>
	groupKind({
		keyOf: item => textAt(item, nameKey),
		write: item => fileText(item, nameKey),
		remove: item => textAt(item, nameKey),
	});

export const secrets = files('SecretName');

/** Those without a file are there for the credential spec, and come with its flag. */
const inFiles = (value: Json | undefined) => itemsOf(value).filter(item => !(isTree(item) && isTree(item['Runtime'])));

const configFiles = files('ConfigName');

export const configs: FlagKind = {
	create: (flag, value, names) => configFiles.create(flag, inFiles(value), names),
	update: (flag, before, after, names) => configFiles.update(flag, inFiles(before), inFiles(after), names),
};

export const ulimits = groupKind({
	keyOf: item => textAt(item, 'Name'),
	write: item => `${textAt(item, 'Name')}=${Number(item['Soft'] ?? 0)}:${Number(item['Hard'] ?? 0)}`,
	remove: item => textAt(item, 'Name'),
	replaces: true,
});

const discreteKind = (item: Item) => {
	const kind = at(item, ['DiscreteResourceSpec', 'Kind']);
	return typeof kind === 'string' && isNothing(item['NamedResourceSpec']) ? kind : undefined;
};

/** Named ones have no flag. */
export const generics = groupKind({
	keyOf: item => discreteKind(item) ?? JSON.stringify(item),
	write: item =>
		discreteKind(item) === undefined
			? undefined
			: `${discreteKind(item)}=${Number(at(item, ['DiscreteResourceSpec', 'Value']) ?? 0)}`,
	remove: discreteKind,
	replaces: true,
});
