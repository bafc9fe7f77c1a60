import {expect, test} from 'vitest';
import type {Network} from '../../source/swarm/network.ts';
import {problemsOf} from '../../source/swarm/problems.ts';
import type {SwarmSettings} from '../../source/swarm/swarm-settings.ts';
import type {Uses} from '../../source/swarm/uses.ts';
import {
	ago,
	config,
	fileUse,
	leader,
	network,
	node,
	now,
	replicated,
	runningTasks,
	type SnapshotParts,
	secret,
	service,
	snapshotOf,
	swarmFacts,
	task,
	unallocated,
} from '../helpers/builders.ts';

const nodes = [leader('m1'), node('w1')];
const lines = (parts: SnapshotParts) =>
	problemsOf(snapshotOf({nodes, ...parts}), now)
		.filter(({verdict}) => ['NETWORK', 'CA', 'POOL', 'UNUSED'].includes(verdict))
		.map(({urgency, verdict, name, standing, cause}) => `${urgency}: ${verdict} ${name} ${standing} ${cause}`);

const day = 86_400_000;

const noUses: Uses = {
	secrets: [],
	configs: [],
	volumes: [],
	virtualAddresses: [],
	hasVirtualAddress: true,
	before: [],
};
const settings = (changes: Partial<SwarmSettings>): SnapshotParts => ({
	swarm: swarmFacts({
		settings: {
			version: 1,
			taskHistoryLimit: 5,
			isAutolocked: false,
			heartbeat: 5,
			snapshotInterval: 10_000,
			oldSnapshots: 0,
			nodeCertificateLife: 7_776_000,
			rootExpiresAt: now + 7000 * day,
			isRootRotating: false,
			addressPools: ['10.0.0.0/8'],
			rangeBits: 24,
			dataPort: 4789,
			...changes,
		},
	}),
});

const lost = unallocated('lost');
const web = service('web', {networks: [lost.id], mode: replicated(2)});
const stuck = (slot: number) => task(`n${slot}`, {slot, state: 'new', nodeId: undefined, createdAt: ago(300)});

test('a network that was never allocated says whose tasks it keeps', () => {
	expect(lines({networks: [lost], services: [web], tasks: [stuck(1), stuck(2)]})).toEqual([
		"act: NETWORK lost  never allocated: it got no addresses, most often because its subnet overlaps another; 2 tasks of web can't start",
	]);
	expect(lines({networks: [lost], services: [web], tasks: []})).toMatchObject([
		expect.stringMatching(/^look: .* new tasks of web can't start$/),
	]);
	expect(lines({networks: [lost]})).toMatchObject([expect.stringMatching(/^look: .* no service is on it yet$/)]);
});

test('one that was made a moment ago is still being allocated', () => {
	expect(lines({networks: [{...lost, createdAt: ago(20)}]})).toEqual([]);
	expect(lines({networks: [{...lost, createdAt: ago(31)}]})).toHaveLength(1);
});

test('a network runs out of addresses before its services do', () => {
	const small = (subnet: string): Network => network('small', {ranges: [{subnet, gateway: undefined}]});
	const busy = service('busy', {networks: [small('').id], mode: replicated(10)});
	const tasks = runningTasks(busy, [nodes[1] ?? node('w1')]);
	// 10 tasks, a service, a node and the gateway: 13 of 14.
	expect(lines({networks: [small('10.0.1.0/28')], services: [busy], tasks})).toEqual([
		'look: NETWORK small 13/14 nearly all its addresses are taken: 1 task more fit in, a rolling update included',
	]);
	expect(lines({networks: [small('10.0.1.0/29')], services: [busy], tasks})).toMatchObject([
		expect.stringMatching(/^act: NETWORK small 13\/6 all its addresses are taken/),
	]);
	expect(lines({networks: [small('10.0.1.0/27')], services: [busy], tasks})).toEqual([]);
	expect(lines({networks: [small('10.0.1.0/28')], services: [busy], tasks, hasAllTasks: false})).toEqual([]);
});

test('the root certificate is told of in time', () => {
	expect(lines(settings({}))).toEqual([]);
	expect(lines(settings({rootExpiresAt: now + 31 * day}))).toEqual([]);
	expect(lines(settings({rootExpiresAt: undefined}))).toEqual([]);
	expect(lines(settings({rootExpiresAt: now + 20.5 * day}))).toMatchObject([
		expect.stringMatching(/^look: CA root certificate 20 d .*ends in 20 d: rotate it/),
	]);
	expect(lines(settings({rootExpiresAt: now + 2 * day}))[0]).toMatch(/^act: .* ends in 2 d/);
	expect(lines(settings({rootExpiresAt: now + day / 2}))[0]).toMatch(/^act: .* ends within a day/);
	expect(lines(settings({rootExpiresAt: now - day}))[0]).toMatch(/^act: CA root certificate expired .* has ended/);
});

test('an address pool is told of while it still has room', () => {
	const networks = Array.from({length: 15}, (_, index) =>
		network(`n${index}`, {ranges: [{subnet: `10.9.${index}.0/24`, gateway: undefined}]}),
	);
	const pools = settings({addressPools: ['10.9.0.0/20']});
	expect(lines({...pools, networks})).toEqual([
		'look: POOL 10.9.0.0/20 15/16 the pool that overlay networks get their addresses from has room for 1 more; others need a subnet of their own',
	]);
	expect(lines({...pools, networks: networks.slice(2)})).toEqual([]);
	expect(lines({...settings({addressPools: ['10.0.0.0/8']}), networks})).toEqual([]);
});

test('secrets and configs that nobody has had use for in a month are one finding, the last of all', () => {
	const old = {createdAt: now - 31 * day};
	const [used, before, lone] = [secret('used', old), secret('before', old), secret('lone', old)];
	const web = service('web', {uses: {...noUses, secrets: [fileUse(used)], before: [before.id]}});
	const parts = {services: [web], secrets: [used, before, lone, secret('fresh')], configs: [config('motd', old)]};
	expect(lines(parts)).toEqual([
		'look: UNUSED secrets, configs  no service has 1 secret and 1 config, nor would after a rollback, and they are over 30 d old: lone, motd',
	]);
	expect(lines({...parts, secrets: [used, before], configs: []})).toEqual([]);
	const many = Array.from({length: 8}, (_, index) => secret(`s${index}`, old));
	expect(lines({services: [web], secrets: many})[0]).toMatch(
		/no service has 8 secrets, .*: s0, s1, s2, s3, s4, s5 and 2 more$/,
	);
	expect(lines({secrets: [lone]})).toEqual([
		'look: UNUSED secrets  no service has 1 secret, nor would after a rollback, and it is over 30 d old: lone',
	]);
});
