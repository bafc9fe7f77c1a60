import {EngineError} from './errors.ts';

/** Where an engine listens, ready to be dialled. */
export type Endpoint =
	| {readonly kind: 'unix'; readonly socketPath: string}
	| {readonly kind: 'tcp'; readonly host: string; readonly port: number};

export const defaultEndpoint: Endpoint = {kind: 'unix', socketPath: '/var/run/docker.sock'};

/** As Docker's own tools write it: `unix:///var/run/docker.sock`, `tcp://10.0.0.1:2375`. */
export const addressOf = (endpoint: Endpoint) => {
	if (endpoint.kind === 'unix') {
		return `unix://${endpoint.socketPath}`;
	}
	const isVersion6 = endpoint.host.includes(':');
	return `tcp://${isVersion6 ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
The engine to talk to: `--host`, else `DOCKER_HOST`, else the default socket. Throws an `unsupported` EngineError that
says what is wrong with the value and what would be right.
*/
export const resolveEndpoint = (host: string | undefined, env: Environment): Endpoint => {
	const variable = env['DOCKER_HOST'] || undefined;
	const value = host ?? variable;
	const source = host === undefined ? 'DOCKER_HOST' : '--host';
	if (value === undefined) {
		return defaultEndpoint;
	}
	const endpoint = parseHost(value, source);
	if (endpoint.kind === 'tcp') {
		refuseTls(env, endpoint);
	}
	return endpoint;
};

/** Plain HTTP to an engine that is meant to be spoken to by TLS would leak what is sent. */
const refuseTls = (env: Environment, endpoint: Endpoint & {readonly kind: 'tcp'}) => {
	const variable = ['DOCKER_TLS_VERIFY', 'DOCKER_TLS'].find(name => env[name]);
	if (variable !== undefined) {
		throw bad(`${variable} is set, but TLS is not supported yet: use a unix socket, or unset it for plain tcp.`);
	}
	if (endpoint.port === 2376) {
		throw bad(`${addressOf(endpoint)} is Docker's TLS port, and TLS is not supported yet: use a unix socket.`);
	}
};

const bad = (message: string) => new EngineError('unsupported', message);

const example = 'for example unix:///var/run/docker.sock or tcp://10.0.0.1:2375';

const parseHost = (value: string, source: string): Endpoint => {
	const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(value) ?? [];
	switch (scheme?.toLowerCase()) {
		case 'unix':
			return unixEndpoint(value, rest, source);
		case 'tcp':
		case 'http':
			return tcpEndpoint(value, rest, source);
		case 'ssh':
			throw bad(`${source} names ${value}, but ssh is not supported yet: run skep on that machine.`);
		case 'https':
			throw bad(`${source} names ${value}, but TLS is not supported yet: use a unix socket.`);
		case undefined:
			throw bad(`${source} is "${value}", which has no scheme: ${example}.`);
		default:
			throw bad(`${source} names ${value}, but ${scheme}:// is not supported: ${example}.`);
	}
};

const unixEndpoint = (value: string, path: string, source: string): Endpoint => {
	if (path === '') {
		return defaultEndpoint;
	}
	if (!path.startsWith('/')) {
		throw bad(`${source} is "${value}", whose socket path doesn't start with "/": unix:///${path}?`);
	}
	return {kind: 'unix', socketPath: path};
};

const tcpEndpoint = (value: string, rest: string, source: string): Endpoint => {
	const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined;
	if (url === undefined || url.hostname === '') {
		throw bad(`${source} is "${value}", which is no host and port: ${example}.`);
	}
	if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
		throw bad(`${source} is "${value}", but only a host and a port may follow the scheme: tcp://${url.host}.`);
	}
	// URL drops port 80, HTTP's own; Docker's is 2375.
	const port = /:(\d+)\/?$/.exec(rest)?.[1];
	return {kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(port ?? 2375)};
};
