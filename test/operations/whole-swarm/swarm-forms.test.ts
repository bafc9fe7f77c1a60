import {describe, expect, test} from 'vitest';
import type {EngineTarget, SwarmTarget} from '../../../source/operations/target.ts';
import {initSwarm} from '../../../source/operations/whole-swarm/init-swarm.ts';
import {joinSwarm} from '../../../source/operations/whole-swarm/join-swarm.ts';
import {rotateRoot} from '../../../source/operations/whole-swarm/rotate-root.ts';
import {rotateUnlockKey} from '../../../source/operations/whole-swarm/rotate-unlock-key.ts';
import {changeSwarmSettings} from '../../../source/operations/whole-swarm/swarm-settings.ts';
import {unlockSwarm} from '../../../source/operations/whole-swarm/unlock-swarm.ts';
import {engineInfo, leader, manager, node, snapshotOf, swarmFacts} from '../../helpers/builders.ts';
import {aKey, aToken} from '../swarm-trials.ts';

const engine = (changes: Partial<EngineTarget> = {}): EngineTarget => ({
	kind: 'engine',
	id: 'unix:///var/run/docker.sock',
	saw: engineInfo(),
	...changes,
});

const settings = {
	version: 10,
	taskHistoryLimit: 5,
	isAutolocked: true,
	heartbeat: 5,
	snapshotInterval: 10_000,
	oldSnapshots: 0,
	nodeCertificateLife: 90 * 86_400,
	rootExpiresAt: undefined,
	isRootRotating: false,
	addressPools: ['10.0.0.0/8'],
	rangeBits: 24,
	dataPort: 4789,
};
const saw = swarmFacts({settings});
const swarm: SwarmTarget = {kind: 'swarm', id: saw.id, saw};

const said = (parsed: {readonly kind: string}) => ('problem' in parsed ? (parsed as {problem: string}).problem : '');

