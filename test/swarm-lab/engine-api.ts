import {createReadStream} from 'node:fs';
import {request} from 'node:http';
import {text} from 'node:stream/consumers';
import type {LabNode} from './layout.ts';
import {reading, withLeader} from './with-leader.ts';

type Call = {
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: unknown;
	/** Sent as it is. */
	readonly file?: string;
	/** How long an answer may take; default: a minute. */
	readonly seconds?: number;
};

/**
Ask an engine over its socket and give the parsed answer (`undefined` if it is empty). Throws with the engine's own
words when it refuses, and when it says nothing for a minute. While managers elect a leader, it asks again; so it does
for what it only reads when the answer gets lost: what was on its way to a leader that died is never answered.
*/
export async function callEngine<Answer = unknown>(
	node: LabNode,
	method: string,
	path: string,
	body?: unknown,
): Promise<Answer> {
	const answer = await (method === 'GET'
		? reading(() => callEngineRaw(node, method, path, {seconds: 20}))
		: withLeader(() => callEngineRaw(node, method, path, {body})));

	return (answer === '' ? undefined : JSON.parse(answer)) as Answer;
}

/** Like `callEngine`, for answers that aren't one JSON value and for bodies that come from a file. */
export async function callEngineRaw(node: LabNode, method: string, path: string, call: Call = {}): Promise<string> {
	const json = call.body === undefined ? undefined : JSON.stringify(call.body);
	const type = json === undefined ? {} : {'content-type': 'application/json'};
	const headers = {...type, ...call.headers};

	return new Promise((resolve, reject) => {
		const signal = AbortSignal.timeout((call.seconds ?? 60) * 1000);
		const asked = request({socketPath: node.socket, path, method, headers, signal, agent: false}, async answer => {
			const said = await text(answer).catch(reject);

			if (said !== undefined && (answer.statusCode ?? 0) >= 400) {
				reject(new Error(`${node.name}: ${method} ${path}: ${answer.statusCode} ${said.trim()}`));
			}

			resolve(said ?? '');
		});

		asked.on('error', reject);

		if (call.file === undefined) {
			asked.end(json);
		} else {
			createReadStream(call.file).on('error', reject).pipe(asked);
		}
	});
}
