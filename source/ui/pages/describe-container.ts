import {quoted} from '../../specs/shell-words.ts';
import {at, itemsOf, type Tree, textsOf, treeOf} from '../../specs/tree.ts';
import {bytesText, durationText, modeText} from '../../specs/units.ts';
import {pathInContainer} from '../../swarm/uses.ts';
import type {Json} from '../../swarm/values.ts';
import {type Entry, fact, heading, listed} from './section.ts';

/** What a service's containers are made from, beyond their image: all that its spec says, in the order of asking. */
export function containerEntries(spec: Json): readonly Entry[] {
	const template = treeOf(at(spec, ['TaskTemplate']));
	const container = treeOf(template['ContainerSpec']);
	const entries = [
		...program(container),
		...files(container),
		...life(container, treeOf(template['RestartPolicy'])),
		...surroundings(container),
		...limits(container, treeOf(template['Resources'])),
		...privileges(container),
		...listed('log driver', driver(treeOf(template['LogDriver']))),
		...listed('container labels', pairsOf(container['Labels'])),
	];
	return entries.length === 0 ? [] : [heading('What its containers are'), ...entries];
}

const words = (value: Json | undefined) => textsOf(value).map(quoted).join(' ');
const pairsOf = (value: Json | undefined) =>
	Object.entries(treeOf(value)).map(([key, inner]) => (inner === '' ? key : `${key}=${inner}`));
const plain = (value: Json | undefined) => (typeof value === 'string' || typeof value === 'number' ? value : undefined);
const time = (value: Json | undefined) => (typeof value === 'number' && value > 0 ? durationText(value) : undefined);
const joined = (...parts: readonly (string | undefined)[]) =>
	parts.filter(part => part !== undefined && part !== '').join(', ');

function program(container: Tree): readonly Entry[] {
	const variables = textsOf(container['Env']).map(variable => variable.split('=')[0] ?? '');
	const groups = textsOf(container['Groups']).join(', ');
	return [
		...fact('entrypoint', words(container['Command'])),
		...fact('arguments', words(container['Args'])),
		...fact('in folder', plain(container['Dir'])),
		...fact('as user', plain(container['User'])),
		...fact('and groups', groups),
		...listed(
			'variables',
			variables.length === 0 ? [] : [variables.join(', '), '(i shows their values, which may be passwords)'],
		),
		...fact('terminal', container['TTY'] === true ? 'a pseudo terminal is its output' : undefined),
		...fact('init', initWords(container['Init'])),
	];
}

const initWords = (init: Json | undefined) =>
	typeof init !== 'boolean' ? undefined : init ? 'process 1 is an init that passes signals on' : 'off';

function files(container: Tree): readonly Entry[] {
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

const driver = (from: Tree): readonly string[] =>
	plain(from['Name']) === undefined ? [] : [[String(from['Name']), ...pairsOf(from['Options'])].join('  ')];

function life(container: Tree, restart: Tree): readonly Entry[] {
	const check = treeOf(container['Healthcheck']);
	const attempts = restart['MaxAttempts'];
	return [
		...fact('health check', words(check['Test'])),
		...fact(
			'checked',
			joined(
				prefixed('every', time(check['Interval'])),
				prefixed('given', time(check['Timeout'])),
				prefixed('from', time(check['StartPeriod'])),
				prefixed('until then every', time(check['StartInterval'])),
				typeof check['Retries'] === 'number' && check['Retries'] > 0 ? `sick after ${check['Retries']}` : undefined,
			),
		),
		...fact(
			'stopped',
			joined(
				prefixed('by', plain(container['StopSignal'])),
				prefixed('killed after', time(container['StopGracePeriod'])),
			),
		),
		...fact(
			'restarted',
			joined(
				plain(restart['Condition'])?.toString(),
				prefixed('after', time(restart['Delay'])),
				typeof attempts === 'number' && attempts > 0 ? `${attempts} times at most` : undefined,
				prefixed('counted over', time(restart['Window'])),
			),
		),
	];
}

const prefixed = (word: string, value: string | number | undefined) =>
	value === undefined ? undefined : `${word} ${value}`;

function surroundings(container: Tree): readonly Entry[] {
	const dns = treeOf(container['DNSConfig']);
	return [
		...fact('host name', plain(container['Hostname'])),
		...listed('hosts', textsOf(container['Hosts'])),
		...fact('name servers', textsOf(dns['Nameservers']).join(', ')),
		...fact('search domains', textsOf(dns['Search']).join(', ')),
		...fact('resolver', textsOf(dns['Options']).join(', ')),
	];
}

function limits(container: Tree, resources: Tree): readonly Entry[] {
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

function privileges(container: Tree): readonly Entry[] {
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