describe('starting a swarm', () => {
	const filled = (values: Record<string, string>) => {
		const fields = initSwarm.fields?.([engine()]) ?? [];
		return {...Object.fromEntries(fields.map(({name, initial}) => [name, initial])), ...values};
	};

	test('asks for nothing that the engine has by itself', () => {
		expect(initSwarm.parse(filled({}), [engine()])).toEqual({kind: 'input', input: {}});
		expect(initSwarm.cli(engine(), {}, snapshotOf({}))).toBe('docker swarm init');
	});

	test('is filled in with the address that leads out of this machine, and names the others', () => {
		const addresses = [
			{address: '10.0.0.5', name: 'eth0'},
			{address: '172.17.0.1', name: 'docker0'},
		];
		const [field] = initSwarm.fields?.([engine({addresses})]) ?? [];
		expect(field?.initial).toBe('10.0.0.5');
		expect(field?.hint).toContain('10.0.0.5 (eth0), 172.17.0.1 (docker0)');
	});

	test.each([
		[{advertise: '0.0.0.0'}, 'advertise', /every address and none/],
		[{advertise: 'a b'}, 'advertise', /neither an IP nor an interface/],
		[{advertise: '10.0.0.5:99999'}, 'advertise', /no port/],
		[{dataPath: '10.0.0.5:4789'}, 'dataPath', /takes none/],
		[{certificates: '30m'}, 'certificates', /no less than 1h/],
		[{certificates: '90'}, 'certificates', /90d or 90h/],
		[{port: '80'}, 'port', /1024 to 49151/],
		[{pools: 'junk'}, 'pools', /no range of addresses/],
		[{pools: 'fd00::/8'}, 'pools', /IPv6/],
		[{pools: '10.0.0.0/8 10.1.0.0/16'}, 'pools', /overlap/],
		[{mask: '30'}, 'mask', /up to 29/],
		[{pools: '10.0.0.0/26', mask: '24'}, 'mask', /don't fit/],
	])('%j is refused at its field', (values, field, problem) => {
		const parsed = initSwarm.parse(filled(values), [engine()]);
		expect(parsed).toMatchObject({kind: 'problem', field});
		expect(said(parsed)).toMatch(problem);
		expect(said(parsed)).toMatch(/^["A-Z0-9].*\.$/);
	});

	test('warns of an address that no machine can call, though the engine takes it', () => {
		const addresses = [{address: '10.0.0.5', name: 'eth0'}];
		const warned = (advertiseAddress: string) =>
			initSwarm.plan([engine({addresses})], {advertiseAddress}, snapshotOf({})).warnings;
		expect(warned('10.99.99.99')[0]).toMatch(/has no address or interface 10\.99\.99\.99/);
		expect(warned('127.0.0.1')[0]).toMatch(/this machine to itself/);
		expect(warned('10.0.0.5:2377')).toEqual([]);
		expect(warned('eth0')).toEqual([]);
	});

	test('is not for an engine that is in a swarm, or locked', () => {
		const blocked = (swarmState: 'active' | 'locked' | 'pending') =>
			initSwarm.blockedBy(engine({saw: engineInfo({swarmState})}), snapshotOf({}));
		expect(blocked('active')).toMatch(/in a swarm already/);
		expect(blocked('locked')).toMatch(/unlock it first/);
		expect(blocked('pending')).toMatch(/joining a swarm already/);
	});
});

test('a token is said to be wrong without being said', () => {
	for (const token of [aToken.slice(1), aToken.slice(0, -1), `${aToken}x`]) {
		const parsed = joinSwarm.parse({token, manager: '10.0.0.5'}, [engine()]);
		expect(parsed).toMatchObject({kind: 'problem', field: 'token'});
		expect(said(parsed)).not.toContain('0123');
	}
});

test.each([
	['', /missing/],
	[aToken, /join token/],
	['hello', /SWMKEY-1-/],
	[aKey.slice(0, -1), /here are 42/],
	[aKey.replace('K'.repeat(43), '!'.repeat(43)), /another character/],
])('an unlock key like %j is refused before it is sent', (key, problem) => {
	const parsed = unlockSwarm.parse({key}, [engine()]);
	expect(said(parsed)).toMatch(problem);
});

test('the command around an unlock key may be pasted with it', () => {
	expect(unlockSwarm.parse({key: `docker swarm unlock ${aKey} `}, [engine()])).toEqual({
		kind: 'input',
		input: {key: aKey},
	});
});

describe('the settings of a swarm', () => {
	const parse = (values: Record<string, string>) => changeSwarmSettings.parse(values, [swarm]);

	test('that stay as they are change nothing, and that is said', () => {
		const fields = changeSwarmSettings.fields?.([swarm]) ?? [];
		const values = Object.fromEntries(fields.map(({name, initial}) => [name, initial]));
		expect(parse(values)).toEqual({kind: 'input', input: {}});
		expect(changeSwarmSettings.plan([swarm], {}, snapshotOf({})).refusals).toHaveLength(1);
	});

	test.each([
		['taskHistoryLimit', '-2', /or -1 to keep all/],
		['taskHistoryLimit', 'many', /whole number/],
		['heartbeat', '0', /From 1s to 1h/],
		['heartbeat', '100ms', /From 1s to 1h/],
		['heartbeat', 'often', /no length of time/],
		['snapshotInterval', '0', /from 1/],
		['oldSnapshots', '-1', /from 0/],
		['nodeCertificateLife', '59m', /no less than 1h/],
		['nodeCertificateLife', '200y', /no length of time/],
	])('%s can not be %s', (name, text, problem) => {
		expect(parse({[name]: text})).toMatchObject({kind: 'problem', field: name});
		expect(said(parse({[name]: text}))).toMatch(problem);
	});

	test('that are regretted later are warned of', () => {
		const warned = (input: object) => changeSwarmSettings.plan([swarm], input, snapshotOf({})).warnings;
		expect(warned({taskHistoryLimit: -1})[0]).toMatch(/crashes again and again fills the memory/);
		expect(warned({taskHistoryLimit: 0})[0]).toMatch(/nobody can see why/);
		expect(warned({heartbeat: 120})[0]).toMatch(/noticed only after 6m/);
		expect(warned({nodeCertificateLife: 3600})[0]).toMatch(/has to join anew/);
		expect(warned({taskHistoryLimit: 10, heartbeat: 10})).toEqual([]);
	});
});

describe('rotations say who is not there to hear of them', () => {
	const nodes = [
		leader('mgr1'),
		manager('mgr2', {reachability: 'unreachable'}, {state: 'down'}),
		node('gone', {state: 'down'}),
	];
	const snapshot = snapshotOf({nodes, swarm: saw});

	test('an unlock key: managers that still need the old one', () => {
		expect(rotateUnlockKey.plan([swarm], null, snapshot).warnings).toEqual([
			'mgr2 is down: only the old key unlocks it then. Copy it before (v).',
		]);
	});

	test('the root certificate: nodes that hold it up', () => {
		expect(rotateRoot.plan([swarm], null, snapshot).warnings[0]).toMatch(/gone \(down\) and mgr2 \(down\)/);
	});
});
