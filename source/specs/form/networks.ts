import {parseIp} from '../../swarm/ip-address.ts';
import type {Network} from '../../swarm/network.ts';
import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import type {Tree} from '../tree.ts';
import {type Entry, plainEntry} from './entry.ts';
import {meantBy} from './known-names.ts';
import {container} from './paths.ts';
import {fieldsIn, itemsIn, readEach, textsIn, type Word, whenValid} from './words.ts';

/** Every node has these, and services may use them though the swarm lists them nowhere (manager/allocator). */
const predefined = ['host', 'bridge'];

/** Networks of one engine: nothing that a service could join on every node. */
const local = ['none', 'docker_gwbridge'];

type Attachment = {readonly name: string; readonly aliases: readonly string[]; readonly options: Tree};

const isLong = (text: string) => /\w+=\w+/.test(text);

const readField = (field: string): Parsed<(attachment: Attachment) => Attachment> => {
	const [, key = '', value = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(field) ?? [];
	const [, option = '', setting = ''] = /^([^=]+)=(.*)$/.exec(value) ?? [];

	switch (key) {
		case 'name':
			return {value: attachment => ({...attachment, name: value})};
		case 'alias':
			return {value: attachment => ({...attachment, aliases: [...attachment.aliases, value]})};
		case 'driver-opt':
			return option === ''
				? {problem: `driver-opt=${value} is no driver-opt=key=value`}
				: {value: attachment => ({...attachment, options: {...attachment.options, [option]: setting}})};
		default:
			return {problem: `a network has no ${key || field} here: name=, alias=, driver-opt=`};
	}
};

const readAttachment = (word: Word): Parsed<readonly Attachment[]> => {
	if (!isLong(word.text)) {
		return {value: fieldsIn(word).map(name => ({name, aliases: [], options: {}}))};
	}

	return whenValid(readEach(fieldsIn(word), readField), changes => {
		const none: Attachment = {name: '', aliases: [], options: {}};
		const attachment = changes.reduce((so, change) => change(so), none);
		return attachment.name === '' ? {problem: `"${word.text}" needs name=`} : {value: [attachment]};
	});
};

const idOf = (name: string, {networks}: Snapshot): Parsed<string> => {
	const all: readonly Network[] = [...(networks?.items.values() ?? [])];
	const found = all.find(network => network.name === name) ?? all.find(({id}) => id === name);

	if (found?.isIngress) {
		return {problem: `${name} is Swarm's own: a port published in ingress mode uses it`};
	}

	if (local.includes(name)) {
		return {problem: `${name} belongs to one engine: services join networks of the swarm`};
	}

	if (found !== undefined || networks === undefined || predefined.includes(name)) {
		return {value: found?.id ?? name};
	}

	const names = all.filter(({isIngress}) => !isIngress).map(network => network.name);
	return {problem: `the swarm has no network ${name}${meantBy(name, names)}`};
};

const rawAttachment = ({aliases, options}: Attachment, id: string): Json => ({
	Target: id,
	...(aliases.length === 0 ? {} : {Aliases: aliases}),
	...(Object.keys(options).length === 0 ? {} : {DriverOpts: options}),
});

/** In the order of their ids, as the command line sorts them. */
const rawNetworks = (found: readonly Attachment[], known: Snapshot): Parsed<Json> =>
	whenValid(
		readEach(found, ({name}) => idOf(name, known)),
		ids => {
			const twice = ids.findIndex((id, at) => ids.indexOf(id) < at);
			const all = found.map((attachment, at) => ({id: ids[at] ?? '', attachment}));
			return twice === -1
				? {
						value: all
							.toSorted((a, b) => (a.id < b.id ? -1 : 1))
							.map(({id, attachment}) => rawAttachment(attachment, id)),
					}
				: {problem: `the network ${found[twice]?.name} is there twice`};
		},
	);

const readNetworks: Entry['read'] = (text, known) =>
	whenValid(itemsIn(text), items =>
		whenValid(readEach(items, readAttachment), found => {
			const raw = rawNetworks(found.flat(), known);
			return isValid(raw) ? {value: [{path: ['TaskTemplate', 'Networks'], value: raw.value}]} : raw;
		}),
	);

const readHost = (text: string): Parsed<string> => {
	const [, name = '', address = ''] = /^([^:]+):(.+)$/.exec(text) ?? [];
	return name === '' || (parseIp(address) === undefined && address !== 'host-gateway')
		? {problem: `"${text}" is no host with its address, such as db:10.0.0.7`}
		: {value: `${address} ${name}`};
};

const readAddress = (text: string): Parsed<string> =>
	parseIp(text) === undefined ? {problem: `"${text}" is no address such as 10.0.0.2`} : {value: text};

const listEntry = (
	words: Pick<Entry, 'name' | 'label' | 'hint' | 'fallback'>,
	path: readonly string[],
	read: (text: string) => Parsed<string> = text => ({value: text}),
) => plainEntry(words, path, text => whenValid(textsIn(text), texts => readEach(texts, read)));

export const networkEntries: readonly Entry[] = [
	{
		name: 'networks',
		label: 'networks',
		hint: 'names with spaces between; with other names for it there: name=backend,alias=db',
		read: readNetworks,
	},
	listEntry(
		{name: 'hosts', label: 'hosts', hint: 'names it knows beside those of DNS: db:10.0.0.7'},
		[...container, 'Hosts'],
		readHost,
	),
	listEntry(
		{name: 'dns', label: 'DNS servers', hint: 'addresses with spaces between', fallback: `the node's`},
		[...container, 'DNSConfig', 'Nameservers'],
		readAddress,
	),
	listEntry(
		{
			name: 'dnsSearch',
			label: 'DNS search',
			hint: 'domains that short names are looked for in',
			fallback: `the node's`,
		},
		[...container, 'DNSConfig', 'Search'],
	),
	listEntry({name: 'dnsOptions', label: 'DNS options', hint: 'as in resolv.conf: ndots:2 timeout:1'}, [
		...container,
		'DNSConfig',
		'Options',
	]),
];
