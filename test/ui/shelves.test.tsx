import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {readSample} from '../helpers/recordings.ts';
import {id, rawFile, rawNetwork} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {rested} from './dialog-steps.ts';
import {addService, calmWorld, troubledWorld} from './worlds.ts';

const open = async (skep: OpenDashboard, name: string) => {
	await skep.press(':');
	await skep.type(name);
	await skep.press('enter');
	await skep.soon(() => skep.top()?.kind === 'shelf');
};

const uses = (world: World, name: string, spec: object) =>
	Object.assign(world.services.find(({ID}) => ID === id(name))?.Spec.TaskTemplate.ContainerSpec ?? {}, spec);

const secretUse = (name: string, target = name) => ({SecretID: id(name), SecretName: name, File: {Name: target}});

/** The shop with a secret of two versions, a config, and the networks of a recording. */
const stockedWorld = () => {
	const world = calmWorld();
	world.networks.push(...(structuredClone(readSample('networks')) as typeof world.networks), rawNetwork('shop_net'));
	world.secrets.push(rawFile('db-v1'), rawFile('db-v2', undefined, {owner: 'ops'}), rawFile('old'));
	world.configs.push(
		rawFile('nginx', 'server {\n\tlisten 80;\n\u001b]0;owned\u0007}\n'),
		rawFile('blob', '\u0000\u00ff'),
	);
	uses(world, 'shop_web', {
		Secrets: [secretUse('db-v2', 'db')],
		Configs: [{ConfigID: id('nginx'), ConfigName: 'nginx', File: {Name: '/etc/nginx.conf'}}],
	});
	uses(world, 'shop_api', {
		Secrets: [secretUse('db-v2')],
		Mounts: [{Type: 'volume', Source: 'uploads', Target: '/up'}],
	});
	const web = world.services.find(({ID}) => ID === id('shop_web'));
	Object.assign(web ?? {}, {
		PreviousSpec: {TaskTemplate: {ContainerSpec: {Secrets: [secretUse('db-v1')]}}},
		Endpoint: {...web?.Endpoint, VirtualIPs: [{NetworkID: id('shop_net'), Addr: '10.50.0.2/24'}]},
	});
	Object.assign(web?.Spec.TaskTemplate ?? {}, {Networks: [{Target: id('shop_net')}]});
	world.volumes.push({Name: 'uploads', Driver: 'local', Mountpoint: '/var/lib/docker/volumes/uploads/_data'});
	return world;
};

test('networks show who is on them, and one that was never allocated', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 120, rows: 36});
	await open(skep, 'networks');
	await skep.waitFor('Networks of the swarm 5');
	expect(skep.row('appnet2')).toMatch(/^ ! appnet2 +never allocated +0/);
	expect(skep.row('encnet')).toMatch(/overlay +10\.0\.1\.0\/24 +1\/254 +0 +encrypted/);
	// The gateway, one address for the service, one for each of 6 tasks and each of 5 nodes.
	expect(skep.row('shop_net')).toMatch(/10\.50\.0\.0\/24 +13\/254 +1/);
	expect(skep.row('ingress')).toMatch(/ 2 +ingress/);
	expect(skep.row(/^[ >!]{3}docker_gwbridge/)).toBeUndefined();
	expect(skep.text()).toContain("without each engine's own docker_gwbridge");

	await skep.press('/');
	await skep.type('shop_n');
	await skep.press('enter');
	await skep.waitFor('matching /shop_n');
	await skep.press('enter');
	await skep.waitFor('Network shop_net');
	expect(skep.text()).toMatch(/shop_web +6\/6 {2}10\.50\.0\.2/);
	await skep.press('i');
	await skep.waitFor('Subnet: 10.50.0.0/24');
	await skep.press('escape');
	await skep.waitFor('matching /shop_n');
	await skep.press('escape');
	await skep.soon(() => skep.row('appnet2') !== undefined);
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
});

test('a network that keeps tasks from starting needs someone, and Enter goes to it', async () => {
	const world = stockedWorld();
	const lost = world.networks.find(({Name}) => Name === 'appnet2');
	Object.assign(lost ?? {}, {Created: '2026-11-21T09:00:00Z'});
	const service = addService(world, 'waiting', 1, {Spec: {TaskTemplate: {Networks: [{Target: lost?.Id ?? ''}]}}});
	const task = world.tasks.find(({ServiceID}) => ServiceID === service.ID);
	Object.assign(task ?? {}, {NodeID: undefined, Status: {State: 'new', Timestamp: '2026-11-21T09:01:00Z'}});
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.soon(() => skep.row('NETWORK') !== undefined);
	expect(skep.row('NETWORK')).toMatch(/appnet2 .* never allocated: .*1 task of waiting can't start/);
	expect(skep.row('DOWN')).toContain('its tasks wait for the network appnet2, which was never allocated');
	await skep.press('0');
	await skep.soon(() => skep.ui().focus === 'needs');
	await skep.press('j');
	await skep.soon(() => skep.context.view.selected('needs')?.verdict === 'NETWORK');
	await skep.press('d');
	await skep.waitFor('Network appnet2');
	await skep.press('escape', 'enter');
	await skep.waitFor('Networks of the swarm 5');
	await skep.soon(() => skep.row('>! appnet2') !== undefined);
	expect(skep.text()).toContain('tasks of waiting stay new, without an error');
});

test('secrets show who uses them, now and after a rollback, and never a value', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 80, rows: 24});
	await open(skep, 'secrets');
	await skep.waitFor('Secrets 3');
	expect(skep.row('db-v1')).toMatch(/0 +a rollback only/);
	expect(skep.row('db-v2')).toMatch(/2 +shop_api, shop_web/);
	expect(skep.row('old')).toMatch(/0 +nobody/);
	expect(skep.text()).toContain('rolling back shop_web would need it');
	await skep.press('j', 'd');
	await skep.waitFor('Secret db-v2');
	expect(skep.text()).toMatch(/shop_web +at \/run\/secrets\/db$/m);
	expect(skep.text()).toContain('owner=ops');
	expect(skep.lines()).toHaveLength(24);
	expect(skep.small.requests(/secrets\//)).toEqual([]);
});

