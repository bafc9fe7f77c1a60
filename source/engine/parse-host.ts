import {defaultEndpoint, type Endpoint, type SshEndpoint, type TcpEndpoint} from './endpoint.ts';
import {EngineError} from './errors.ts';

/** What can't be understood as a place to connect to, in one sentence. */
export const unusable = (message: string) => new EngineError('unsupported', message);

const example = 'for example unix:///var/run/docker.sock, tcp://10.0.0.1:2376 or ssh://user@mgr1';

/** Docker's ports for tcp, plain and with TLS. */
const ports = {plain: 2375, tls: 2376};

/**
An address as Docker's tools write it. `source` says where it is from, at the beginning of the sentence that says what
is wrong with it.
*/
export const parseHost = (value: string, source: string, hasTls = false): Endpoint => {
	const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(value) ?? [];
	const shown = value.replace(/:\/\/.*:.*@/s, '://***@');
	switch (scheme?.toLowerCase()) {
		case 'unix':
			return unixEndpoint(shown, rest, source);
		case 'tcp':
		case 'http':
			return tcpEndpoint(shown, rest, source, hasTls);
		case 'ssh':
			return sshEndpoint(shown, rest, source);
		case 'https':
			throw unusable(`${source} is "${shown}": for TLS write tcp:// in its place, and say --tlsverify.`);
		case undefined:
			throw unusable(`${source} is "${shown}", which has no scheme: ${example}.`);
		default:
			throw unusable(`${source} is "${shown}", but ${scheme}:// is not supported: ${example}.`);
	}
};

const unixEndpoint = (value: string, path: string, source: string): Endpoint => {
	if (path === '') {
		return defaultEndpoint;
	}
	if (!path.startsWith('/')) {
		throw unusable(`${source} is "${value}", whose socket path doesn't start with "/": unix:///${path}?`);
	}
	return {kind: 'unix', socketPath: path};
};

const urlOf = (rest: string) => (URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined);

const hostOf = ({hostname}: URL) => hostname.replace(/^\[|\]$/g, '');

const tcpEndpoint = (value: string, rest: string, source: string, hasTls: boolean): TcpEndpoint => {
	const url = urlOf(rest);
	if (url === undefined || url.hostname === '') {
		throw unusable(`${source} is "${value}", which is no host and port: ${example}.`);
	}
	if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
		throw unusable(`${source} is "${value}", but only a host and a port may follow the scheme: tcp://${url.host}.`);
	}
	// URL drops port 80, HTTP's own; Docker has others.
	const port = /:(\d+)\/?$/.exec(rest)?.[1];
	return {kind: 'tcp', host: hostOf(url), port: Number(port ?? (hasTls ? ports.tls : ports.plain))};
};

/** ssh takes what begins with a dash for an option, and aliases of its own configuration for hosts: no more is asked. */
const plainName = /^[^\s\0-\x1f\x7f-][^\s\0-\x1f\x7f]*$/;

const sshEndpoint = (value: string, rest: string, source: string): SshEndpoint => {
	const [, user, version6, name = '', port, path = ''] =
		/^(?:([^@/]*)@)?(?:\[([\da-f:.%\w]+)\]|([^@/:?#[\]]*))(?::(\d+))?(\/[^?#]*)?$/i.exec(rest) ?? [];
	const host = version6 ?? name;
	if (user?.includes(':')) {
		// The value holds a password: it is not said again.
		throw unusable(`${source} names an ssh:// address with a password: leave it out, ssh asks keys or its agent.`);
	}
	if (!plainName.test(host) || (user !== undefined && !plainName.test(user)) || Number(port ?? 1) > 65_535) {
		throw unusable(`${source} is "${value}", which is no ssh address: ssh://user@host:port, user and port if needed.`);
	}
	return {
		kind: 'ssh',
		host,
		...(user === undefined ? {} : {user}),
		...(port === undefined ? {} : {port: Number(port)}),
		...(path === '' || path === '/' ? {} : {socketPath: path}),
	};
};
