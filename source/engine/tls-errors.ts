import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {PeerCertificate} from 'node:tls';
import type {TcpEndpoint, Tls} from './endpoint.ts';
import {EngineError} from './errors.ts';

type Where = {readonly address: string; readonly endpoint: TcpEndpoint; readonly tls: Tls};

type Rule = {readonly code: RegExp; readonly sentence: (where: Where, error: Failure) => string};

type Failure = Error & {readonly code?: unknown; readonly cert?: PeerCertificate};

/** Days only: nobody needs the second that a certificate ended. */
const day = (date: string) => {
	const time = Date.parse(date);
	return Number.isNaN(time) ? date : new Date(time).toISOString().slice(0, 10);
};

const certificateIn = (path: string | undefined) => {
	try {
		return path === undefined ? undefined : new X509Certificate(readFileSync(path));
	} catch {
		return undefined;
	}
};

const expiryOf = (path: string | undefined) => {
	const own = certificateIn(path);
	return own !== undefined && Date.parse(own.validTo) < Date.now() ? own.validTo : undefined;
};

/** Why the engine may have refused who asks, as far as the certificate itself tells. */
const ownTrouble = ({tls: {cert}}: Where) => {
	const expired = expiryOf(cert);
	if (cert === undefined) {
		return 'say --tlscert and --tlskey, or put cert.pem and key.pem into DOCKER_CERT_PATH';
	}
	return expired === undefined
		? `${cert} is not signed by an authority that the engine trusts, or isn't meant for clients`
		: `${cert} expired on ${day(expired)}: it needs to be renewed`;
};

/** Some engines hang up on those they don't accept, without a word. */
const mayBeRefused = (code: string, {cert}: Tls) => /^(ECONNRESET|EPIPE)$/.test(code) && expiryOf(cert) !== undefined;

/** `DNS:mgr1, IP Address:10.0.0.1` as people read it. */
const namesIn = (certificate: PeerCertificate | undefined) => {
	const names = (certificate?.subjectaltname ?? '').replaceAll(/(DNS|IP Address):/g, '');
	return names === '' ? 'no name at all' : names;
};

/** OpenSSL's word for it. */
const refused = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';

const rules: readonly Rule[] = [
	{
		code: /^CERT_HAS_EXPIRED$/,
		sentence: ({address}) => `The certificate of ${address} has expired: the engine there needs a new one.`,
	},
	{
		code: /^CERT_NOT_YET_VALID$/,
		sentence: ({address}) => `The certificate of ${address} is not valid yet: is the clock right, here and there?`,
	},
	{
		code: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
		sentence: ({address, endpoint}, {cert}) =>
			`The certificate of ${address} is for ${namesIn(cert)}, not for ${endpoint.host}: connect by a name that it holds.`,
	},
	{
		code: /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|CERT_CHAIN/,
		sentence: ({address, tls}) =>
			`The certificate of ${address} is not signed by ${tls.ca === undefined ? 'an authority that this machine trusts: name its own with --tlscacert' : `the authority in ${tls.ca}: is that the one of this engine?`}`,
	},
	{
		code: /CERTIFICATE_REQUIRED|ALERT_(BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED|HANDSHAKE_FAILURE)/,
		sentence: where => `${where.address} does not accept who asks: ${ownTrouble(where)}.`,
	},
	{
		code: /KEY_VALUES_MISMATCH|KEY_TYPE_MISMATCH/,
		sentence: ({tls}) => `${tls.key} is not the key of ${tls.cert}: they have to be made together.`,
	},
	{
		code: /BAD_DECRYPT|BAD_PASSWORD_READ|INTERRUPTED_OR_CANCELLED|PASSWORD/,
		sentence: ({tls}) => `${tls.key} is locked with a passphrase, which can't be asked for here: use a key without.`,
	},
	{
		code: /PEM_|NO_START_LINE|ASN1|DECODER|UNSUPPORTED$|CRYPTO_OPERATION_FAILED/,
		sentence: ({tls}) =>
			`One of these is no certificate or key in PEM: ${[tls.ca, tls.cert, tls.key].filter(Boolean).join(', ')}.`,
	},
	{
		code: /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|EPROTO|RECORD_LAYER|UNEXPECTED_MESSAGE/,
		sentence: ({address}) =>
			`${address} does not speak TLS: it may be the port without (2375), or no Docker engine. Nothing was sent.`,
	},
];

/** What went wrong with a TLS connection, in one sentence; other errors as they are. */
export const explainTls = (error: unknown, address: string, endpoint: TcpEndpoint, tls: Tls): unknown => {
	const failure = error as Failure;
	const given = String(failure.code ?? '');
	const means = mayBeRefused(given, tls) ? refused : given;
	const rule = rules.find(({code}) => code.test(means));
	return rule === undefined || error instanceof EngineError
		? error
		: new EngineError('unreachable', rule.sentence({address, endpoint, tls}, failure), {cause: error});
};
