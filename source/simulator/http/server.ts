import {rmSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Simulator} from '../simulator.ts';
import {answer} from './answer.ts';
import {startExec} from './exec-stream.ts';
import {createFaults, type Faults, faultPath} from './faults.ts';

export type Listener = {readonly socketPath: string} | {readonly port: number};

export type ServedEngine = {
	/** For `--host` and `DOCKER_HOST`. */
	readonly host: string;
	readonly faults: Faults;
	/** Breaks every open connection, and goes on serving. */
	readonly breakConnections: () => void;
	readonly stop: () => Promise<void>;
};

type ServeOptions = {
	/** Whose engine this is, by host name or id; the first manager's if absent. */
	readonly node?: string;
	/** Called before every request: brings simulated time up to date. */
	readonly catchUp?: () => void;
	readonly faults?: Faults;
};

/** Puts the Engine API of one node on a unix socket, or on a port of the loopback. A dead node's answers nothing but faults. */
export const serveEngine = async (
	simulator: Simulator,
	listener: Listener,
	options: ServeOptions = {},
): Promise<ServedEngine> => {
	const {catchUp = () => {}, faults = createFaults()} = options;
	const self = simulator.node(options.node ?? simulator.raft.managers()[0]?.id ?? '');
	const sockets = new Set<Socket>();
	const breakConnections = () => {
		for (const socket of sockets) {
			socket.destroy();
		}
	};

	const serve = async (request: IncomingMessage, response: ServerResponse) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) {
			chunks.push(chunk as Buffer);
		}
		catchUp();
		const isFault = request.url === faultPath;
		if (isFault) {
			spare(sockets, request.socket, response);
		}
		if (self.isUp || isFault) {
			answer({simulator, self, faults, request, response, body: Buffer.concat(chunks).toString()});
		} else {
			request.socket.destroy();
		}
	};

	const server = createServer((request, response) => {
		serve(request, response).catch(() => request.socket.destroy());
	});
	server.on('upgrade', (request, socket, head) => {
		catchUp();
		if (self.isUp) {
			startExec(simulator, request, socket, head);
		} else {
			socket.destroy();
		}
	});
	server.on('connection', socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	simulator.onPowerOff(found => {
		if (found === self) {
			breakConnections();
		}
	});
	const host = await listen(server, listener);

	return {
		host,
		faults,
		breakConnections,
		stop: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				breakConnections();
			}),
	};
};

/** Who pulls the plug is not part of the machine: its connection outlives that, until it has its answer. */
const spare = (sockets: Set<Socket>, socket: Socket, response: ServerResponse) => {
	sockets.delete(socket);
	response.on('finish', () => socket.destroyed || sockets.add(socket));
};

const listen = async (server: Server, listener: Listener): Promise<string> => {
	const listening = new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.once('listening', resolve);
	});
	if ('socketPath' in listener) {
		rmSync(listener.socketPath, {force: true});
		server.listen({path: listener.socketPath});
	} else {
		server.listen({port: listener.port, host: '127.0.0.1'});
	}
	await listening;
	const address = server.address();
	return typeof address === 'object' && address !== null
		? `tcp://127.0.0.1:${address.port}`
		: `unix://${'socketPath' in listener ? listener.socketPath : ''}`;
};
