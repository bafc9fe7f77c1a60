import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {effectiveCapabilities} from '../capabilities.ts';
import {similar} from '../edit/similar.ts';
import {byText} from '../tree.ts';
import {choiceEntry, type Entry, flagEntry, type Part, plainEntry} from './entry.ts';
import {readPairs} from './pairs.ts';
import {container} from './paths.ts';
import {readEach, textsIn, whenValid} from './words.ts';

const readCapability = (text: string): Parsed<string> =>
	/^[a-z_]+$/i.test(text) ? {value: text} : {problem: `"${text}" is no capability such as NET_ADMIN`};

const capabilities = (name: 'capAdd' | 'capDrop', hint: string): Entry => ({
	name,
	label: name === 'capAdd' ? 'capabilities' : 'without',
	hint,
	read: text => {
		const names = whenValid(textsIn(text), texts => readEach(texts, readCapability));

		if (!isValid(names)) {
			return names;
		}

		const isAdded = name === 'capAdd';
		const {add, drop} = effectiveCapabilities(isAdded ? names.value : [], isAdded ? [] : names.value);
		return {value: [{path: [...container, isAdded ? 'CapabilityAdd' : 'CapabilityDrop'], value: isAdded ? add : drop}]};
	},
});

type Ulimit = {readonly Name: string; readonly Hard: number; readonly Soft: number};

/** What go-units knows, in its order (docker/go-units: ulimit.go). */
const ulimitNames = [
	...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss', 'rtprio'],
	...['rttime', 'sigpending', 'stack'],
];

const readUlimit = (text: string): Parsed<Ulimit> => {
	const [, name = '', soft = '', hard = soft] = /^([a-z]+)=(-1|\d+)(?::(-1|\d+))?$/.exec(text) ?? [];
	const isMore = Number(hard) !== -1 && (Number(soft) === -1 || Number(soft) > Number(hard));

	if (name === '') {
		return {problem: `"${text}" is no limit such as nofile=1024:65536`};
	}

	if (!ulimitNames.includes(name)) {
		const meant = similar(name, ulimitNames);
		return {problem: `there is no limit ${name}${meant === undefined ? '' : `; is ${meant} meant?`}`};
	}

	return isMore
		? {problem: `${text}: the first, which counts, can't be more than the second, up to which it may be raised`}
		: {value: {Name: name, Hard: Number(hard), Soft: Number(soft)}};
};

/** By their names, as the command line sorts them. */
const readUlimits = (text: string): Parsed<Json> =>
	whenValid(textsIn(text), texts =>
		whenValid(readEach(texts, readUlimit), limits => {
			const twice = limits.find(({Name}, at) => limits.findIndex(other => other.Name === Name) < at);
			return twice === undefined
				? {value: limits.toSorted((a, b) => byText(a.Name, b.Name))}
				: {problem: `${twice.Name} is limited twice`};
		}),
	);

/** What its processes may do beside what every container may, or may not. */
export const privileges: Part = {
	title: 'Privileges',
	entries: [
		flagEntry({name: 'readOnly', label: 'read-only', hint: `the container can't write but into its mounts`}, [
			...container,
			'ReadOnly',
		]),
		capabilities('capAdd', 'of the kernel, beside those that every container has: NET_ADMIN SYS_TIME'),
		capabilities('capDrop', 'capabilities that it must not have: ALL, CHOWN'),
		plainEntry(
			{name: 'groups', label: 'groups', hint: 'that its user is in as well: names or numbers'},
			[...container, 'Groups'],
			textsIn,
		),
		plainEntry(
			{name: 'sysctls', label: 'sysctls', hint: 'settings of the kernel: net.core.somaxconn=1024'},
			[...container, 'Sysctls'],
			readPairs(`"%" is no setting such as net.core.somaxconn=1024`),
		),
		plainEntry(
			{name: 'ulimits', label: 'ulimits', hint: 'nofile=1024:65536: what counts, and up to what it may be raised'},
			[...container, 'Ulimits'],
			readUlimits,
		),
		choiceEntry(
			{name: 'isolation', label: 'isolation', hint: 'how Windows keeps containers apart'},
			['default', 'process', 'hyperv'],
			value => [{path: [...container, 'Isolation'], value}],
		),
	],
};
