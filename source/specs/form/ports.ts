import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {PublishedPort} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {similar} from '../edit/similar.ts';
import {choiceEntry, type Entry} from './entry.ts';
import {clash, protocols} from './port-clash.ts';
import {fieldsIn, itemsIn, readEach, type Word, whenValid} from './words.ts';

type Port = PublishedPort;

const modes = ['ingress', 'host'] as const;
const keys = ['mode', 'target', 'published', 'protocol'];

const highest = 65_535;

const readPort = (text: string): Parsed<number> =>
	/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= highest
		? {value: Number(text)}
		: {problem: `"${text}" is no port: a whole number from 1 to ${highest}`};

const readRange = (text: string): Parsed<readonly number[]> => {
	const [from = '', to = from, ...more] = text.split('-');

	if (more.length > 0) {
		return {problem: `"${text}" is no range of ports such as 8000-8005`};
	}

	return whenValid(readEach([from, to], readPort), ([first = 0, last = 0]) =>
		first > last
			? {problem: `the range ${text} runs backwards`}
			: {value: Array.from({length: last - first + 1}, (_, at) => first + at)},
	);
};

/** `80`, `8080:80`, `53:53/udp`, `8000-8005:9000-9005`. */
const readShort = (text: string): Parsed<readonly Port[]> => {
	const [, ports = '', named] = /^([^/]*)(?:\/(.*))?$/.exec(text) ?? [];
	const protocol = protocols.find(known => known === (named?.toLowerCase() ?? 'tcp'));
	const parts = ports.split(':');

	if (protocol === undefined) {
		return {problem: `"${named}" is no protocol: tcp, udp or sctp`};
	}

	if (parts.length > 2) {
		return {problem: `"${text}": Swarm publishes on every address of a node; write published:target`};
	}

	return whenValid(readEach(parts, readRange), ranges => {
		const [published, target = []] = ranges.length === 2 ? ranges : [undefined, ranges[0]];
		const pairs = (published ?? target).map((_, at) => [published?.[at], target.length === 1 ? target[0] : target[at]]);
		return published !== undefined && target.length !== 1 && target.length !== published.length
			? {problem: `"${text}": the two ranges are not equally long`}
			: {value: pairs.map(([open, inside]) => ({published: open, target: inside ?? 0, protocol, mode: 'ingress'}))};
	});
};

const choose = <T extends string>(key: string, value: string, choices: readonly T[]): Parsed<T> => {
	const choice = choices.find(candidate => candidate === value.toLowerCase());
	return choice === undefined ? {problem: `${key} is ${choices.join(' or ')}, not "${value}"`} : {value: choice};
};

/** One `key=value` of a port's long form. */
const readField = (field: string): Parsed<Partial<Port>> => {
	const [, key = '', value = ''] = /^([^=]*)=(.*)$/.exec(field) ?? [];

	switch (key.toLowerCase()) {
		case 'mode':
			return whenValid(choose(key, value, modes), mode => ({value: {mode}}));
		case 'protocol':
			return whenValid(choose(key, value, protocols), protocol => ({value: {protocol}}));
		case 'target':
			return whenValid(readPort(value), target => ({value: {target}}));
		case 'published':
			return whenValid(readPort(value), published => ({value: {published}}));
		default: {
			const meant = similar(key, keys);
			return {
				problem: `a port has no ${key || field}: ${meant === undefined ? keys.join(', ') : `is ${meant} meant?`}`,
			};
		}
	}
};

const readLong = (word: Word): Parsed<readonly Port[]> =>
	whenValid(readEach(fieldsIn(word), readField), fields => {
		const port = Object.assign({published: undefined, target: 0, protocol: 'tcp', mode: 'ingress'}, ...fields) as Port;
		return port.target === 0 ? {problem: `"${word.text}" needs target=, the port in the container`} : {value: [port]};
	});

const readItem = (word: Word): Parsed<readonly Port[]> =>
	word.text.includes('=')
		? readLong(word)
		: whenValid(readEach(fieldsIn(word), readShort), ports => ({value: ports.flat()}));

const rawPort = ({published, target, protocol, mode}: Port): Json => ({
	Protocol: protocol,
	TargetPort: target,
	...(published === undefined ? {} : {PublishedPort: published}),
	PublishMode: mode,
});

const readPorts = (text: string, known: Snapshot): Parsed<readonly Port[]> =>
	whenValid(itemsIn(text), items =>
		whenValid(readEach(items, readItem), found => {
			const ports = found.flat();
			const problem = clash(ports, known);
			return problem === undefined ? {value: ports} : {problem};
		}),
	);

export const portEntries: readonly Entry[] = [
	{
		name: 'ports',
		label: 'ports',
		hint: 'published:target, 53:53/udp or mode=host,target=53,published=53; several with spaces between',
		read: (text, known) => {
			const ports = readPorts(text, known);
			return isValid(ports) ? {value: [{path: ['EndpointSpec', 'Ports'], value: ports.value.map(rawPort)}]} : ports;
		},
	},
	choiceEntry(
		{
			name: 'endpoint',
			label: 'found by',
			hint: 'vip: its name leads to one address for all tasks; dnsrr: to those of the tasks (no port on all nodes then)',
		},
		['vip', 'dnsrr'],
		value => [{path: ['EndpointSpec', 'Mode'], value}],
	),
];
