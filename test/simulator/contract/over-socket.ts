import {request} from 'node:http';
import type {RawEvent} from '../../../source/engine/decode/raw.ts';

export type Answer = {
	readonly status: number;
	readonly contentType: string | undefined;
	readonly body: Buffer;
	/** `undefined` when the body isn't JSON. */
	readonly json: unknown;
};

export type SeenEvents = {
	/** In the order of their arrival. */
	readonly seen: readonly RawEvent[];
	readonly close: () => void;
};

const jsonIn = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/** Milliseconds until a question to an engine that says nothing is given up; one that only reads is soon asked again. */
const deadline = (method: string) => (method === 'GET' ? 20_000 : 60_000);

/** Asks an engine over its socket. A string goes out as it is, everything else as JSON. */
export const answerTo = (socketPath: string, method: string, path: string, body?: unknown): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const headers = {'Content-Type': 'application/json'};
		const signal = AbortSignal.timeout(deadline(method));
		const asked = request({socketPath, method, path, headers, signal, agent: false}, answer => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('error', reject);
			answer.on('end', () => {
				const all = Buffer.concat(chunks);
				const {statusCode = 0, headers: told} = answer;
				const json = jsonIn(all.toString());
				resolve({status: statusCode, contentType: told['content-type'], body: all, json});
			});
		});
		asked.on('error', reject);
		asked.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
	});

/** Opens the stream of events; those before are of no interest. */
export const openEvents = (socketPath: string): Promise<SeenEvents> =>
	new Promise((resolve, reject) => {
		const seen: RawEvent[] = [];
		const filters = encodeURIComponent(JSON.stringify({scope: ['swarm']}));
		const asked = request({socketPath, path: `/events?filters=${filters}`, agent: false}, answer => {
			let rest = '';
			answer.setEncoding('utf8').on('data', (text: string) => {
				const lines = (rest + text).split('\n');
				rest = lines.pop() ?? '';
				seen.push(...lines.filter(line => line.trim() !== '').map(line => JSON.parse(line) as RawEvent));
			});
			answer.on('error', () => {});
			resolve({seen, close: () => answer.destroy()});
		});
		asked.on('error', reject);
		asked.end();
	});
