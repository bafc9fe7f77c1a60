import type {IncomingHttpHeaders} from 'node:http';
import type {RawServiceSpec} from '../../../source/engine/decode/raw.ts';
import {rawFile, rawNetwork, rawService} from './build.ts';
import {type Change, nextVersion} from './changes.ts';
import type {Editable} from './edit.ts';
import type {Reply} from './faults.ts';
import {sendLogs} from './logs.ts';
import {infoOf, listed, pingHeaders, swarmOf} from './reads.ts';
import {swarmRoutes} from './swarm-routes.ts';
import type {World, WorldLine} from './world.ts';

export type Call = {
	readonly method: string;
	/** Of the path's prefix. */
	readonly version: string | undefined;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: IncomingHttpHeaders;
	readonly body: unknown;
	readonly world: World;
	readonly change: (edit: (world: World) => void) => void;
	readonly listeners: Set<(change: Change) => void>;
	/** Those who follow the log. */
	readonly logged: Set<(lines: readonly WorldLine[]) => void>;
};

/** What an engine says no with. */
class Refusal extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

export type Route = readonly [method: string, path: RegExp, serve: (call: Call, reply: Reply, id: string) => void];

export const answer = (call: Call, reply: Reply) => {
	try {
		checkVersion(call);
		const route = routes.find(([method, path]) => method === call.method && path.test(call.path));
		if (route === undefined) {
			throw new Refusal(404, 'page not found');
		}
		route[2](call, reply, route[1].exec(call.path)?.[1] ?? '');
	} catch (error) {
		const status = error instanceof Refusal ? error.status : 500;
		json(reply, {message: error instanceof Error ? error.message : String(error)}, status);
	}
};

const checkVersion = ({version, world}: Call) => {
	const minor = (text: string) => Number(text.split('.')[1]);
	if (version !== undefined && minor(version) > minor(world.apiVersion)) {
		const text = `client version ${version} is too new. Maximum supported API version is ${world.apiVersion}`;
		throw new Refusal(400, text);
	}
};

const json = (reply: Reply, body: unknown, status = 200) => {
	const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
	reply.head(status, {'Content-Type': 'application/json'});
	// In pieces, as an engine streams: a body never arrives in one read.
	for (let at = 0; at < bytes.length; at += 65_536) {
		reply.write(bytes.subarray(at, at + 65_536));
	}
	reply.end();
};

const one = <T extends {ID?: string}>(items: readonly T[], identity: string, kind: string): T => {
	const found = items.find(item => item.ID === identity);
	if (found === undefined) {
		throw new Refusal(404, `${kind} ${identity} not found`);
	}
	return found;
};

const checkIndex = ({query}: Call, object: {Version: {Index: number}}) => {
	if (query['version'] === undefined) {
		throw new Refusal(400, 'invalid version: ');
	}
	if (Number(query['version']) !== object.Version.Index) {
		throw new Refusal(500, 'rpc error: code = Unknown desc = update out of sequence');
	}
};

const updateNode = (call: Call, reply: Reply, identity: string) => {
	const node = one(call.world.nodes, identity, 'node');
	checkIndex(call, node);
	call.change(() => {
		node.Spec = call.body as typeof node.Spec;
		node.Version.Index = nextVersion(call.world);
	});
	reply.head(200);
	reply.end();
};

const removeNode = (call: Call, reply: Reply, identity: string) => {
	const node = one(call.world.nodes, identity, 'node');
	const prefix = 'rpc error: code = FailedPrecondition desc = node';
	if (node.ManagerStatus !== undefined) {
		const rest =
			'is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal';
		throw new Refusal(400, `${prefix} ${identity} ${rest}`);
	}
	if (node.Status.State !== 'down' && call.query['force'] !== 'true') {
		throw new Refusal(400, `${prefix} ${identity} is not down and can't be removed`);
	}
	call.change(world => {
		world.nodes = world.nodes.filter(other => other !== node);
	});
	reply.head(200);
	reply.end();
};

const updateService = (call: Call, reply: Reply, identity: string) => {
	const service = one(call.world.services, identity, 'service');
	checkIndex(call, service);
	const isRollback = call.query['rollback'] === 'previous';
	if (isRollback && service.PreviousSpec === undefined) {
		const text = `rpc error: code = FailedPrecondition desc = service ${identity} does not have a previous spec`;
		throw new Refusal(400, text);
	}
	call.change(() => {
		const spec = isRollback ? service.PreviousSpec : (call.body as Editable<RawServiceSpec>);
		service.PreviousSpec = service.Spec;
		service.Spec = spec;
		delete (service as {UpdateStatus?: unknown}).UpdateStatus;
		service.Version.Index = nextVersion(call.world);
	});
	json(reply, {Warnings: null});
};

const removeService = (call: Call, reply: Reply, identity: string) => {
	one(call.world.services, identity, 'service');
	call.change(world => {
		world.services = world.services.filter(({ID}) => ID !== identity);
		world.tasks = world.tasks.filter(({ServiceID}) => ServiceID !== identity);
	});
	reply.head(200);
	reply.end();
};

const removeObject = (call: Call, reply: Reply) => {
	const [, kind = '', identity = ''] = call.path.split('/');
	const identityOf = (item: object) => ('ID' in item ? item.ID : 'Id' in item ? item.Id : '');
	const key = kind as 'networks' | 'secrets' | 'configs';
	if (!call.world[key].some(item => identityOf(item) === identity)) {
		throw new Refusal(404, `${kind.slice(0, -1)} ${identity} not found`);
	}
	if (call.world.services.some(({Spec}) => JSON.stringify(Spec).includes(`"${identity}"`))) {
		throw new Refusal(400, `rpc error: code = InvalidArgument desc = ${identity} is in use by the following service`);
	}
	call.change(world => {
		Object.assign(world, {[key]: world[key].filter(item => identityOf(item) !== identity)});
	});
	reply.head(204);
	reply.end();
};