test('what is in a config is read when someone looks, and gone when they look away', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 120, rows: 36});
	await open(skep, 'configs');
	await skep.waitFor('Configs 2');
	expect(skep.small.requests(/configs\//)).toEqual([]);
	await skep.press('j', 'enter');
	await skep.waitFor('listen 80;');
	expect(skep.text()).toMatch(/shop_web +at \/etc\/nginx\.conf/);
	expect(skep.written.join('')).not.toContain('owned');
	await skep.press('escape', 'k', 'enter');
	await skep.waitFor('What is in it');
	await skep.soon(() => skep.text().includes('00000000  00 c3 bf'));
	await skep.press('escape', 'escape');
	await skep.soon(() => skep.top() === undefined);
	expect(JSON.stringify(skep.cluster.getState())).not.toContain('listen 80');
	expect(JSON.stringify(skep.ui())).not.toContain('listen 80');
});

test('a config that cannot be read says why', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 80, rows: 24});
	skep.small.fault(/^\/configs\/./, {status: 403, message: 'Forbidden by the proxy'});
	await open(skep, 'configs');
	await skep.press('enter');
	await skep.waitFor('Forbidden by the proxy');
});

test('stacks tell of the worst in them, and lead to their services', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 120, rows: 36});
	await open(skep, 'stacks');
	await skep.waitFor('Stacks 1');
	expect(skep.row('shop')).toMatch(/^>! shop +3 +\d+\/10 +.*shop_/);
	expect(skep.text()).toMatch(/shop_\w+: .*no such table/);
	await skep.press('d');
	await skep.waitFor('Stack shop');
	await skep.waitFor('3 services');
	await skep.press('i');
	await skep.waitFor('no YAML to show');
	await skep.press('escape', 'enter');
	await skep.soon(() => skep.top() === undefined);
	await skep.waitFor('matching /^shop_');
	expect(skep.context.view.services().map(({name}) => name)).toEqual(['shop_api', 'shop_db', 'shop_web']);
	expect(skep.ui().focus).toBe('services');
});

test('a stack is told from others whose services are called alike', async () => {
	const world = calmWorld();
	addService(world, 'shop_b_web', 1, {Spec: {Labels: {'com.docker.stack.namespace': 'shop_b'}}});
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await open(skep, 'stacks');
	await skep.waitFor('Stacks 2');
	await skep.press('enter');
	await skep.soon(() => skep.top() === undefined);
	expect(skep.context.view.services().map(({name}) => name)).toEqual(['shop_api', 'shop_db', 'shop_web']);
});

test('volumes are those of this engine, read on opening', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 120, rows: 36});
	expect(skep.small.requests(/volumes/)).toEqual([]);
	await open(skep, 'volumes');
	await skep.soon(() => skep.row('uploads') !== undefined);
	expect(skep.text()).toMatch(/Volumes on mgr1: 1 .* read on opening; other nodes have their own/);
	expect(skep.row('uploads')).toMatch(/local +shop_api +mgr3 wrk1 wrk2/);
	await skep.press('enter');
	await skep.waitFor('A local volume: on another node a task starts with an empty one');
	expect(skep.text()).toMatch(/shop_api +at \/up/);
	expect(skep.small.requests(/volumes/)).toHaveLength(1);
});

