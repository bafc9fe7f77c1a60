import {describe, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {SwarmChange} from '../../source/engine/creations.ts';
import {decodeNode} from '../../source/engine/decode/node.ts';
import {decodeSwarm} from '../../source/engine/decode/swarm.ts';
import {rawNode, rawService, rawTask} from '../helpers/small-engine/build.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import {swarmState, unlockKey} from '../helpers/small-engine/swarm-routes.ts';
import {type World, world} from '../helpers/small-engine/world.ts';

const open = async (given: Partial<World> = {}) => {
	const small = await startSmallEngine(world(given));
	const engine = connect(small.endpoint);
	return {
		small,
		engine,
		sent: () => small.requests(/^\/swarm/).find(({method}) => method === 'POST'),
		[Symbol.asyncDispose]: async () => {
			engine.close();
			await small[Symbol.asyncDispose]();
		},
	};
};

describe('an engine in no swarm', () => {
	test('starts one with what was chosen, and leaves the rest to the engine', async () => {
		await using lab = await open({info: swarmState('inactive')});
		const id = await lab.engine.initSwarm({
			advertiseAddress: '10.0.0.1',
			addressPools: ['10.20.0.0/16'],
			rangeBits: 26,
			isAutolocked: true,
			nodeCertificateLife: 3600,
		});
		expect(id).toBe(lab.small.world.self);
		expect(lab.sent()?.body).toEqual({
			ListenAddr: '0.0.0.0:2377',
			AdvertiseAddr: '10.0.0.1',
			DataPathAddr: '',
			DefaultAddrPool: ['10.20.0.0/16'],
			SubnetSize: 26,
			AutoLockManagers: true,
			Spec: {CAConfig: {NodeCertExpiry: 3600e9}, EncryptionConfig: {AutoLockManagers: true}},
		});
	});

	test('joins one by its token', async () => {
		await using lab = await open({info: swarmState('inactive')});
		await lab.engine.joinSwarm({token: 'T', managers: ['10.0.0.5:2377'], dataPathAddress: 'eth1'});
		expect(lab.sent()?.body).toMatchObject({JoinToken: 'T', RemoteAddrs: ['10.0.0.5:2377'], DataPathAddr: 'eth1'});
	});

	test.each([
		[
			400,
			'rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster',
			/it was rotated since/,
		],
		[500, 'remote CA does not match fingerprint. Expected: 00', /not of the swarm at that address/],
		[
			503,
			'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing dial tcp 10.0.0.5:2377: connect: connection refused"',
			/No manager answers at 10\.0\.0\.5:2377/,
		],
		[
			500,
			'could not find local IP address: dial udp 10.0.0.5:2377: connect: network is unreachable',
			/no way to that address/,
		],
	])('is refused with %i, and says it for people', async (status, message, said) => {
		await using lab = await open({info: swarmState('inactive')});
		lab.small.fault(/^\/swarm\/join/, {status, message});
		await expect(lab.engine.joinSwarm({token: 'T', managers: ['10.0.0.5:2377']})).rejects.toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(said),
		});
	});

	test('goes on by itself where no manager answers in time', async () => {
		await using lab = await open({info: swarmState('inactive')});
		const message =
			'Timeout was reached before node joined. The attempt to join the swarm will continue in the background.';
		lab.small.fault(/^\/swarm\/join/, {status: 503, message});
		await expect(lab.engine.joinSwarm({token: 'T', managers: ['10.0.0.5:2377']})).rejects.toMatchObject({
			kind: 'too-late',
		});
	});
});

