import {EngineError, type EngineErrorKind} from './errors.ts';

type Rule = {
	readonly text: RegExp;
	readonly kind: EngineErrorKind;
	/** Absent: the engine's own words. */
	readonly sentence?: string;
};

// Swarm answers most troubles with status 500: only the text tells them apart (engine.md, sections 2 and 5.1).
const rules: readonly Rule[] = [
	{text: /update out of sequence/, kind: 'out-of-date', sentence: 'Someone else changed it first.'},
	{
		text: /does not have a leader|no elected cluster leader|no elected primary|code = Unavailable/,
		kind: 'no-leader',
		sentence: 'The swarm has no leader: an election is under way, or too few managers are online.',
	},
	{
		text: /DeadlineExceeded|context deadline exceeded/,
		kind: 'too-late',
		sentence: "The swarm's leader didn't answer in time.",
	},
	{
		text: /not a swarm manager\. (Worker|Please)/i,
		kind: 'not-a-manager',
		sentence: 'This engine is a worker: only managers know the swarm.',
	},
	{
		text: /being prepared or has trouble connecting/,
		kind: 'starting',
		sentence: 'This manager is starting, or has trouble connecting to the others.',
	},
	{
		text: /not a swarm manager|not part of a swarm/i,
		kind: 'not-in-a-swarm',
		sentence: 'This engine is not in a swarm.',
	},
	{
		text: /encrypted and needs to be unlocked/,
		kind: 'locked',
		sentence: 'This manager is locked: it needs the swarm\'s unlock key ("docker swarm unlock").',
	},
	{
		text: /could not be unlocked: invalid key provided|^invalid key string/,
		kind: 'refused',
		sentence: 'This is not the key that this manager was locked with.',
	},
	{
		text: /valid join token is necessary/,
		kind: 'refused',
		sentence: 'The managers refuse this token: it was rotated since, or has a typing error in its last part.',
	},
	{
		text: /CA does not match fingerprint/,
		kind: 'refused',
		sentence:
			"This token is not of the swarm at that address: it is another swarm's, or this one's root certificate was rotated since. Ask a manager for the token of now.",
	},
	{
		text: /could not find local IP address/,
		kind: 'refused',
		sentence: 'This machine has no way to that address: is it right, and are both in one network?',
	},
	{
		text: /Timeout was reached before node joined/,
		kind: 'too-late',
		sentence: 'the managers did not answer within 20 s; the engine goes on trying by itself',
	},
	{
		text: /HTTP request to an HTTPS server/,
		kind: 'unreachable',
		sentence:
			'This port wants TLS: say --tlsverify, with ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH or named by --tlscacert, --tlscert and --tlskey.',
	},
	{
		text: /client version [\d.]+ is too old/,
		kind: 'unsupported',
		sentence: 'This engine is too new: it no longer speaks an API that this skep knows. Install a newer skep.',
	},
	{text: /client version [\d.]+ is too new/, kind: 'unsupported'},
	{text: /name conflicts with an existing|already exists|is (already )?in use by/, kind: 'conflict'},
	{text: /network \S+ not found|code = (Unknown|InvalidArgument|FailedPrecondition|OutOfRange)/, kind: 'refused'},
];

const kindOfStatus = (status: number): EngineErrorKind => {
	switch (status) {
		case 403:
			return 'forbidden';
		case 404:
			return 'not-found';
		case 409:
			return 'conflict';
		default:
			break;
	}
	if (status < 400) {
		return 'garbled';
	}
	return status < 500 || status === 501 || status === 503 ? 'refused' : 'unexpected';
};

/** What an HTTP answer that isn't a success means. `body` is JSON with a message, or any text. */
export const refusalOf = (status: number, body: string): EngineError => {
	const text = messageIn(body);
	const rule = rules.find(rule => rule.text.test(text));
	const kind = rule?.kind ?? kindOfStatus(status);
	return new EngineError(kind, rule?.sentence ?? sentenceOf(text, status), {status});
};

const messageIn = (body: string) => {
	try {
		const json: unknown = JSON.parse(body);
		const message = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
		return typeof message === 'string' ? message : '';
	} catch {
		// Anything but an engine: a proxy's page is of no use to a person.
		return /^\s*</.test(body) ? '' : body;
	}
};

const longest = 600;

const sentenceOf = (text: string, status: number) => {
	const plain = cleaned(text);
	if (plain === '') {
		return `The engine answered with status ${status}, and no reason.`;
	}
	return plain.length > longest ? `${plain.slice(0, longest)}...` : plain;
};

/** The engine's words without gRPC's wrapping, on one line. */
export const cleaned = (text: string) =>
	text
		.replaceAll(/rpc error: code = \w+ desc = /g, '')
		.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
		.trim();

const noAnswer = new Set([
	'ECONNREFUSED',
	'ENOENT',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTSOCK',
]);
const broken = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', 'ETIMEDOUT']);

/** Whatever went wrong on the way to `address`, as an `EngineError`. */
export const normalise = (error: unknown, address: string): EngineError => {
	if (error instanceof EngineError) {
		return error;
	}
	const code = String((error as {code?: unknown} | undefined)?.code ?? '');
	const because = (kind: EngineErrorKind, sentence: string) => new EngineError(kind, sentence, {cause: error});
	if (noAnswer.has(code)) {
		return because('unreachable', `No Docker engine answers at ${address}.`);
	}
	if (broken.has(code)) {
		return because('unreachable', `The connection to ${address} broke.`);
	}
	if (code === 'EACCES' || code === 'EPERM') {
		return because('forbidden', `This user may not use ${address}: become root, or join the group "docker".`);
	}
	if (code === 'ABORT_ERR') {
		return because('aborted', 'Given up.');
	}
	if (code.startsWith('HPE_') || error instanceof SyntaxError) {
		return because('garbled', `What ${address} answers makes no sense: is it a Docker engine?`);
	}
	return because('unexpected', cleaned(error instanceof Error ? error.message : String(error)));
};
