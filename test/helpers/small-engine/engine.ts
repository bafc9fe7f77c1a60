/**
A small Docker engine for tests: real HTTP, on a unix socket, from a world of plain JSON. It is no simulator: nothing
moves by itself.

	const engine = await startSmallEngine(world({nodes, services, tasks}));
	const client = connect(engine.endpoint);       // or: skep --host ${engine.host}
	engine.change(({services}) => {                // bumps versions, sends events
		services[0].Spec.Mode.Replicated.Replicas = 3;
	});
	engine.log({task: 't1', text: 'hello', timestamp: '2026-11-21T09:00:01.000000000Z'});
	engine.fault(/^\/tasks/, {never: true});       // until the function that it returns is called
	engine.requests();                             // [{method, path, query, bytes, body}, ...]
	await engine.stop();                           // connections break; start() opens the same socket again

Builders (`build.ts`): `rawNode`, `rawManager`, `rawService`, `rawTask`, `rawNetwork`, `id`. Worlds (`world.ts`):
`world`, `worldOfFrame` for a recording's frame, `bigWorld({nodes, services, replicas})`.

It answers: /_ping /version /info /swarm /nodes /services /tasks /networks /secrets /configs /volumes /distribution /events and the logs of
services and tasks, with the filters id, name, service, node and label; updates (with the version check), rollback,
and removals of nodes and services.
*/
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Change, changesBetween, keep} from './changes.ts';
import {type Fault, faultyResponse} from './faults.ts';
import {answer, type Call} from './routes.ts';
import type {World, WorldLine} from './world.ts';

export type SeenRequest = {
	readonly method: string;
	/** Without the version prefix. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: IncomingMessage['headers'];
	readonly body: unknown;
	/** Bytes of body sent so far. */
	readonly bytes: () => number;
};

export type SmallEngine = Awaited<ReturnType<typeof startSmallEngine>>;

export const startSmallEngine = async (given: World, options: {readonly socketPath?: string} = {}) => {
	const folder = options.socketPath === undefined ? mkdtempSync(join(tmpdir(), 'small-engine-')) : undefined;
	const socketPath = options.socketPath ?? join(folder ?? '', 'docker.sock');
	const seen: SeenRequest[] = [];
	const faults: {readonly path: RegExp; readonly fault: Fault; left: number}[] = [];
	const sockets = new Set<Socket>();
	const listeners = new Set<(change: Change) => void>();
	const logged = new Set<(lines: readonly WorldLine[]) => void>();
	let server: Server | undefined;

	const change = (edit: (world: World) => void) => {
		const before = keep(given);
		edit(given);
		for (const found of changesBetween(before, given)) {
			for (const listener of listeners) {
				listener(found);
			}
		}
	};

	const faultFor = (path: string) => {
		const found = faults.findLast(fault => fault.left > 0 && fault.path.test(path));
		if (found !== undefined) {
			found.left -= 1;
		}
		return found?.fault;
	};

	const serve = async (request: IncomingMessage, response: ServerResponse) => {
		const call = {...(await callOf(request)), world: given, change, listeners, logged};
		let bytes = 0;
		const counted = faultyResponse(response, faultFor(call.path), size => {
			bytes += size;
		});
		// A copy: what is written becomes part of the world, and changes with it.
		seen.push({...call, body: structuredClone(call.body), bytes: () => bytes});
		await counted.before();
		answer(call, counted);
	};

	const start = async () => {
		rmSync(socketPath, {force: true});
		// As generous as Go with long lists of ids in a query.
		server = createServer({maxHeaderSize: 2 ** 20}, (request, response) => {
			serve(request, response).catch(() => request.socket.destroy());
		});
		server.on('connection', socket => {
			sockets.add(socket);
			socket.on('close', () => sockets.delete(socket));
		});
		await new Promise<void>(resolve => server?.listen(socketPath, resolve));
	};

	const stop = async () => {
		const closed = new Promise<void>(resolve => (server === undefined ? resolve() : server.close(() => resolve())));
		for (const socket of sockets) {
			socket.destroy();
		}
		server = undefined;
		listeners.clear();
		logged.clear();
		await closed;
	};

	await start();
	return {
		world: given,
		socketPath,
		/** For `--host` and `DOCKER_HOST`. */
		host: `unix://${socketPath}`,
		endpoint: {kind: 'unix' as const, socketPath},
		change,
		/** Adds lines to the log, and sends them to whoever follows. */
		log: (...lines: readonly WorldLine[]) => {
			given.logs.push(...lines);
			for (const send of logged) {
				send(lines);
			}
		},
		/** Makes answers on paths (without version and query) go wrong; the newest fault counts. Returns its end. */
		fault: (path: RegExp, fault: Fault) => {
			const entry = {path, fault, left: fault.times ?? Number.POSITIVE_INFINITY};
			faults.push(entry);
			return () => void faults.splice(faults.indexOf(entry), faults.includes(entry) ? 1 : 0);
		},
		/** All requests so far, or those on paths that match. */
		requests: (path = /./) => seen.filter(request => path.test(request.path)),
		/** Bytes of body sent on paths that match. */
		bytes: (path = /./) =>
			seen.filter(request => path.test(request.path)).reduce((sum, request) => sum + request.bytes(), 0),
		/** Event streams that are open now. */
		listeners: () => listeners.size,
		/** Connections that are open now. */
		connections: () => sockets.size,
		/** Breaks every open connection, and goes on serving. */
		breakConnections: () => {
			for (const socket of sockets) {
				socket.destroy();
			}
		},
		start,
		stop,
		[Symbol.asyncDispose]: async () => {
			await stop();
			if (folder !== undefined) {
				rmSync(folder, {recursive: true, force: true});
			}
		},
	};
};

const callOf = async (request: IncomingMessage): Promise<Omit<Call, 'world' | 'change' | 'listeners' | 'logged'>> => {
	const url = new URL(request.url ?? '/', 'http://engine');
	const chunks: Buffer[] = [];
	for await (const chunk of request) {
		chunks.push(chunk as Buffer);
	}
	const text = Buffer.concat(chunks).toString();
	return {
		method: request.method ?? 'GET',
		version: /^\/v([\d.]+)\//.exec(url.pathname)?.[1],
		path: decodeURIComponent(url.pathname.replace(/^\/v[\d.]+(?=\/)/, '')),
		query: Object.fromEntries(url.searchParams),
		headers: request.headers,
		body: text === '' ? undefined : JSON.parse(text),
	};
};
