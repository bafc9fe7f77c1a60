import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** What went through to the engine and back. */
export type Traffic = {readonly requests: readonly string[]; readonly bytes: number};

/** A unix socket in front of an engine's, that counts requests and the bytes of bodies; it ends with the test. */
export async function startCountingProxy(socketPath: string) {
	const folder = mkdtempSync(join(tmpdir(), 'skep-proxy-'));
	const path = join(folder, 'docker.sock');
	let requests: string[] = [];
	let bytes = 0;
	const server = createServer((asked, answer) => {
		requests.push(`${asked.method} ${asked.url}`);
		const {method, url, headers} = asked;
		const onward = request({socketPath, method, path: url, headers, agent: false}, response => {
			answer.writeHead(response.statusCode ?? 502, response.headers);
			answer.flushHeaders();
			response.on('data', (piece: Buffer) => {
				bytes += piece.length;
			});
			response.pipe(answer);
		});
		onward.on('error', () => answer.destroy());
		answer.on('close', () => onward.destroy());
		asked.pipe(onward);
	});
	await new Promise<void>(resolve => server.listen(path, resolve));
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
		rmSync(folder, {recursive: true, force: true});
	});

	return {
		host: `unix://${path}`,
		/** What there was since the last call. */
		take(): Traffic {
			const traffic = {requests, bytes};
			requests = [];
			bytes = 0;

			return traffic;
		},
	};
}
