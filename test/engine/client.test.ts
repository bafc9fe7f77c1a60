import {describe, expect, it} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine, LogLine} from '../../source/engine/engine.ts';
import {nodeId, serviceId, taskId} from '../../source/swarm/ids.ts';
import {id, rawManager, rawNetwork, rawNode, rawService, rawTask} from '../helpers/small-engine/build.ts';
import {type SmallEngine, startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';

const shop = () => {
	const web = rawService('web', {Spec: {Mode: {Replicated: {Replicas: 2}}}});
	const api = rawService('api');
	const nodes = [rawManager('mgr1', {ManagerStatus: {Leader: true}}), rawNode('node1')];
	const tasks = [
		rawTask(web, {ID: id('w1'), NodeID: id('node1')}),
		rawTask(web, {ID: id('w2'), Slot: 2}),
		rawTask(api),
	];
	return world({
		nodes,
		services: [web, api],
		tasks,
		networks: [rawNetwork('appnet'), rawNetwork('bridge', {Scope: 'local'})],
	});
};

const withEngine = async (run: (client: Engine, engine: SmallEngine) => Promise<void>) => {
	await using engine = await startSmallEngine(shop());
	const client = connect(engine.endpoint);
	try {
		await run(client, engine);
	} finally {
		client.close();
	}
};

const kindOf = (call: Promise<unknown>) =>
	call.then(
		() => 'fine',
		(error: {readonly kind: string}) => error.kind,
	);

describe('reads', () => {
	it('read everything that skep shows', () =>
		withEngine(async client => {
			expect((await client.nodes()).items.map(({hostname}) => hostname)).toEqual(['mgr1', 'node1']);
			expect((await client.services()).items.map(({name}) => name)).toEqual(['web', 'api']);
			expect((await client.tasks('all')).items).toHaveLength(3);
			expect((await client.networks()).items.map(({name}) => name)).toEqual(['appnet']);
			expect(await client.info()).toMatchObject({name: 'mgr1', isManager: true, apiVersion: '1.51'});
			expect(JSON.stringify(await client.swarm())).not.toMatch(/SWMTKN/);
			expect(await client.service(serviceId(id('web')))).toMatchObject({name: 'web'});
			expect(await client.node(nodeId(id('node1')))).toMatchObject({hostname: 'node1'});
		}));

	it('ask for some services, and for some tasks', () =>
		withEngine(async (client, engine) => {
			const web = serviceId(id('web'));
			expect((await client.services([web])).items.map(({name}) => name)).toEqual(['web']);
			expect((await client.tasks({services: [web]})).items).toHaveLength(2);
			expect((await client.tasks({node: nodeId(id('node1'))})).items.map(({id}) => id)).toEqual([id('w1')]);
			expect(engine.requests(/^\/services$/).at(-1)?.query['status']).toBe('true');
		}));

	it('ask for nothing when nothing is asked for', () =>
		withEngine(async (client, engine) => {
			expect(await client.services([])).toEqual({items: [], bytes: 0});
			expect(await client.tasks({services: []})).toEqual({items: [], bytes: 0});
			expect(engine.requests()).toEqual([]);
		}));

	it('count what they cost', () =>
		withEngine(async (client, engine) => {
			const {bytes} = await client.nodes();
			expect(bytes).toBe(engine.bytes(/^\/nodes$/));
			expect(client.traffic()).toEqual({requests: 2, bytes: engine.bytes()});
		}));

	it('say what is not there', () =>
		withEngine(async client => {
			expect(await kindOf(client.service(serviceId('nosuch')))).toBe('not-found');
		}));

	it('ask the registry with the credentials that are given, and take no path for an image', () =>
		withEngine(async (client, engine) => {
			const platforms = [{os: 'linux', architecture: 'amd64'}];
			engine.world.images['registry.example.com:5000/shop/web:2'] = {
				Descriptor: {digest: 'sha256:01'},
				Platforms: platforms,
			};
			const facts = await client.image('registry.example.com:5000/shop/web:2', {header: 'c2VjcmV0'});
			expect(facts).toEqual({digest: 'sha256:01', platforms});
			expect(engine.requests(/^\/distribution/)[0]?.headers['x-registry-auth']).toBe('c2VjcmV0');
			expect(await kindOf(client.image('../../swarm?', undefined))).toBe('refused');
		}));
});

describe('the API version', () => {
	it('is the newest that both speak, asked for once', () =>
		withEngine(async (client, engine) => {
			engine.world.apiVersion = '1.43';
			await Promise.all([client.nodes(), client.services(), client.networks()]);
			expect((await client.info()).apiVersion).toBe('1.43');
			expect(engine.requests(/_ping/)).toHaveLength(1);
		}));

	it('is never newer than what skep knows', () =>
		withEngine(async (client, engine) => {
			engine.world.apiVersion = '1.60';
			expect((await client.info()).apiVersion).toBe('1.51');
		}));

	it('has a lower bound', () =>
		withEngine(async (client, engine) => {
			engine.world.apiVersion = '1.40';
			await expect(client.nodes()).rejects.toThrow(/too old: it speaks API 1\.40, and skep needs at least 1\.41/);
			expect(await kindOf(client.nodes())).toBe('unsupported');
		}));

	it('has an upper bound', () =>
		withEngine(async (client, engine) => {
			const message = 'client version 1.51 is too old. Minimum supported API version is 1.60, please upgrade';
			engine.fault(/nodes/, {status: 400, message});
			await expect(client.nodes()).rejects.toThrow('This engine is too new: it no longer speaks an API');
		}));

	it('is asked for again when an older engine has taken the place', () =>
		withEngine(async (client, engine) => {
			await client.nodes();
			engine.world.apiVersion = '1.42';
			expect((await client.nodes()).items).toHaveLength(2);
			await engine.stop();
			expect(await kindOf(client.nodes())).toBe('unreachable');
			engine.world.apiVersion = '1.41';
			await engine.start();
			expect((await client.info()).apiVersion).toBe('1.41');
		}));
});

describe('the environment', () => {
	it("can't lead elsewhere", async () => {
		const before = process.env['DOCKER_HOST'];
		process.env['DOCKER_HOST'] = 'nowhere.invalid:not-a-port';
		try {
			await withEngine(async client => {
				expect((await client.nodes()).items).toHaveLength(2);
			});
			expect(process.env['DOCKER_HOST']).toBe('nowhere.invalid:not-a-port');
		} finally {
			if (before === undefined) {
				delete process.env['DOCKER_HOST'];
			} else {
				process.env['DOCKER_HOST'] = before;
			}
		}
	});
});

describe('events', () => {
	it('come as things change, and end with the signal', () =>
		withEngine(async (client, engine) => {
			const controller = new AbortController();
			const seen: string[] = [];
			for await (const {kind, action, id} of watched(client, engine, controller.signal)) {
				seen.push(`${kind} ${action} ${id}`);
				if (seen.length === 3) {
					controller.abort();
				}
			}
			expect(seen).toEqual([`node update ${id('node1')}`, `service create ${id('db')}`, `service remove ${id('api')}`]);
		}));

	it('throw when the engine goes away', () =>
		withEngine(async (client, engine) => {
			const events = client.events(new AbortController().signal)[Symbol.asyncIterator]();
			const next = events.next();
			await expect.poll(() => engine.requests(/^\/events/).length).toBe(1);
			await engine.stop();
			expect(await kindOf(next)).toBe('unreachable');
		}));
});

async function* watched(client: Engine, engine: SmallEngine, signal: AbortSignal) {
	const events = client.events(signal)[Symbol.asyncIterator]();
	const first = events.next();
	await expect.poll(() => engine.listeners()).toBe(1);
	engine.change(({nodes, services}) => {
		if (nodes[1] !== undefined) {
			nodes[1].Status.State = 'down';
		}
		services.push(rawService('db'));
		services.splice(1, 1);
	});
	for (let next = await first; !next.done; next = await events.next()) {
		yield next.value;
	}
}

describe('logs', () => {
	const line = (task: string, second: number, text: string) => ({
		task: id(task),
		text,
		timestamp: `2026-11-21T09:00:0${second}.000000000Z`,
	});
	const target = {kind: 'service', id: serviceId(id('web'))} as const;
	const texts = (batches: readonly (readonly LogLine[])[]) => batches.flat().map(({text}) => text);

	it('are read to their end', () =>
		withEngine(async (client, engine) => {
			engine.log(line('w1', 1, 'one'), line('w2', 2, 'two'), line('w1', 3, 'three'));
			const signal = new AbortController().signal;
			const batches = await Array.fromAsync(client.logs(target, {tail: 10, follow: false}, signal));
			expect(texts(batches).sort()).toEqual(['one', 'three', 'two']);
			const since = Date.parse('2026-11-21T09:00:02Z');
			const task = {kind: 'task', id: taskId(id('w1'))} as const;
			expect(texts(await Array.fromAsync(client.logs(task, {tail: 10, since, follow: false}, signal)))).toEqual([
				'three',
			]);
			expect(texts(await Array.fromAsync(client.logs(target, {tail: 0, follow: false}, signal)))).toEqual([]);
		}));

	it('that are left at once stay open a moment longer: leaving in the first milliseconds can crash a manager', () =>
		withEngine(async (client, engine) => {
			const controller = new AbortController();
			const logs = client.logs(target, {tail: 1, follow: true}, controller.signal)[Symbol.asyncIterator]();
			engine.log(line('w1', 1, 'before'));
			const opened = performance.now();
			await logs.next();
			const end = logs.next();
			controller.abort();
			engine.log(line('w1', 2, 'nobody looks any more'));
			expect(await end).toEqual({done: true, value: undefined});
			expect(performance.now() - opened).toBeGreaterThan(900);
		}));

	it('are followed until the signal, and throw when the engine ends them', () =>
		withEngine(async (client, engine) => {
			const controller = new AbortController();
			const logs = client.logs(target, {tail: 1, follow: true}, controller.signal)[Symbol.asyncIterator]();
			engine.log(line('w1', 1, 'before'));
			expect((await logs.next()).value?.[0]?.text).toBe('before');
			engine.log(line('w1', 2, 'after'));
			expect((await logs.next()).value?.[0]?.text).toBe('after');
			const end = logs.next();
			controller.abort();
			expect(await end).toEqual({done: true, value: undefined});

			expect(await Array.fromAsync(client.logs(target, {tail: 1, follow: true}, controller.signal))).toEqual([]);

			const others = client.logs(target, {tail: 1, follow: true}, new AbortController().signal)[Symbol.asyncIterator]();
			await others.next();
			const broken = others.next();
			engine.breakConnections();
			expect(await kindOf(broken)).toBe('unreachable');
		}));
});
