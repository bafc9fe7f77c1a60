/** What a program can act on; `message` is one sentence for a person. */
type RegistryErrorKind =
	| 'unreachable' // nothing answers there, or not from here
	| 'untrusted' // its certificate, or no TLS at all
	| 'denied' // it wants a login, or another one
	| 'absent' // no such image or tag
	| 'busy' // asked too often
	| 'late' // no answer in time
	| 'garbled' // what it answers makes no sense
	| 'failed' // its own trouble
	| 'aborted'; // we gave up on it ourselves

export class RegistryError extends Error {
	override readonly name = 'RegistryError';
	readonly kind: RegistryErrorKind;

	constructor(kind: RegistryErrorKind, message: string, cause?: unknown) {
		super(message, {cause});
		this.kind = kind;
	}
}

export const isRegistryError = (error: unknown, ...kinds: readonly RegistryErrorKind[]): error is RegistryError =>
	error instanceof RegistryError && (kinds.length === 0 || kinds.includes(error.kind));

/** What kept a connection from coming about or from lasting, by the code that Node gives it. */
const troubles: readonly {readonly code: RegExp; readonly kind: RegistryErrorKind; readonly clause: string}[] = [
	{code: /^ENOTFOUND$|^EAI_/, kind: 'unreachable', clause: 'its name is unknown here'},
	{code: /^ECONNREFUSED$/, kind: 'unreachable', clause: 'the connection is refused'},
	{code: /^E(HOST|NET)UNREACH$/, kind: 'unreachable', clause: 'there is no way to it from here'},
	{code: /^ETIMEDOUT$/, kind: 'unreachable', clause: 'the connection timed out'},
	{code: /^ECONNRESET$|^EPIPE$/, kind: 'garbled', clause: 'it broke off its answer'},
	{code: /^HPE_/, kind: 'garbled', clause: 'what it answers is no HTTP'},
	{code: /^ERR_SSL_WRONG_VERSION_NUMBER$|^EPROTO$|^ERR_SSL_/, kind: 'untrusted', clause: 'it speaks no TLS'},
	{code: /CERT|SELF_SIGNED|^UNABLE_TO_|^ERR_TLS_/, kind: 'untrusted', clause: 'its certificate is not trusted here'},
];

const waysOut: Partial<Record<RegistryErrorKind, (host: string) => string>> = {
	untrusted: host =>
		` Its CA belongs into /etc/docker/certs.d/${host}/ca.crt, or the registry into the engine's insecure-registries.`,
};

/** One sentence on a connection that failed. */
export const connectionError = (host: string, error: unknown): RegistryError => {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const trouble = troubles.find(known => known.code.test(code));
	const {kind, clause} = trouble ?? {kind: 'unreachable' as const, clause: code || 'the connection failed'};
	return new RegistryError(
		kind,
		`The registry ${host} can't be asked: ${clause}.${waysOut[kind]?.(host) ?? ''}`,
		error,
	);
};

export const lateError = (host: string, seconds: number) =>
	new RegistryError('late', `The registry ${host} didn't answer within ${seconds} s.`);

export const garbled = (host: string, what: string) =>
	new RegistryError('garbled', `The registry ${host} can't be asked: ${what}.`);

type Refusal = {readonly host: string; readonly what: string; readonly hasLogin: boolean; readonly retryAfter?: string};

/** What an HTTP status that is no success means, of `what` was asked for: `shop/web:2.5.0`. */
export const refusalOf = (status: number, {host, what, hasLogin, retryAfter}: Refusal): RegistryError => {
	if (status === 401 || status === 403) {
		const login = hasLogin
			? "the login of Docker's config.json doesn't open it"
			: `it wants a login (docker login ${host})`;
		return new RegistryError('denied', `The registry ${host} doesn't show ${what}: it isn't there, or ${login}.`);
	}

	if (status === 404) {
		return new RegistryError('absent', `The registry ${host} has no ${what}.`);
	}

	if (status === 429) {
		const wait = /^\d{1,6}$/.test(retryAfter ?? '') ? ` for ${retryAfter} s` : '';
		return new RegistryError('busy', `The registry ${host} was asked too often: it wants to be left alone${wait}.`);
	}

	return new RegistryError('failed', `The registry ${host} could not answer (HTTP ${status}).`);
};
