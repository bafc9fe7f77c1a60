import {request} from 'node:http';

export type Answer = {readonly status: number; readonly bytes: Buffer; readonly text: string; readonly json: unknown};

/** Asks a simulated engine over its socket, as any client would. */
export const ask = (socketPath: string, method: string, path: string, body?: unknown): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const headers = {'Content-Type': 'application/json'};
		const outgoing = request({socketPath, method, path, headers, agent: false}, incoming => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', reject);
			incoming.on('end', () => {
				const bytes = Buffer.concat(chunks);
				const text = bytes.toString();
				const isJson = incoming.headers['content-type'] === 'application/json';
				resolve({
					status: incoming.statusCode ?? 0,
					bytes,
					text,
					json: isJson && text !== '' ? JSON.parse(text) : undefined,
				});
			});
		});
		outgoing.on('error', reject);
		outgoing.end(body === undefined ? undefined : JSON.stringify(body));
	});
