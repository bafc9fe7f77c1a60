import {type ConnectionFlags, noFlags} from './connection-flags.ts';
import {contextEndpoint, currentContext, type Environment} from './contexts.ts';
import {addressOf, defaultEndpoint, type Endpoint, type Tls} from './endpoint.ts';
import type {Place} from './engine.ts';
import {parseHost, unusable} from './parse-host.ts';
import {hasTlsFlags, tlsArguments, tlsOf} from './tls-files.ts';

/** A place that can be dialled. */
export type Destination = Place & {readonly endpoint: Endpoint};

/** In the order in which they are tried. */
export type Destinations = readonly [Destination, ...Destination[]];

/**
The engines to talk to, in Docker's own order: `--context`, `--host`, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current
context, the default socket. Throws an `unsupported` EngineError that says what is wrong and what would be right.
*/
export const resolveConnection = (flags: ConnectionFlags, env: Environment): Destinations => {
	if (flags.contexts.length > 0 && flags.hosts.length > 0) {
		throw unusable('--context and --host both say where to connect: leave out one of them.');
	}
	const [first, ...others] = flags.contexts;
	if (first !== undefined) {
		const reached = (name: string) => ofContext(name, '--context', flags, env);
		return [reached(first), ...others.map(reached)];
	}
	if (flags.hosts.length > 0 || env['DOCKER_HOST']) {
		return ofHosts(flags, env);
	}
	const variable = env['DOCKER_CONTEXT'];
	const name = variable || currentContext(env) || 'default';
	return [ofContext(name, variable ? 'DOCKER_CONTEXT' : 'The current context', flags, env)];
};

const isTcp = (host: string) => /^(tcp|http):/i.test(host);

const ofHosts = (flags: ConnectionFlags, env: Environment): Destinations => {
	const [hosts, source] =
		flags.hosts.length > 0
			? ([flags.hosts, '--host'] as const)
			: ([[env['DOCKER_HOST'] ?? ''], 'DOCKER_HOST'] as const);
	if (hasTlsFlags(flags) && !hosts.some(isTcp)) {
		throw unusable(`TLS is for tcp:// addresses, and ${source} is ${hosts[0]}: leave the --tls flags out.`);
	}
	const tls = hosts.some(isTcp) ? tlsOf(flags, env) : undefined;
	const [first = '', ...others] = hosts;
	const reached = (host: string) => ofEndpoint(withTls(parseHost(host, source, tls !== undefined), tls), flags);
	return [reached(first), ...others.map(reached)];
};

const withTls = (endpoint: Endpoint, tls: Tls | undefined): Endpoint =>
	endpoint.kind === 'tcp' && tls !== undefined ? {...endpoint, tls} : endpoint;

const ofContext = (name: string, source: string, flags: ConnectionFlags, env: Environment): Destination => {
	if (name === 'default') {
		return ofDefault(flags, env);
	}
	if (hasTlsFlags(flags)) {
		throw unusable(`The context ${name} has TLS settings of its own: leave the --tls flags out, or say --host.`);
	}
	const endpoint = contextEndpoint(name, source, env);
	const {address, isUnverified} = ofEndpoint(endpoint, flags);
	const isUsual = flags.contexts.length === 0;
	return {endpoint, address, context: name, isUnverified, docker: ['--context', name], isUsual};
};

/** What there is without any context; where TLS is asked for, Docker means this machine's port for it. */
const ofDefault = (flags: ConnectionFlags, env: Environment): Destination => {
	if (env['DOCKER_HOST']) {
		return ofHosts(flags, env)[0];
	}
	const tls = tlsOf(flags, env);
	const endpoint: Endpoint = tls === undefined ? defaultEndpoint : {kind: 'tcp', host: 'localhost', port: 2376, tls};
	return ofEndpoint(endpoint, flags);
};

const ofEndpoint = (endpoint: Endpoint, flags: ConnectionFlags): Destination => {
	const address = addressOf(endpoint);
	const tls = endpoint.kind === 'tcp' ? endpoint.tls : undefined;
	return {
		endpoint,
		address,
		isUnverified: tls?.isVerified === false,
		docker: ['--host', address, ...(tls === undefined ? [] : tlsArguments(tls))],
		isUsual: flags.hosts.length === 0 && flags.contexts.length === 0 && !hasTlsFlags(flags),
	};
};

/** An engine by its endpoint alone. */
export const destinationOf = (endpoint: Endpoint): Destination => ofEndpoint(endpoint, noFlags);
