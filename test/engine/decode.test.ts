import {describe, expect, it} from 'vitest';
import {decodeNode} from '../../source/engine/decode/node.ts';
import {decodeService} from '../../source/engine/decode/service.ts';
import {decodeImage, decodeInfo, decodeSwarm} from '../../source/engine/decode/swarm.ts';
import {decodeTask} from '../../source/engine/decode/task.ts';
import {readRecording, readSample} from '../helpers/recordings.ts';
import {rawNode, rawService, rawTask} from '../helpers/small-engine/build.ts';

describe('decodeNode', () => {
	const nodes = (readSample('nodes-mixed-states') as unknown[]).map(decodeNode);

	it('reads what a real manager says', () => {
		expect(nodes.map(({hostname, state, availability, role}) => [hostname, state, availability, role])).toEqual([
			['node-4', 'ready', 'drain', 'worker'],
			['node-3', 'down', 'active', 'manager'],
			['node-2', 'ready', 'active', 'manager'],
			['node-5', 'ready', 'pause', 'worker'],
			['node-1', 'ready', 'active', 'manager'],
		]);
		expect(nodes[0]).toMatchObject({
			id: '1acvobgrq2g2x7nzpmwdl2h4e',
			version: 3215,
			labels: {dc: 'b'},
			manager: undefined,
			address: '10.99.0.4',
			os: 'linux',
			architecture: 'x86_64',
			capacity: {cpus: 2, memoryBytes: 25276510208},
			engineVersion: '20.10.24+dfsg1',
			createdAt: Date.UTC(2026, 10, 21, 1, 37, 39, 500),
		});
		expect(nodes[1]).toMatchObject({
			stateMessage: 'heartbeat failure',
			manager: {isLeader: false, reachability: 'unreachable', address: '10.99.0.3:2377'},
		});
		expect(nodes[4]?.manager?.isLeader).toBe(true);
	});

	it('makes do with a node that is just joining', () => {
		expect(decodeNode({ID: 'abcdefghijkl'})).toMatchObject({
			hostname: 'abcdef',
			state: 'unknown',
			availability: 'active',
			labels: {},
			capacity: {cpus: 0, memoryBytes: 0},
			createdAt: 0,
		});
	});

	it('takes words of a newer engine for what is safest', () => {
		const node = decodeNode(rawNode('a', {Status: {State: 'frozen'}, Spec: {Availability: 'nap', Role: 'queen'}}));
		expect(node).toMatchObject({state: 'unknown', availability: 'active', role: 'worker'});
	});

	it.each([[{}], [{ID: ''}], [null], ['text'], [[]]])('refuses %j', json => {
		expect(() => decodeNode(json)).toThrow(expect.objectContaining({kind: 'garbled'}));
	});
});

describe('decodeService', () => {
	it("reads what a real manager says, with the engine's counts", () => {
		const services = (readSample('services-status') as unknown[]).map(decodeService);
		expect(services.map(({name, mode, serverCounts}) => [name, mode, serverCounts?.running])).toEqual([
			['n-glob', {kind: 'global'}, 5],
			['app_web', {kind: 'replicated', replicas: 3}, 3],
			['n-web', {kind: 'replicated', replicas: 10}, 10],
		]);
		expect(services[2]).toMatchObject({
			updateStatus: {state: 'completed', message: 'update completed', startedAt: Date.UTC(2026, 10, 21, 1, 50, 46, 56)},
			update: {parallelism: 5, delay: 0, monitor: 1, failureAction: 'pause', order: 'stop-first'},
			rollback: {parallelism: 1, delay: 0, monitor: 5, failureAction: 'pause', order: 'stop-first'},
			previousImage: 'demo/web:1',
		});
	});

	it('reads a service of a stack', () => {
		expect(decodeService(readSample('service-stack-deployed'))).toMatchObject({
			stack: 'shop',
			constraints: ['node.role==worker'],
			networks: ['mkpp26z7q8btw1lugjsq6wrqz'],
			ports: [{published: 8090, target: 8080, protocol: 'tcp', mode: 'ingress'}],
			reservations: {cpus: 0.1, memoryBytes: 16777216},
			limits: {cpus: 0.5, memoryBytes: 67108864},
			update: {parallelism: 1, delay: 2, monitor: 5, order: 'start-first'},
			updateStatus: undefined,
			previousSpec: undefined,
			serverCounts: undefined,
		});
	});

	it('knows that a policy in part means zeros, and no policy means defaults', () => {
		const partial = decodeService(rawService('a', {Spec: {UpdateConfig: {Order: 'start-first'}}}));
		expect(partial.update).toMatchObject({parallelism: 0, monitor: 5, order: 'start-first'});
		expect(decodeService(rawService('a')).update.parallelism).toBe(1);
	});

	it('reads jobs', () => {
		const {frames} = readRecording('replicated-job');
		expect(decodeService(frames.at(-1)?.service)).toMatchObject({
			mode: {kind: 'replicated-job', completions: 5, concurrent: 2},
			jobIteration: 1,
		});
	});

	it('takes Go’s zero time for never', () => {
		const status = {State: 'updating', StartedAt: '2026-11-21T01:00:00Z', CompletedAt: '0001-01-01T00:00:00Z'};
		expect(decodeService(rawService('a', {UpdateStatus: status})).updateStatus?.completedAt).toBeUndefined();
	});
});

