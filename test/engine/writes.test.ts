import {describe, expect, it} from 'vitest';
import type {NodeChange, ServiceChange} from '../../source/engine/changes.ts';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {nodeId, serviceId} from '../../source/swarm/ids.ts';
import {id, rawManager, rawNode, rawService} from '../helpers/small-engine/build.ts';
import {type SmallEngine, startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';

const shop = () => {
	const TaskTemplate = {
		ContainerSpec: {Image: 'shop/web:1@sha256:01', Env: ['A=1']} as object,
		Placement: {Constraints: ['node.role==worker'], Platforms: [{OS: 'linux', Architecture: 'arm64'}]},
		Networks: [{Target: 'net1', Aliases: ['web']}],
		ForceUpdate: 4,
	};
	const web = rawService('web', {
		Spec: {Labels: {team: 'a', tier: 'front'}, TaskTemplate, Mode: {Replicated: {Replicas: 2}}},
	});
	const job = rawService('job', {
		Spec: {Mode: {Replicated: undefined, ReplicatedJob: {TotalCompletions: 5, MaxConcurrent: 2}}},
	});
	const agent = rawService('agent', {Spec: {Mode: {Replicated: undefined, Global: {}}}});
	const nodes = [
		rawManager('mgr1'),
		rawNode('node1', {Spec: {Labels: {zone: 'b'}}}),
		rawNode('gone', {Status: {State: 'down'}}),
	];
	return world({nodes, services: [web, job, agent]});
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

/** The spec before and after a change, as the engine has it. */
const changed = async (name: string, ...changes: readonly ServiceChange[]) => {
	let specs = {before: {} as unknown, after: {} as unknown};
	await withEngine(async (client, engine) => {
		const spec = () => structuredClone(engine.world.services.find(({ID}) => ID === id(name))?.Spec);
		const before = spec();
		for (const change of changes) {
			await client.updateService(await client.service(serviceId(id(name))), change);
		}
		specs = {before, after: spec()};
	});
	return specs as {
		readonly before: object;
		readonly after: {readonly UpdateConfig?: unknown; readonly TaskTemplate: {readonly Placement?: unknown}};
	};
};

describe('a change of a service', () => {
	it('of needs touches nothing that it says nothing of', async () => {
		const {after: placed} = await changed('web', {kind: 'needs', constraints: []});
		expect(placed.TaskTemplate.Placement).toMatchObject({Constraints: [], Platforms: [{OS: 'linux'}]});
		expect(placed.TaskTemplate).not.toHaveProperty('Resources');
		const {after: sized} = await changed('web', {kind: 'needs', reservedMemory: 64, cpuLimit: 0.5});
		expect(sized.TaskTemplate).toMatchObject({
			Placement: {Constraints: ['node.role==worker']},
			Resources: {Reservations: {MemoryBytes: 64}, Limits: {NanoCPUs: 500_000_000}},
		});
	});

	it('scales, and leaves the rest alone', async () => {
		const {before, after} = await changed('web', {kind: 'replicas', replicas: 7});
		expect(after).toEqual({...before, Mode: {Replicated: {Replicas: 7}}});
	});

	it('scales a job by its completions', async () => {
		const {after} = await changed('job', {kind: 'replicas', replicas: 9});
		expect(after).toMatchObject({Mode: {ReplicatedJob: {TotalCompletions: 9, MaxConcurrent: 2}}});
	});

	it.each([
		['agent', 3, /agent is a global service: it runs once on every node that fits/],
		['web', -1, /-1 is no number of replicas/],
		['web', 1.5, /1.5 is no number of replicas/],
	])('refuses to scale %s to %s', (name, replicas, sentence) =>
		expect(changed(name, {kind: 'replicas', replicas})).rejects.toThrow(sentence),
	);

	it('sets an image, and drops the platforms of the old one', async () => {
		const {before, after} = await changed('web', {kind: 'image', image: 'shop/web:2'});
		expect(after.TaskTemplate.Placement).toEqual({Constraints: ['node.role==worker']});
		expect(after).toMatchObject({TaskTemplate: {ContainerSpec: {Image: 'shop/web:2', Env: ['A=1']}, ForceUpdate: 4}});
		expect(Object.keys(after)).toEqual(Object.keys(before));
	});

	it("sets the new image's platforms, as Docker's tools do", async () => {
		const platforms = [
			{os: 'linux', architecture: 'amd64'},
			{os: 'linux', architecture: 'arm'},
		];
		const {after} = await changed('job', {kind: 'image', image: 'shop/job:2', platforms});
		expect(after.TaskTemplate.Placement).toEqual({
			Platforms: [
				{OS: 'linux', Architecture: 'amd64'},
				{OS: 'linux', Architecture: ''},
			],
		});
	});

	it("fills a missing update config with Docker's defaults: a part of one would mean all at once", async () => {
		const {after} = await changed('web', {kind: 'image', image: 'a', policy: {delay: 1.5, order: 'start-first'}});
		expect(after.UpdateConfig).toEqual({
			Parallelism: 1,
			Delay: 1_500_000_000,
			Monitor: 5_000_000_000,
			FailureAction: 'pause',
			MaxFailureRatio: 0,
			Order: 'start-first',
		});
	});

	it('changes what is said of an update config that is there, and no more', async () => {
		const first = {
			kind: 'image',
			image: 'a',
			policy: {parallelism: 0, monitor: 30, failureAction: 'rollback'},
		} as const;
		const {after} = await changed('web', first, {kind: 'image', image: 'b', policy: {maxFailureRatio: 0.2}});
		expect(after.UpdateConfig).toMatchObject({
			Parallelism: 0,
			Monitor: 3e10,
			FailureAction: 'rollback',
			MaxFailureRatio: 0.2,
		});
	});

	it('restarts', async () => {
		const {before, after} = await changed('web', {kind: 'restart'});
		expect(after).toMatchObject({TaskTemplate: {ForceUpdate: 5}});
		expect({...after, TaskTemplate: 0}).toEqual({...before, TaskTemplate: 0});
	});

	it('resumes with the same spec', async () => {
		const {before, after} = await changed('web', {kind: 'resume'});
		expect(after).toEqual(before);
	});

	it('sets and removes labels', async () => {
		const {after} = await changed('web', {kind: 'labels', set: {tier: 'back', new: '1'}, remove: ['team']});
		expect(after).toMatchObject({Labels: {tier: 'back', new: '1'}});
		expect(JSON.stringify(after)).not.toContain('team');
	});

	it('rolls back', async () => {
		const {before, after} = await changed('web', {kind: 'image', image: 'bad'}, {kind: 'rollback'});
		expect(after).toEqual(before);
		await expect(changed('web', {kind: 'rollback'})).rejects.toThrow(/^service web0+ does not have a previous spec$/);
	});

	it('sends the credentials that go with an image, and only there', () =>
		withEngine(async (client, engine) => {
			const web = await client.service(serviceId(id('web')));
			await client.updateService(web, {kind: 'image', image: 'b', auth: {header: 'c2VjcmV0'}});
			await client.updateService(await client.service(web.id), {kind: 'restart'});
			expect(engine.requests(/update$/).map(({headers}) => headers['x-registry-auth'])).toEqual([
				'c2VjcmV0',
				undefined,
			]);
			expect(engine.requests(/update$/).map(({query}) => Object.keys(query))).toEqual([['version'], ['version']]);
		}));

	it('is out of date when someone was faster', () =>
		withEngine(async (client, engine) => {
			const web = await client.service(serviceId(id('web')));
			engine.change(({services}) => {
				if (services[0] !== undefined) {
					services[0].Spec.Labels = {};
				}
			});
			await expect(client.updateService(web, {kind: 'restart'})).rejects.toThrow(
				expect.objectContaining({kind: 'out-of-date'}),
			);
		}));
});

describe('a change of a node', () => {
	const after = async (...changes: readonly NodeChange[]) => {
		let spec: unknown;
		await withEngine(async (client, engine) => {
			for (const change of changes) {
				await client.updateNode(await client.node(nodeId(id('node1'))), change);
			}
			spec = engine.world.nodes[1]?.Spec;
		});
		return spec;
	};

	it('keeps its labels', async () => {
		const spec = await after({kind: 'availability', availability: 'drain'}, {kind: 'role', role: 'manager'});
		expect(spec).toEqual({Role: 'manager', Availability: 'drain', Labels: {zone: 'b'}});
	});

	it('sets and removes labels', async () => {
		expect(await after({kind: 'labels', set: {rack: '4'}, remove: ['zone']})).toMatchObject({Labels: {rack: '4'}});
	});
});

describe('removals', () => {
	it('remove a service and a dead node', () =>
		withEngine(async (client, engine) => {
			await client.removeService(serviceId(id('web')));
			await client.removeNode(nodeId(id('gone')));
			expect(engine.world.services).toHaveLength(2);
			expect(engine.world.nodes).toHaveLength(2);
		}));

	it("say why not, in the engine's words without their wrapping", () =>
		withEngine(async client => {
			await expect(client.removeNode(nodeId(id('node1')))).rejects.toThrow(
				expect.objectContaining({kind: 'refused', message: `node ${id('node1')} is not down and can't be removed`}),
			);
			await expect(client.removeNode(nodeId(id('mgr1')))).rejects.toThrow(/must be demoted to worker before removal$/);
		}));
});
