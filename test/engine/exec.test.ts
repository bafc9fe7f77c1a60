import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine, Exec} from '../../source/engine/engine.ts';
import {readOnly} from '../../source/operations/read-only.ts';
import {specOf} from '../simulator/contract/services.ts';
import {served} from '../simulator/served.ts';

const size = {columns: 90, rows: 30};
const never = new AbortController().signal;

/** A simulated engine with a container. */
const withContainer = async (run: (engine: Engine, container: string) => Promise<void>) => {
	await using swarm = await served({nodes: [{hostname: 'one', role: 'manager'}]});
	await swarm.post('/services/create', specOf('web', 1));
	swarm.simulator.advance(20_000);
	const engine = connect({kind: 'unix', socketPath: swarm.socketPath});
	const [task] = (await engine.tasks('all')).items;

	try {
		await run(engine, task?.containerId ?? '');
	} finally {
		engine.close();
	}
};

/** Reads until it is there, and types what comes next. */
const reading = (exec: Exec) => {
	const pieces = exec.output[Symbol.asyncIterator]();
	let all = '';
	return {
		until: async (text: string) => {
			while (!all.includes(text)) {
				const {value, done} = await pieces.next();
				expect(done, `it ended before ${text}: ${all}`).not.toBe(true);
				all += Buffer.from(value as Uint8Array).toString();
			}
			const found = all;
			all = '';
			return found;
		},
		end: async () => {
			while (!(await pieces.next()).done) {
				// What it says at its end is of no interest.
			}
		},
	};
};

test('a program is typed at, resized, and tells how it ended', () =>
	withContainer(async (engine, container) => {
		const exec = await engine.exec({container, command: ['sh'], size}, never);
		const output = reading(exec);
		await output.until('/ # ');
		exec.type(Buffer.from('echo hello\r'));
		await output.until('\nhello');
		await exec.resize({columns: 120, rows: 40});
		exec.type(Buffer.from('stty size\r'));
		await output.until('40 120');
		exec.type(Buffer.from('exit 7\r'));
		await output.end();
		expect(await exec.exitCode()).toBe(7);
		// Nobody is there any more; that is no reason to fail.
		exec.type(Buffer.from('x'));
		await exec.resize(size);
	}));

test('a program that is not in the image says so, and has an exit code', () =>
	withContainer(async (engine, container) => {
		const exec = await engine.exec({container, command: ['top'], size}, never);
		await reading(exec).until('OCI runtime exec failed: exec failed: unable to start container process: exec: "top"');
		expect(await exec.exitCode()).toBe(127);
	}));

test('a container that is not there is refused, and so is any where skep is read-only', () =>
	withContainer(async (engine, container) => {
		const order = {command: ['sh'], size};
		await expect(engine.exec({...order, container: 'nosuch'}, never)).rejects.toMatchObject({
			kind: 'not-found',
			message: 'No such container: nosuch',
		});
		await expect(readOnly(engine).exec({...order, container}, never)).rejects.toMatchObject({kind: 'refused'});
	}));

test('what is let go of ends, and so does all when the engine is', () =>
	withContainer(async (engine, container) => {
		const [one, other] = await Promise.all([
			engine.exec({container, command: ['sh'], size}, never),
			engine.exec({container, command: ['sh'], size}, never),
		]);
		one.close();
		await expect(reading(one).end()).rejects.toMatchObject({kind: 'unreachable'});
		const output = reading(other);
		await output.until('/ # ');
		engine.close();
		await expect(output.end()).rejects.toMatchObject({name: 'EngineError'});
	}));

/** An engine up to the moment that a program is to be started. */
const withStart = async (
	start: {readonly upgrade?: (socket: Duplex) => void; readonly answer?: string},
	run: (engine: Engine) => Promise<void>,
) => {
	const server: Server = createServer((request, response) => {
		const isStart = request.url?.endsWith('/start');
		response.setHeader('Api-Version', '1.51');
		response.end(isStart ? start.answer : '{"Id": "abc"}');
	});
	const {upgrade} = start;

	if (upgrade !== undefined) {
		server.on('upgrade', (_, socket) => upgrade(socket));
	}

	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const engine = connect({kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port});

	try {
		await run(engine);
	} finally {
		engine.close();
		server.closeAllConnections();
		server.close();
	}
};

const order = {container: 'abc', command: ['sh'], size};

test('a proxy that knows only plain HTTP is told of', () =>
	withStart({answer: 'hello'}, async engine => {
		await expect(engine.exec(order, never)).rejects.toMatchObject({
			kind: 'garbled',
			message: expect.stringContaining('does not hand a connection over'),
		});
	}));

test('a connection that breaks at the start, or later, is told of; nothing hangs', async () => {
	await withStart({upgrade: socket => socket.destroy()}, async engine => {
		await expect(engine.exec(order, never)).rejects.toMatchObject({kind: 'unreachable'});
	});
	const upgraded = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n# ';
	const breakOff = (socket: Duplex) => {
		socket.write(upgraded);
		setImmediate(() => (socket as Duplex & {resetAndDestroy: () => void}).resetAndDestroy());
	};
	await withStart({upgrade: breakOff}, async engine => {
		const exec = await engine.exec(order, never).catch((error: unknown) => error);

		if ('output' in (exec as object)) {
			await expect(reading(exec as Exec).end()).rejects.toMatchObject({kind: 'unreachable'});
		} else {
			expect(exec).toMatchObject({kind: 'unreachable'});
		}
	});
});
