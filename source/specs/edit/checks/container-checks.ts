import {parseImage} from '../../../swarm/image-name.ts';
import {parseIp} from '../../../swarm/ip-address.ts';
import {isValid} from '../../../swarm/parsed.ts';
import type {Json} from '../../../swarm/values.ts';
import {at, isTree, textsOf} from '../../tree.ts';
import type {Fault} from '../problem.ts';
import {container, textsAt} from './paths.ts';

const imagePath = [...container, 'Image'];

export const imageFaults = (spec: Json): readonly Fault[] => {
	const image = at(spec, imagePath);

	if (!isTree(at(spec, container))) {
		return [];
	}

	const parsed = parseImage(typeof image === 'string' ? image : '');
	return isValid(parsed) ? [] : [{path: image === undefined ? container : imagePath, sentence: parsed.problem}];
};

export const envFaults = (spec: Json): readonly Fault[] =>
	textsAt(spec, [...container, 'Env'])
		.filter(({text}) => !/^[^=\0]+(=|$)/.test(text))
		.map(({path}) => ({path, sentence: 'a variable is NAME=value'}));

const hosts = (spec: Json): readonly Fault[] =>
	textsAt(spec, [...container, 'Hosts'])
		.filter(({text}) => {
			const [address = '', ...names] = text.split(/\s+/).filter(Boolean);
			return parseIp(address) === undefined || names.length === 0;
		})
		.map(({text, path}) => ({path, sentence: `"${text}" is no address with a host name, such as 10.0.0.7 db`}));

const nameservers = (spec: Json): readonly Fault[] =>
	textsAt(spec, [...container, 'DNSConfig', 'Nameservers'])
		.filter(({text}) => parseIp(text) === undefined)
		.map(({text, path}) => ({path, sentence: `"${text}" is no address such as 10.0.0.2`}));

export const addressFaults = (spec: Json): readonly Fault[] => [...hosts(spec), ...nameservers(spec)];

const health = [...container, 'Healthcheck'];
const leastHealth = 1_000_000;

const lengths = (spec: Json): readonly Fault[] =>
	['Interval', 'Timeout', 'StartPeriod', 'StartInterval'].flatMap(name => {
		const value = at(spec, [...health, name]);
		const isShort = typeof value === 'number' && value !== 0 && value < leastHealth;
		return isShort ? [{path: [...health, name], sentence: 'a health check takes no time below 1ms'}] : [];
	});

/** What the engine makes of the first word of a health check (api/types/container). */
export const healthFaults = (spec: Json): readonly Fault[] => {
	const [first, ...rest] = textsOf(at(spec, [...health, 'Test']));
	const path = [...health, 'Test'];
	const isKnown = first === undefined || ['', 'NONE', 'CMD', 'CMD-SHELL'].includes(first);
	const isWhole = first !== 'CMD-SHELL' || rest.length === 1;
	return [
		...(isKnown ? [] : [{path, sentence: `a health check begins with CMD, CMD-SHELL or NONE, not with "${first}"`}]),
		...(isWhole ? [] : [{path, sentence: 'CMD-SHELL takes one text, the whole command'}]),
		...lengths(spec),
	];
};
