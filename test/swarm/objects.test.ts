import {expect, test} from 'vitest';
import {networkId, secretId} from '../../source/swarm/ids.ts';
import {addressesOf, addressesTaken, servicesOn} from '../../source/swarm/network.ts';
import {publishedPorts} from '../../source/swarm/published.ts';
import type {PublishedPort} from '../../source/swarm/service.ts';
import {poolsOf} from '../../source/swarm/settings-problem.ts';
import {stacksOf} from '../../source/swarm/stack.ts';
import type {SwarmSettings} from '../../source/swarm/swarm-settings.ts';
import {mountersOf, usersIn} from '../../source/swarm/uses.ts';
import {
	config,
	fileUse,
	leader,
	network,
	node,
	replicated,
	runningTasks,
	secret,
	service,
	snapshotOf,
	task,
	unallocated,
	uses,
} from '../helpers/builders.ts';

const nodes = [leader('m1'), node('w1'), node('w2')];
const shop = network('shop');
const port = (changes: Partial<PublishedPort> = {}): PublishedPort => ({
	published: 80,
	target: 8080,
	protocol: 'tcp',
	mode: 'ingress',
	...changes,
});
const web = service('web', {networks: [shop.id], mode: replicated(4), ports: [port()]});
const api = service('api', {networks: [networkId('shop')], mode: replicated(2)});
const apart = service('apart');

test('a service is on the networks of its spec, by id or name, and on the ingress by a port', () => {
	const all = [web, api, apart];
	const on = (net: typeof shop) => servicesOn(net, all).map(({name}) => name);
	expect(on(shop)).toEqual(['web', 'api']);
	expect(on(network('other'))).toEqual([]);
	expect(on(network('ingress', {isIngress: true}))).toEqual(['web']);
	const hosted = service('hosted', {ports: [port({mode: 'host'})]});
	expect(servicesOn(network('ingress', {isIngress: true}), [hosted])).toEqual([]);
});

test.each([
	['10.0.1.0/24', 254],
	['10.0.1.0/28', 14],
	['10.0.0.0/8', 2 ** 24 - 2],
	['10.0.1.4/31', 0],
	['fd00::/64', 0],
	['nonsense', 0],
])('%s holds %i addresses for people', (subnet, count) => {
	expect(addressesOf(network('n', {ranges: [{subnet, gateway: undefined}]}))).toBe(count);
});

test.each([
	['10.0.1.0/24', '10.0.1.128/25', 127],
	['10.0.1.0/24', '10.0.1.64/26', 64],
	['10.0.1.0/24', '10.0.1.0/24', 254],
])('of %s, %s gives out %i addresses', (subnet, range, count) => {
	expect(addressesOf(network('n', {ranges: [{subnet, gateway: undefined, range}]}))).toBe(count);
});

test('addresses go to the gateway, services, living tasks, and nodes with any', () => {
	const tasks = [
		...runningTasks(web, nodes.slice(1)),
		...runningTasks(api, nodes.slice(1, 2)),
		task('gone', {serviceId: web.id, state: 'failed', desiredState: 'shutdown', nodeId: nodes[0]?.id}),
	];
	const all = {nodes, services: [web, api, apart], tasks, networks: [shop]};
	expect(addressesTaken(shop, snapshotOf(all))).toBe(1 + 2 + 6 + 2);
	const byTask = {...api, uses: uses({hasVirtualAddress: false})};
	expect(addressesTaken(shop, snapshotOf({...all, services: [web, byTask, apart]}))).toBe(1 + 1 + 6 + 2);
});

test('how many are taken is not known before all tasks are, and nothing of a network without any', () => {
	expect(addressesTaken(shop, snapshotOf({nodes, services: [web], hasAllTasks: false}))).toBeUndefined();
	expect(addressesTaken(unallocated('lost'), snapshotOf({nodes, services: [web]}))).toBeUndefined();
});

test('a secret has users now, and users after a rollback', () => {
	const [old, present, idle] = [secret('db-v1'), secret('db-v2'), secret('idle')];
	const rotated = {...web, uses: uses({secrets: [fileUse(present)], before: [old.id]})};
	const restarted = {...api, uses: uses({secrets: [fileUse(present)], before: [present.id]})};
	const users = usersIn([rotated, restarted, apart]);
	expect(users.get(present.id)).toEqual({now: [rotated, restarted], before: []});
	expect(users.get(old.id)).toEqual({now: [], before: [rotated]});
	expect(users.get(idle.id)).toBeUndefined();
});

test('a config given twice to one service has one user', () => {
	const nginx = config('nginx');
	const twice = {...web, uses: uses({configs: [fileUse(nginx), {...fileUse(nginx), target: '/other'}]})};
	expect(usersIn([twice]).get(nginx.id)?.now).toEqual([twice]);
});

test('a volume is mounted by name, an anonymous one by nobody else', () => {
	const mount = {name: 'uploads', target: '/up', driver: 'local', isReadOnly: false};
	const mounting = {...web, uses: uses({volumes: [mount]})};
	expect(mountersOf('uploads', [mounting, api])).toEqual([mounting]);
	expect(mountersOf('upload', [mounting, api])).toEqual([]);
});

test('two services want one port: apart on their nodes, never across the ingress', () => {
	const [one, two] = [service('one', {ports: [port({mode: 'host'})]}), service('two', {ports: [port({mode: 'host'})]})];
	const names = (services: readonly {readonly name: string}[]) => services.map(({name}) => name);
	expect(publishedPorts([one, two]).map(({neighbours}) => names(neighbours))).toEqual([['two'], ['one']]);
	expect(publishedPorts([one, two]).flatMap(({conflicts}) => conflicts)).toEqual([]);
	const clash = publishedPorts([one, web, two]);
	expect(clash.map(({conflicts}) => names(conflicts))).toEqual([['web'], ['one', 'two'], ['web']]);
	const udp = service('udp', {ports: [port({protocol: 'udp'}), port({published: undefined})]});
	const free = service('free', {ports: [port({published: undefined, mode: 'host'})]});
	expect(publishedPorts([one, udp, free]).flatMap(({conflicts}) => conflicts)).toEqual([]);
});

test('a stack is what carries its label, services or not', () => {
	const snapshot = snapshotOf({
		nodes,
		services: [service('shop_web', {stack: 'shop'}), service('shop_db', {stack: 'shop'}), apart],
		networks: [network('shop_default', {stack: 'shop'})],
		secrets: [secret('left_token', {stack: 'left'})],
	});
	const parts = (known: typeof snapshot) =>
		stacksOf(known).map(({name, services, networks, secrets}) => [name, services.length, networks, secrets]);
	expect(parts(snapshot)).toEqual([
		['shop', 2, 1, 0],
		['left', 0, 0, 1],
	]);
	expect(parts({...snapshot, secrets: undefined})).toEqual([['shop', 2, 1, undefined]]);
	expect(snapshot.secrets?.items.has(secretId('id-left_token'))).toBe(true);
});

test('a pool is cut into ranges, of which big networks take many', () => {
	const settings = {addressPools: ['10.0.0.0/16'], rangeBits: 24} as unknown as SwarmSettings;
	const range = (subnet: string) => network(subnet, {ranges: [{subnet, gateway: undefined}]});
	const networks = [range('10.0.1.0/24'), range('10.0.4.0/22'), range('10.0.9.0/28'), range('172.16.0.0/24')];
	expect(poolsOf(settings, snapshotOf({networks}))).toEqual({taken: 1 + 4 + 1, total: 256});
	expect(poolsOf(settings, {...snapshotOf({}), networks: undefined})).toBeUndefined();
});
