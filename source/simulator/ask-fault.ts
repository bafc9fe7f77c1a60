import http from 'node:http';
import {type FaultRequest, faultPath} from './http/faults.ts';

/** Host names of whom it concerned. */
type FaultAnswer = {readonly killed?: readonly string[]; readonly returned?: readonly string[]};

/**
Breaks or mends something in a simulated swarm that is served on a socket. Answers what came of it; rejects with what it
says when it can't.
*/
export const askFault = (socketPath: string, fault: FaultRequest): Promise<FaultAnswer> =>
	new Promise((resolve, reject) => {
		const request = http.request({socketPath, path: faultPath, method: 'POST'}, response => {
			const parts: Buffer[] = [];
			response.on('data', part => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				const body = Buffer.concat(parts).toString();
				const isDone = response.statusCode !== undefined && response.statusCode < 300;
				return isDone ? resolve(JSON.parse(body)) : reject(new Error(messageIn(body)));
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
