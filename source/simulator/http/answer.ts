import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Node} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import {type Call, json, type Reply, speaks} from './call.ts';
import {applyFault, type Fault, type FaultRequest, type Faults, faultPath} from './faults.ts';
import {pass} from './gate.ts';
import {routes} from './routes.ts';
import {send} from './send.ts';

export type Asked = {
	readonly simulator: Simulator;
	readonly self: Node;
	readonly faults: Faults;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly body: string;
};

const parseBody = (text: string): unknown => {
	try {
		return text === '' ? undefined : JSON.parse(text);
	} catch {
		throw new Refusal(400, 'invalid JSON: invalid character');
	}
};

const checkVersion = ({engine}: Simulator, version: string | undefined) => {
	if (version === undefined) {
		return;
	}
	const {apiVersion, minApiVersion} = engine;
	if (!speaks(version, minApiVersion)) {
		const upgrade = 'please upgrade your client to a newer version';
		throw new Refusal(
			400,
			`client version ${version} is too old. Minimum supported API version is ${minApiVersion}, ${upgrade}`,
		);
	}
	if (version !== apiVersion && speaks(version, apiVersion)) {
		throw new Refusal(400, `client version ${version} is too new. Maximum supported API version is ${apiVersion}`);
	}
};

const refusalOf = (error: unknown): Reply => {
	const status = error instanceof Refusal ? error.status : 500;
	return json({message: error instanceof Error ? error.message : String(error)}, status);
};

const headersOf = ({engine}: Simulator) => ({
	'Api-Version': engine.apiVersion,
	'Docker-Experimental': 'false',
	Ostype: 'linux',
	Server: `Docker/${engine.version} (linux)`,
});

/** Answers one request, with whatever is meant to go wrong with it. */
export const answer = (asked: Asked) => {
	const {simulator, faults, request, response} = asked;
	const url = new URL(request.url ?? '/', 'http://engine');
	const path = url.pathname.replace(/^\/v[\d.]+(?=\/)/, '');
	const fault: Fault = faults.take(path) ?? {};
	const reply = (found: Reply) =>
		send(response, found, {headers: headersOf(simulator), cutAfter: fault.cutAfter ?? Number.POSITIVE_INFINITY});
	const guarded = (run: () => void) => {
		try {
			run();
		} catch (error) {
			// Once an answer has begun, breaking it off is all that is left to say.
			if (response.headersSent) {
				response.destroy();
				return;
			}
			reply(refusalOf(error));
		}
	};
	const begin = () => {
		if (fault.hangs) {
			return;
		}
		if (fault.status !== undefined) {
			return reply(json({message: fault.message ?? 'it was made to fail'}, fault.status));
		}
		guarded(() => respond(asked, url, path, reply, guarded));
	};
	if (fault.delay === undefined) {
		begin();
	} else {
		setTimeout(begin, fault.delay);
	}
};

const respond = (
	{simulator, self, faults, request, body}: Asked,
	url: URL,
	path: string,
	reply: (found: Reply) => void,
	guarded: (run: () => void) => void,
) => {
	if (path === faultPath && request.method === 'POST') {
		return reply(json(applyFault(simulator, faults, (parseBody(body) ?? {}) as FaultRequest)));
	}
	const asked = /^\/v([\d.]+)\//.exec(url.pathname)?.[1];
	checkVersion(simulator, asked);
	const route = routes.find(({method, path: known}) => method === request.method && known.test(path));
	if (route === undefined) {
		throw new Refusal(404, 'page not found');
	}
	const call: Call = {
		simulator,
		self,
		name: decodeURIComponent(route.path.exec(path)?.[1] ?? ''),
		version: asked ?? simulator.engine.apiVersion,
		query: Object.fromEntries(url.searchParams),
		headers: request.headers,
		body: parseBody(body),
	};
	const go = () => guarded(() => reply(route.serve(call)));
	pass(simulator, self, route, go, refusal => reply(refusalOf(refusal)));
};
