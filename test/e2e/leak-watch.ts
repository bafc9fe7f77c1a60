import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {connect, createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {onTestFinished} from 'vitest';

/** A value as it is, and as it goes by in other clothes: base64 at each of the three offsets, and in a URL. */
export const disguises = (value: string): readonly string[] => {
	const bytes = Buffer.from(value);
	const shifted = [0, 1, 2].map(by =>
		Buffer.concat([Buffer.alloc(by), bytes])
			.toString('base64')
			.slice(by === 0 ? 0 : 4, -4)
			.replace(/=+$/, ''),
	);
	return [value, encodeURIComponent(value), bytes.toString('hex'), ...shifted];
};

/** Looks at the command lines and environments of all processes, many times a second; answers which had the value. */
export function watchProcesses(values: readonly string[]) {
	const found = new Set<string>();
	let looks = 0;
	let isOver = false;
	const own = `${process.pid}`;
	const over = (async () => {
		while (!isOver) {
			for (const id of readdirSync('/proc').filter(name => /^\d+$/.test(name) && name !== own)) {
				for (const file of ['cmdline', 'environ']) {
					const text = textOf(join('/proc', id, file));
					if (values.some(value => text.includes(value))) {
						found.add(`/proc/${id}/${file}`);
					}
				}
			}
			looks += 1;
			await pause(40);
		}
	})();
	const stop = async () => {
		isOver = true;
		await over;
		return {found: [...found], looks};
	};
	onTestFinished(async () => void (await stop()));
	return stop;
}

const textOf = (path: string) => {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return '';
	}
};

/** Every file below a folder that holds one of the values. */
export const filesWith = (folder: string, values: readonly string[]): readonly string[] =>
	readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name))
		.filter(path => values.some(value => textOf(path).includes(value)));

/** A socket in front of an engine's, that keeps the heads of all requests: method, URL and headers, never a body. */
export async function startHeadKeeper(socketPath: string) {
	const folder = mkdtempSync(join(tmpdir(), 'skep-heads-'));
	const path = join(folder, 'docker.sock');
	const heads: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer(client => {
		const engine = connect(socketPath);
		let sent = '';
		client.on('data', piece => {
			sent += piece.toString('latin1');
			const found = [...sent.matchAll(/(?:GET|HEAD|POST|DELETE) \S+ HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n/g)];
			heads.push(...found.map(([head]) => head));
			sent = found.length === 0 ? sent : sent.slice((found.at(-1)?.index ?? 0) + (found.at(-1)?.[0].length ?? 0));
		});
		for (const [from, to] of [
			[client, engine],
			[engine, client],
		] as const) {
			sockets.add(from);
			from.on('error', () => to.destroy());
			from.on('close', () => to.destroy());
			from.pipe(to);
		}
	});
	await new Promise<void>(resolve => server.listen(path, resolve));
	onTestFinished(() => {
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}
		rmSync(folder, {recursive: true, force: true});
	});
	return {host: `unix://${path}`, heads: (): readonly string[] => heads};
}
