import type {IncomingHttpHeaders} from 'node:http';
import {Agent as PlainAgent, request as plainRequest} from 'node:http';
import {Agent, request} from 'node:https';
import {connectionError, garbled, RegistryError} from './errors.ts';

export type Question = {
	readonly method: 'GET' | 'HEAD' | 'POST';
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
};

export type Answer = {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
};

/** How to reach a registry safely, for as long as it is talked to. */
export type Line = {
	readonly exchange: (question: Question, signal: AbortSignal) => Promise<Answer>;
	readonly hangUp: () => void;
};

type LineOptions = {
	/** Whose certificates count, as PEM; without any, those that Node brings. */
	readonly ca: readonly string[];
	readonly cert?: string;
	readonly key?: string;
	/** Any certificate will do: the engine says so of this registry. */
	readonly takesAnyCertificate: boolean;
	/** `HTTPS_PROXY` and its like. */
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Bytes. Lists of tags are the longest answers: Docker Hub's are well below a megabyte. */
const longestAnswer = 4 * 1024 ** 2;

/** One connection or two, kept between questions and closed at the end. */
export const openLine = ({ca, cert, key, takesAnyCertificate, env}: LineOptions): Line => {
	const kept = {keepAlive: true, maxSockets: 2, proxyEnv: env};
	const plain = new PlainAgent(kept);
	const secure = new Agent({
		...kept,
		rejectUnauthorized: !takesAnyCertificate,
		...(ca.length > 0 && {ca: [...ca]}),
		...(cert !== undefined && key !== undefined && {cert, key}),
	});

	return {
		exchange: (question, signal) =>
			question.url.protocol === 'https:'
				? ask(options => request(question.url, {...options, agent: secure}), question, signal)
				: ask(options => plainRequest(question.url, {...options, agent: plain}), question, signal),
		hangUp() {
			plain.destroy();
			secure.destroy();
		},
	};
};

type Request = (options: {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly signal: AbortSignal;
}) => ReturnType<typeof request>;

const ask = (open: Request, {method, url, headers, body}: Question, signal: AbortSignal) =>
	new Promise<Answer>((resolve, reject) => {
		const fail = (error: unknown) =>
			reject(error instanceof RegistryError || signal.aborted ? error : connectionError(url.host, error));
		const sent = open({method, headers: {'user-agent': 'skep', ...headers}, signal});
		sent.on('error', fail);
		sent.on('response', response => {
			const chunks: Buffer[] = [];
			let bytes = 0;
			response.on('error', fail);
			response.on('data', (chunk: Buffer) => {
				bytes += chunk.length;
				chunks.push(chunk);

				if (bytes > longestAnswer) {
					sent.destroy(garbled(url.host, `it answered with more than ${longestAnswer / 1024 ** 2} MiB`));
				}
			});
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					body: Buffer.concat(chunks).toString(),
				}),
			);
		});
		sent.end(body);
	});