test('volumes that services mount on other nodes are told of, too, and one here is made and removed', async () => {
	const world = stockedWorld();
	uses(world, 'shop_web', {Mounts: [{Type: 'volume', Source: 'cache', Target: '/cache', ReadOnly: true}]});
	await using skep = await openDashboard(world, {columns: 120, rows: 36});
	await open(skep, 'volumes');
	await skep.waitFor(/Volumes on mgr1: 1 .* read on opening; 1 more elsewhere, by services' specs/);
	expect(skep.row('cache')).toMatch(/cache +local +shop_web +.* no *$/);
	expect(skep.row('uploads')).toMatch(/ yes *$/);
	await skep.press('g', 'enter');
	await skep.waitFor('Volume cache, not on mgr1');
	expect(skep.text()).toMatch(/shop_web +at \/cache, read only/);
	await skep.press('escape');
	await skep.waitFor('Volumes on mgr1: 1');
	await skep.press('ctrl+d');
	await skep.waitFor('nothing here can be changed');

	await skep.press('a');
	await rested(skep);
	await skep.type('data');
	await skep.press('enter');
	await rested(skep);
	await skep.press('y');
	await skep.waitFor('Volumes on mgr1: 2');
	await skep.press('j', 'ctrl+d');
	await rested(skep);
	expect(skep.text()).toContain('Type data to confirm');
	await skep.burst(...'data', 'enter');
	await skep.waitFor('Volumes on mgr1: 1');
	expect(skep.small.world.volumes).toMatchObject([{Name: 'uploads'}]);
});

test('ports tell where they answer, and which of two services cannot have theirs', async () => {
	const world = calmWorld();
	const hosted = addService(world, 'metrics', 2, {
		Endpoint: {Ports: [{Protocol: 'tcp', TargetPort: 9100, PublishedPort: 80, PublishMode: 'host'}]},
	});
	expect(hosted.ID).toBe(id('metrics'));
	await using skep = await openDashboard(world, {columns: 120, rows: 36});
	await open(skep, 'ports');
	await skep.waitFor('Published ports 3');
	expect(skep.row('>!')).toMatch(/80 +tcp +ingress +shop_web +80 +every node \(5\) +clashes with metrics/);
	await skep.press('j');
	await skep.soon(() => /^>! .* host /.test(skep.row('>!') ?? ''));
	expect(skep.row('>!')).toMatch(/80 +tcp +host +metrics +9100 +\w+ \w+ +clashes with shop_web/);
	expect(skep.row('shop_api')).toMatch(/8080 +tcp +ingress +shop_api +8080 +every node \(5\)/);
	expect(skep.text()).toContain('tasks fail to start');
	await skep.press('G', 'enter');
	await skep.waitFor('Port 8080 of shop_api');
	await skep.waitFor('tasks.shop_api to each task');
});

test('where secrets may not be read, their list says so', async () => {
	const deny = ({small}: {readonly small: OpenDashboard['small']}) =>
		small.fault(/^\/secrets/, {status: 403, message: 'Forbidden by the proxy'});
	await using skep = await openDashboard(calmWorld(), {prepare: small => deny({small}), columns: 80, rows: 24});
	await open(skep, 'secrets');
	await skep.waitFor('Forbidden by the proxy');
});

test('an idle list asks no more than the panes do', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 120, rows: 36});
	await open(skep, 'networks');
	await skep.time.skip(3000, skep.settled);
	skep.bytesSince();
	const before = skep.small.requests().length;
	await skep.time.skip(60_000, skep.settled);
	await skep.settle();
	expect(skep.small.requests().length - before).toBeLessThan(60);
	expect(skep.bytesSince()).toBeLessThan(1000);
});

test('what nobody uses is removed once its name is typed; what is in use stays', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 120, rows: 36});
	await open(skep, 'secrets');
	await skep.waitFor('Secrets 3');
	await skep.press('j', 'ctrl+d');
	await skep.waitFor('in use by shop_api, shop_web');
	expect(skep.dialog()).toBeUndefined();
	await skep.press('j', 'ctrl+d');
	await skep.listening('docker secret rm old');
	expect(skep.text()).toContain('gone for good');
	await skep.type('old');
	await skep.press('enter');
	await skep.soon(() => skep.top()?.kind === 'shelf');
	await skep.waitFor('Secrets 2');
	await skep.waitFor('old removed');
	expect(skep.writes().map(({method, path}) => `${method} ${path}`)).toEqual([`DELETE /secrets/${id('old')}`]);
	expect(skep.journal()).toContain('docker secret rm old');
});

test('ports are not removed from here', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 120, rows: 36});
	await open(skep, 'ports');
	await skep.press('ctrl+d');
	await skep.waitFor('nothing here can be changed');
	expect(skep.top()?.kind).toBe('shelf');
});

test('when the swarm is silent, a list says that it is as it was, and lives again with it', async () => {
	await using skep = await openDashboard(stockedWorld(), {columns: 80, rows: 24});
	await open(skep, 'networks');
	await skep.waitFor('Networks of the swarm 5');
	await skep.small.stop();
	await skep.soon(() => skep.text().includes('no answer: as it was'));
	expect(skep.row('encnet')).toBeDefined();
	await skep.small.start();
	await skep.soon(() => !skep.text().includes('no answer: as it was'));
});

test('secrets that nobody has had use for in a month lead from the problems to their list, those first', async () => {
	const world = stockedWorld();
	const old = world.secrets.find(({Spec}) => Spec.Name === 'old');
	Object.assign(old ?? {}, {CreatedAt: '2026-10-01T09:00:00Z'});
	await using skep = await openDashboard(world, {columns: 120, rows: 36});
	await skep.press('p');
	await skep.waitFor(/UNUSED +secrets .*1 secret/);
	await skep.press('G', 'enter');
	await skep.waitFor('Secrets 3, by users');
	expect(skep.row(/^>/)).toMatch(/> +(db-v1|old) +0/);
});