/** Secrets and configs answer their `ID`, networks their `Id`; a name is taken once. */
const createObject = (call: Call, reply: Reply) => {
	const kind = call.path.split('/')[1] as 'services' | 'networks' | 'secrets' | 'configs';
	const body = call.body as {readonly Name: string; readonly Data?: string; readonly IPAM?: object};
	const nameOf = (item: object) =>
		'Spec' in item ? (item.Spec as {Name: string}).Name : (item as {Name: string}).Name;
	if (call.world[kind].some(item => nameOf(item) === body.Name)) {
		const text = `rpc error: code = AlreadyExists desc = ${kind.slice(0, -1)} ${body.Name} already exists`;
		throw new Refusal(409, text);
	}
	const {Data: data, ...spec} = body;
	const made =
		kind === 'networks'
			? {...rawNetwork(body.Name), ...body}
			: kind === 'services'
				? {...rawService(body.Name), Spec: body}
				: {...rawFile(body.Name), Spec: kind === 'secrets' ? spec : {...spec, Data: data}};
	call.change(world => {
		Object.assign(world, {[kind]: [...world[kind], made]});
	});
	json(reply, {[kind === 'networks' ? 'Id' : 'ID']: 'Id' in made ? made.Id : made.ID}, 201);
};

const createVolume = ({world, body}: Call, reply: Reply) => {
	const made = body as {readonly Name: string};
	world.volumes.push({Driver: 'local', ...made});
	json(reply, made, 201);
};

const removeVolume = ({world}: Call, reply: Reply, name: string) => {
	world.volumes = world.volumes.filter(volume => (volume as {readonly Name?: string}).Name !== name);
	reply.head(204);
	reply.end();
};

const events = ({listeners}: Call, reply: Reply) => {
	const send = ({kind, action, id, name}: Change) => {
		const event = {Type: kind, Action: action, Actor: {ID: id, Attributes: {name}}, scope: 'swarm'};
		reply.write(Buffer.from(`${JSON.stringify(event)}\n`));
	};
	listeners.add(send);
	reply.head(200, {'Content-Type': 'application/json'});
	reply.gone(() => listeners.delete(send));
};

const distribution = ({world}: Call, reply: Reply, reference: string) => {
	const found = world.images[reference];
	if (found === undefined) {
		throw new Refusal(
			500,
			`Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com: no such host`,
		);
	}
	json(reply, found);
};

const ping = ({world}: Call, reply: Reply) => {
	reply.head(200, pingHeaders(world));
	reply.write(Buffer.from('OK'));
	reply.end();
};

const routes: readonly Route[] = [
	['GET', /^\/_ping$/, ping],
	['GET', /^\/version$/, ({world}, reply) => json(reply, {Version: '28.5.1', ApiVersion: world.apiVersion})],
	['GET', /^\/info$/, ({world}, reply) => json(reply, infoOf(world))],
	['GET', /^\/swarm$/, ({world}, reply) => json(reply, swarmOf(world))],
	...swarmRoutes,
	['GET', /^\/nodes$/, (call, reply) => json(reply, listed(call, call.world.nodes))],
	['GET', /^\/nodes\/([^/]+)$/, ({world}, reply, id) => json(reply, one(world.nodes, id, 'node'))],
	['POST', /^\/nodes\/([^/]+)\/update$/, updateNode],
	['DELETE', /^\/nodes\/([^/]+)$/, removeNode],
	['GET', /^\/services$/, (call, reply) => json(reply, listed(call, call.world.services))],
	['GET', /^\/services\/([^/]+)$/, ({world}, reply, id) => json(reply, one(world.services, id, 'service'))],
	['POST', /^\/services\/([^/]+)\/update$/, updateService],
	['DELETE', /^\/services\/([^/]+)$/, removeService],
	['GET', /^\/tasks$/, (call, reply) => json(reply, listed(call, call.world.tasks))],
	['GET', /^\/tasks\/([^/]+)$/, ({world}, reply, id) => json(reply, one(world.tasks, id, 'task'))],
	['GET', /^\/networks$/, (call, reply) => json(reply, listed(call, call.world.networks))],
	['GET', /^\/secrets$/, (call, reply) => json(reply, listed(call, call.world.secrets))],
	['GET', /^\/configs$/, (call, reply) => json(reply, listed(call, call.world.configs))],
	['GET', /^\/configs\/([^/]+)$/, ({world}, reply, id) => json(reply, one(world.configs, id, 'config'))],
	['GET', /^\/volumes$/, ({world}, reply) => json(reply, {Volumes: world.volumes, Warnings: null})],
	['POST', /^\/volumes\/create$/, createVolume],
	['POST', /^\/(?:services|networks|secrets|configs)\/create$/, createObject],
	['DELETE', /^\/(networks|secrets|configs)\/[^/]+$/, removeObject],
	['DELETE', /^\/volumes\/([^/]+)$/, removeVolume],
	['GET', /^\/events$/, events],
	['GET', /^\/services\/([^/]+)\/logs$/, (call, reply, id) => sendLogs(call, reply, {service: id})],
	['GET', /^\/tasks\/([^/]+)\/logs$/, (call, reply, id) => sendLogs(call, reply, {task: id})],
	['GET', /^\/distribution\/(.+)\/json$/, distribution],
];
