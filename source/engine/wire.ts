import {
	Agent,
	request as httpRequest,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type RequestOptions,
} from 'node:http';
import type {Duplex} from 'node:stream';
import {type Dialler, dialBy, diallerFor} from './dialler.ts';
import type {Endpoint} from './endpoint.ts';
import {EngineError} from './errors.ts';

export type WireRequest = {
	readonly method: 'GET' | 'POST' | 'DELETE';
	/** With the API version in front. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	/** Over a connection of its own: for streams, and for writes, which must not meet one that just died. */
	readonly isAlone?: boolean;
};

export type WireAnswer = {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	/** Ends with an error when the connection breaks or the signal aborts. */
	readonly body: AsyncIterable<Buffer>;
};

/** Sends requests to one endpoint, and counts. Knows nothing of deadlines. */
export type Wire = {
	readonly send: (request: WireRequest, signal: AbortSignal) => Promise<WireAnswer>;
	/** The connection itself, once the engine has handed it over; or its answer, when it doesn't. Gone with the signal. */
	readonly takeOver: (request: WireRequest, signal: AbortSignal) => Promise<WireAnswer | Duplex>;
	readonly traffic: () => {readonly requests: number; readonly bytes: number};
	/** Closes what is kept open for reads; the next request opens it anew. */
	readonly leave: () => void;
	readonly close: () => void;
};

type Answered = (error: unknown, response?: IncomingMessage, connection?: Duplex) => void;

/** What of docker-modem is used; its types say `any`. */
type Modem = {
	dial: (options: Dial, callback: Answered) => void;
	buildRequest: (options: RequestOptions, dial: Dial, data: string | undefined, callback: Answered) => void;
};

type Dial = {
	readonly path: string;
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly options: {readonly _query: object; readonly _body: unknown};
	readonly agent: Agent;
	readonly signal: AbortSignal;
	/** docker-modem asks the engine to hand the connection over. */
	readonly hijack?: boolean;
};

export const openWire = (endpoint: Endpoint): Wire => {
	const kept = new Agent({keepAlive: true, maxSockets: 6});
	const alone = new Agent({keepAlive: false});
	const traffic = {requests: 0, bytes: 0};
	let opened: Promise<{readonly modem: Modem; readonly dialler: Dialler | undefined}> | undefined;

	const open = async () => {
		const [modem, dialler] = await Promise.all([openModem(endpoint), diallerFor(endpoint)]);
		if (dialler !== undefined) {
			dialBy(kept, dialler);
			dialBy(alone, dialler);
		}
		return {modem, dialler};
	};

	const ask = async (request: WireRequest, signal: AbortSignal, hijack: boolean) => {
		opened ??= open();
		const {modem, dialler} = await opened;
		signal.throwIfAborted();
		traffic.requests += 1;
		const how = {agent: request.isAlone ? alone : kept, signal, hijack};
		return dial(modem, request, how).catch(error => {
			throw dialler === undefined ? error : dialler.explain(error);
		});
	};

	const count = (bytes: number) => {
		traffic.bytes += bytes;
	};

	const answerOf = (response: IncomingMessage): WireAnswer => ({
		status: response.statusCode ?? 0,
		headers: response.headers,
		body: counted(response, count),
	});

	return {
		send: async (request, signal) => answerOf((await ask(request, signal, false)).response),
		takeOver: async (request, signal) => {
			const {response, connection} = await ask({...request, isAlone: true}, signal, true);
			connection?.on('data', (bytes: Buffer) => count(bytes.length)).pause();
			return connection ?? answerOf(response);
		},
		traffic: () => ({...traffic}),
		leave: () => kept.destroy(),
		close: () => {
			kept.destroy();
			alone.destroy();
		},
	};
};

type Answer = {readonly response: IncomingMessage; readonly connection: Duplex | undefined};

const dial = (modem: Modem, request: WireRequest, how: Pick<Dial, 'agent' | 'signal' | 'hijack'>) =>
	new Promise<Answer>((resolve, reject) => {
		const {method, path, query, headers, body} = request;
		const options = {
			path: query === undefined ? path : `${path}?`,
			method,
			headers: {...headers},
			options: {_query: query ?? {}, _body: body},
			...how,
		};
		modem.dial(options, (error, response, connection) =>
			response === undefined ? reject(error) : resolve({response, connection}),
		);
	});

async function* counted(response: IncomingMessage, count: (bytes: number) => void): AsyncGenerator<Buffer, void, void> {
	for await (const chunk of response) {
		count((chunk as Buffer).length);
		yield chunk as Buffer;
	}
}

const openModem = async (endpoint: Endpoint): Promise<Modem> => {
	// Loading it takes longer than a small engine's answers: not before it is needed.
	const {default: Docker} = await import('dockerode');
	const nothing = {ca: undefined, cert: undefined, key: undefined, timeout: undefined, version: undefined};
	// TLS and ssh are what the agents' connections are made of: what goes over them is HTTP.
	const options = {...nothing, ...placeOf(endpoint), protocol: 'http' as const};
	const docker = withoutVariable('DOCKER_HOST', () => new Docker(options as ConstructorParameters<typeof Docker>[0]));
	const modem = docker.modem as unknown as Modem;
	modem.buildRequest = buildRequest;
	return modem;
};

const placeOf = (endpoint: Endpoint) => {
	switch (endpoint.kind) {
		case 'unix':
			return {socketPath: endpoint.socketPath, host: undefined, port: undefined};
		case 'tcp':
			return {socketPath: undefined, host: endpoint.host, port: endpoint.port};
		default:
			// A name that ssh knows may be none that HTTP allows.
			return {socketPath: undefined, host: 'docker', port: 80};
	}
};

/** docker-modem reads DOCKER_HOST and its certificates whatever it is told, and throws on those it can't use. */
const withoutVariable = <T>(name: string, make: () => T): T => {
	const value = process.env[name];
	delete process.env[name];
	try {
		return make();
	} finally {
		if (value !== undefined) {
			process.env[name] = value;
		}
	}
};

/**
In place of docker-modem's own, which follows redirects to any host (and dies when that one can't be reached), and
prints every option of every request into a string that nobody reads.
*/
const buildRequest: Modem['buildRequest'] = (options, {agent, signal, hijack}, data, callback) => {
	// Without a name for TLS, Node would make one up for every request; TLS and its names are the dialler's.
	const request = httpRequest({...options, servername: '', agent, signal} as RequestOptions);
	request.on('response', response => callback(null, response));
	// After the response an error belongs to its body, which ends with it.
	request.on('error', error => callback(error));
	request.on('upgrade', (response, socket, head) => {
		if (hijack) {
			if (head.length > 0) {
				socket.unshift(head);
			}
			return callback(null, response, socket);
		}
		socket.destroy();
		callback(new EngineError('garbled', 'The engine changed the protocol.'));
	});
	request.end(data);
};
