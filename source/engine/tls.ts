import {readFileSync} from 'node:fs';
import {isIP} from 'node:net';
import {connect, getCACertificates, rootCertificates, type TLSSocket} from 'node:tls';
import type {Dialler} from './dialler.ts';
import {addressOf, type TcpEndpoint, type Tls} from './endpoint.ts';
import {EngineError} from './errors.ts';
import {explainTls} from './tls-errors.ts';

const read = (path: string) => {
	try {
		return readFileSync(path);
	} catch (error) {
		throw new EngineError('unreachable', `${path} can't be read: ${(error as Error).message}.`, {cause: error});
	}
};

/** Like the docker CLI, which trusts whom the machine trusts. Node before 22.15 only knows its own list. */
const trusted = () => [...rootCertificates, ...(getCACertificates?.('system') ?? [])];

/** Connections to an engine with TLS; the certificates are read for each, so that renewed ones count. */
export const tlsDialler = (endpoint: TcpEndpoint, tls: Tls): Dialler => {
	const {host, port} = endpoint;
	const open = (): TLSSocket =>
		connect({
			host,
			port,
			...(isIP(host) === 0 ? {servername: host} : {}),
			ALPNProtocols: ['http/1.1'],
			rejectUnauthorized: tls.isVerified,
			// A file of authorities that can't be read is no trouble where nothing is checked.
			...(tls.isVerified ? {ca: tls.ca === undefined ? trusted() : read(tls.ca)} : {}),
			...(tls.cert === undefined ? {} : {cert: read(tls.cert)}),
			...(tls.key === undefined ? {} : {key: read(tls.key)}),
		});
	return {open, explain: error => explainTls(error, addressOf(endpoint), endpoint, tls)};
};