describe('the swarm as a whole', () => {
	const spec = {
		Name: 'default',
		Labels: {a: 'b'},
		Orchestration: {TaskHistoryRetentionLimit: 5},
		Raft: {SnapshotInterval: 10_000, KeepOldSnapshots: 0, ElectionTick: 10},
		Dispatcher: {HeartbeatPeriod: 5e9},
		CAConfig: {NodeCertExpiry: 7_776e12, ForceRotate: 2},
		EncryptionConfig: {AutoLockManagers: false},
	};
	const cases: readonly (readonly [SwarmChange, object, Record<string, string>])[] = [
		[{kind: 'rotate-token', role: 'worker'}, spec, {rotateWorkerToken: 'true'}],
		[{kind: 'rotate-token', role: 'manager'}, spec, {rotateManagerToken: 'true'}],
		[{kind: 'rotate-unlock-key'}, spec, {rotateManagerUnlockKey: 'true'}],
		[{kind: 'autolock', isAutolocked: true}, {...spec, EncryptionConfig: {AutoLockManagers: true}}, {}],
		[{kind: 'rotate-root'}, {...spec, CAConfig: {...spec.CAConfig, ForceRotate: 3}}, {}],
		[
			{kind: 'settings', settings: {taskHistoryLimit: 0, heartbeat: 7, oldSnapshots: 2, nodeCertificateLife: 3600}},
			{
				...spec,
				Orchestration: {TaskHistoryRetentionLimit: 0},
				Raft: {...spec.Raft, KeepOldSnapshots: 2},
				Dispatcher: {HeartbeatPeriod: 7e9},
				CAConfig: {...spec.CAConfig, NodeCertExpiry: 3600e9},
			},
			{},
		],
	];

	test.each(cases)('%j changes that and nothing else, over the version that was read', async (change, body, query) => {
		await using lab = await open({swarm: {Spec: spec}});
		const facts = await lab.engine.swarm();
		await lab.engine.updateSwarm(facts, change);
		expect(lab.sent()).toMatchObject({body, query: {version: '9', ...query}});
		await expect(lab.engine.updateSwarm(facts, change)).rejects.toMatchObject({kind: 'out-of-date'});
	});

	test('has an unlock key while autolock is on, and none else', async () => {
		await using off = await open();
		await using on = await open({swarm: {Spec: {EncryptionConfig: {AutoLockManagers: true}}}});
		expect(await off.engine.unlockKey()).toBeUndefined();
		expect(await on.engine.unlockKey()).toBe(unlockKey);
	});

	test('tells who signed which certificate, so that a rotation can be followed', () => {
		const swarm = decodeSwarm({
			ID: 's',
			RootRotationInProgress: true,
			TLSInfo: {CertIssuerPublicKey: 'new'},
			JoinTokens: {},
		});
		expect(swarm.settings).toMatchObject({issuer: 'new', isRootRotating: true});
		const raw = rawNode('work1');
		const node = {...raw, Description: {...raw.Description, TLSInfo: {CertIssuerPublicKey: 'old'}}};
		expect(decodeNode(node).issuer).toBe('old');
		expect(decodeNode(raw).issuer).toBeUndefined();
	});
});

describe('a locked manager', () => {
	test('is unlocked by its key and by no other', async () => {
		await using lab = await open({info: swarmState('locked')});
		await expect(lab.engine.unlockSwarm('SWMKEY-1-wrong')).rejects.toMatchObject({
			kind: 'refused',
			message: 'This is not the key that this manager was locked with.',
		});
		await lab.engine.unlockSwarm(unlockKey);
		expect((await lab.engine.info()).swarmState).toBe('active');
	});
});

test('an engine leaves without force, and tells before what of the swarm runs on it', async () => {
	const web = rawService('web');
	const [here, there] = [rawNode('work1'), rawNode('work2')];
	const tasks = [rawTask(web, {Slot: 1, NodeID: here.ID}), rawTask(web, {Slot: 2, NodeID: there.ID})];
	await using lab = await open({nodes: [here, there], services: [web], tasks, info: swarmState('active')});
	expect(await lab.engine.tasksHere()).toEqual([{task: expect.stringMatching(/^web\.1\./), service: 'web'}]);
	await lab.engine.leaveSwarm();
	expect(lab.sent()).toMatchObject({path: '/swarm/leave', query: {}});
	expect((await lab.engine.info()).swarmState).toBe('inactive');
});
