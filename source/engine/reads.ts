import type {Body} from './attempts.ts';
import {readList, readText} from './body.ts';
import {decodeNetwork} from './decode/network.ts';
import {decodeNode} from './decode/node.ts';
import {decodeConfig, decodeContent, decodeSecret} from './decode/secret.ts';
import {decodeService} from './decode/service.ts';
import {decodeImage, decodeInfo, decodeJoinTokens, decodeSwarm} from './decode/swarm.ts';
import {decodeTask} from './decode/task.ts';
import {decodeVolumes} from './decode/volume.ts';
import type {Engine, Listing, RegistryAuth, TaskFilter} from './engine.ts';
import {EngineError} from './errors.ts';
import type {SeveralCalls as Calls} from './several.ts';

type Reads = Pick<
	Engine,
	| 'info'
	| 'swarm'
	| 'nodes'
	| 'services'
	| 'tasks'
	| 'joinTokens'
	| 'networks'
	| 'secrets'
	| 'configs'
	| 'configContent'
	| 'volumes'
	| 'node'
	| 'service'
	| 'image'
>;

const one =
	<T>(decode: (json: unknown) => T) =>
	async (body: Body): Promise<T> =>
		decode(JSON.parse(await readText(body)));

const list =
	<T>(decode: (json: unknown) => T) =>
	(body: Body): Promise<Listing<T>> =>
		readList(body, decode);

const filtered = (filters: Readonly<Record<string, readonly string[]>>) => ({filters: JSON.stringify(filters)});

const nothing = {items: [], bytes: 0};

export const readsOf = (calls: Calls): Reads => ({
	info: async signal => {
		const version = await calls.version(signal);
		return calls.read(
			{path: '/info'},
			one(json => decodeInfo(json, version)),
			signal,
		);
	},
	swarm: signal => calls.read({path: '/swarm'}, one(decodeSwarm), signal),
	joinTokens: signal => calls.read({path: '/swarm'}, one(decodeJoinTokens), signal),
	nodes: signal => calls.read({path: '/nodes'}, list(decodeNode), signal),
	services: async (ids, signal) => {
		// No ids would be no filter to the engine: everything.
		if (ids?.length === 0) {
			return nothing;
		}
		const query = {status: 'true', ...(ids === undefined ? {} : filtered({id: ids}))};
		return calls.read({path: '/services', query}, list(decodeService), signal);
	},
	tasks: async (filter, signal) => {
		const query = taskQuery(filter);
		return query === undefined ? nothing : calls.read({path: '/tasks', query}, list(decodeTask), signal);
	},
	networks: signal => calls.read({path: '/networks', query: filtered({scope: ['swarm']})}, list(decodeNetwork), signal),
	secrets: signal => calls.read({path: '/secrets'}, list(decodeSecret), signal),
	configs: signal => calls.read({path: '/configs'}, list(decodeConfig), signal),
	configContent: (id, signal) => calls.read({path: `/configs/${encodeURIComponent(id)}`}, one(decodeContent), signal),
	volumes: signal => calls.read({path: '/volumes'}, one(decodeVolumes), signal),
	node: (id, signal) => calls.read({path: `/nodes/${encodeURIComponent(id)}`}, one(decodeNode), signal),
	service: (id, signal) => calls.read({path: `/services/${encodeURIComponent(id)}`}, one(decodeService), signal),
	image: async (reference, auth, signal) => readImage(calls, reference, auth, signal),
});

const taskQuery = (filter: TaskFilter) => {
	if (filter === 'all') {
		return {};
	}
	if ('node' in filter) {
		return filtered({node: [filter.node]});
	}
	return filter.services.length === 0 ? undefined : filtered({service: filter.services});
};

/** The engine asks the registry, and may take 20 s to find that it can't. */
const readImage = (calls: Calls, reference: string, auth: RegistryAuth | undefined, signal?: AbortSignal) => {
	// It becomes part of a path: nothing in it may lead elsewhere.
	if (!/^\w[\w./:@-]*$/.test(reference) || reference.includes('..')) {
		throw new EngineError('refused', `"${reference}" is no image reference.`);
	}
	const headers = authHeader(auth);
	return calls.readSlowly({path: `/distribution/${reference}/json`, headers}, one(decodeImage), signal);
};

export const authHeader = (auth: RegistryAuth | undefined): Readonly<Record<string, string>> =>
	auth === undefined ? {} : {'X-Registry-Auth': auth.header};
