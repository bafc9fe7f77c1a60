import http from 'node:http';
import type {FaultRequest} from './http/faults.ts';

/** Breaks or mends something in a simulated swarm that is served on a socket. Rejects with what it says when it can't. */
export const askFault = (socketPath: string, fault: FaultRequest): Promise<void> =>
	new Promise((resolve, reject) => {
		const request = http.request({socketPath, path: '/_skep/fault', method: 'POST'}, response => {
			const parts: Buffer[] = [];
			response.on('data', part => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				const isDone = response.statusCode !== undefined && response.statusCode < 300;
				return isDone ? resolve() : reject(new Error(messageIn(Buffer.concat(parts).toString())));
			});
		});
		request.on('error', reject);
		request.setHeader('Content-Type', 'application/json');
		request.end(JSON.stringify(fault));
	});

const messageIn = (body: string) => {
	try {
		return String(JSON.parse(body).message);
	} catch {
		return body;
	}
};