describe('decodeTask', () => {
	const tasks = (readSample('tasks-failure-texts') as unknown[]).map(decodeTask);
	const task = (id: string) => tasks.find(task => task.id.startsWith(id));

	it('reads errors and exit codes, and knows what an exit code of a container that never ran is worth', () => {
		expect(task('0n206n')).toMatchObject({state: 'failed', error: 'task: non-zero exit (137)', exitCode: 137});
		expect(task('4ypfy1')).toMatchObject({state: 'rejected', exitCode: undefined});
		expect(task('6vipd7')).toMatchObject({
			state: 'running',
			desiredState: 'running',
			exitCode: undefined,
			error: undefined,
		});
		expect(task('toz2zg')).toMatchObject({state: 'new', nodeId: undefined, error: undefined});
	});

	it('lists a port that is published in host mode once', () => {
		expect(task('5s1gn9')?.hostPorts).toEqual([{port: 9090, protocol: 'tcp'}]);
	});

	it('keeps one copy of what many tasks share', () => {
		const service = rawService('web');
		const [a, b] = [rawTask(service, {Slot: 1}), rawTask(service, {Slot: 2})].map(decodeTask);
		expect(a?.template).toBe(b?.template);
		const specOf = (task: typeof a) => (task?.raw as {readonly Spec?: unknown} | undefined)?.Spec;
		expect(specOf(a)).toBeDefined();
		expect(specOf(a)).toBe(specOf(b));
	});
});

describe('templates', () => {
	const names = ['rolling-update-ok', 'scale-up-down', 'manual-rollback', 'node-drain-activate-global'];

	it.each(names)('are one object for a service and its up-to-date tasks: %s', name => {
		const {frames} = readRecording(name);
		const last = frames.at(-1);
		const {template} = decodeService(last?.service);
		const running = (last?.tasks ?? []).map(decodeTask).filter(task => task.desiredState === 'running');
		expect(running.length).toBeGreaterThan(0);
		for (const task of running) {
			expect(task.template.content).toBe(template.content);
			expect(task.template.placement).toBe(template.placement);
		}
	});

	it('differ when the image does, and only in their placement when that does', () => {
		const {template} = decodeService(rawService('web'));
		const other = decodeService(rawService('web', {Spec: {TaskTemplate: {ContainerSpec: {Image: 'shop/web:2'}}}}));
		expect(other.template.content).not.toEqual(template.content);
		const placed = decodeService(rawService('web', {Spec: {TaskTemplate: {Placement: {Constraints: ['a==b']}}}}));
		expect(placed.template.content).toBe(template.content);
		expect(placed.template.placement).toEqual({Constraints: ['a==b']});
	});

	it('tell `false` from nothing', () => {
		const init = {ContainerSpec: {Image: 'a', Init: false, Env: [], Labels: {}}};
		expect(decodeService(rawService('a', {Spec: {TaskTemplate: init}})).template.content).toMatchObject({
			ContainerSpec: {Image: 'a', Init: false, Isolation: 'default'},
		});
	});

	it.each(['Resources', 'LogDriver', 'RestartPolicy'])(
		'tell an empty message from none, as the engine does: %s',
		key => {
			const contentOf = (spec: object) =>
				decodeService(rawService('a', {Spec: {TaskTemplate: {ContainerSpec: {Image: 'a'}, ...spec}}})).template.content;
			expect(contentOf({[key]: {}})).not.toEqual(contentOf({[key]: undefined}));
			expect(contentOf({Networks: [{Target: 'n', DriverOpts: {}}]})).toEqual(contentOf({Networks: [{Target: 'n'}]}));
		},
	);
});

describe('the rest', () => {
	it('reads info', () => {
		expect(decodeInfo(readSample('info'), '1.41')).toMatchObject({
			engineVersion: '20.10.24+dfsg1',
			apiVersion: '1.41',
			nodeId: 'uyx6ys26dwqzusjmec5ndr6t1',
			nodeAddress: '10.99.0.1',
			swarmState: 'active',
			isManager: true,
			swarmError: undefined,
			managers: [{address: '10.99.0.1:2377'}, {address: '10.99.0.3:2377'}, {address: '10.99.0.2:2377'}],
		});
	});

	it("keeps the swarm's facts and not its tokens", () => {
		const swarm = decodeSwarm(readSample('swarm'));
		expect(swarm).toMatchObject({id: 'm03ybuc5j0xi6kzi3odfmopy8', taskHistoryLimit: 5});
		expect(JSON.stringify(swarm)).not.toMatch(/JoinTokens|SWMTKN/);
	});

	it('leaves out the platforms of attestations', () => {
		const platforms = [
			{os: 'linux', architecture: 'amd64'},
			{os: 'unknown', architecture: 'unknown'},
		];
		expect(decodeImage({Descriptor: {digest: 'sha256:00'}, Platforms: platforms})).toEqual({
			digest: 'sha256:00',
			platforms: [{os: 'linux', architecture: 'amd64'}],
		});
	});
});
