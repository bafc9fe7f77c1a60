/** What of a command line says where to connect, as docker's own flags do. */
export type ConnectionFlags = {
	/** In the order given; several are managers of one swarm, to fail over between. */
	readonly hosts: readonly string[];
	readonly contexts: readonly string[];
	/** TLS without a check of the engine's certificate, unless `tlsverify` asks for it. */
	readonly tls?: boolean;
	readonly tlsverify?: boolean;
	readonly tlscacert?: string;
	readonly tlscert?: string;
	readonly tlskey?: string;
};

export const noFlags: ConnectionFlags = {hosts: [], contexts: []};

const short: Readonly<Record<string, string>> = {'-H': '--host', '-c': '--context'};

const listed = ['host', 'context'] as const;
const named = ['tlscacert', 'tlscert', 'tlskey'] as const;
const switches = ['tls', 'tlsverify'] as const;

/** Several in one value: `tcp://mgr1:2376,tcp://mgr2:2376`. The path of a socket may hold a comma. */
const hostsIn = (value: string) => value.split(/,(?=[a-z][a-z0-9+.-]*:\/\/)/i);

type TakenFlags = {
	readonly flags: ConnectionFlags;
	/** All other words, in their order. */
	readonly rest: readonly string[];
	/** Why they can't be understood. */
	readonly problem?: string;
};

/** Takes the connection's flags out of a command line, wherever they stand in it. */
export const takeConnectionFlags = (words: readonly string[]): TakenFlags => {
	const left = [...words];
	const rest: string[] = [];
	let flags = noFlags;

	for (let word = left.shift(); word !== undefined; word = left.shift()) {
		if (word === '--') {
			rest.push(word, ...left);
			break;
		}
		const [, given = word, inline] = /^(--?\w+)=(.*)$/s.exec(word) ?? [];
		const name = (short[given] ?? given).replace(/^--/, '');
		if (isOneOf(switches, name) && given.startsWith('--')) {
			if (inline !== undefined && !['true', 'false'].includes(inline)) {
				return {flags, rest, problem: `--${name} takes true or false, or nothing, which is true.`};
			}
			flags = {...flags, [name]: inline !== 'false'};
		} else if ((isOneOf(listed, name) || isOneOf(named, name)) && given.startsWith('-')) {
			const value = inline ?? left.shift();
			if (value === undefined || value.startsWith('--')) {
				return {flags, rest, problem: missing[name]};
			}
			flags = withValue(flags, name, value);
		} else {
			rest.push(word);
		}
	}
	return {flags, rest};
};

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name =>
	(names as readonly string[]).includes(name);

const missing = {
	host: '--host takes an address, for example --host ssh://user@mgr1.',
	context: '--context takes the name of a Docker context ("docker context ls" shows them).',
	tlscacert: '--tlscacert takes the path of a PEM file.',
	tlscert: '--tlscert takes the path of a PEM file.',
	tlskey: '--tlskey takes the path of a PEM file.',
} as const;

const withValue = (flags: ConnectionFlags, name: keyof typeof missing, value: string): ConnectionFlags => {
	switch (name) {
		case 'host':
			return {...flags, hosts: [...flags.hosts, ...hostsIn(value)]};
		case 'context':
			return {...flags, contexts: [...flags.contexts, ...value.split(',')]};
		default:
			return {...flags, [name]: value};
	}
};
