import {afterAll, beforeAll, expect, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {command, confirm, journaled, review} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm} from './swarm.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Opens a list or page from the palette. */
const open = async (skep: Skep, name: string, title: string) => {
	skep.press(':');
	skep.type(name);
	await skep.waitFor(`: ${name}`);
	skep.press(bytesOf('enter'));
	await skep.waitFor(title);
};

describeOnLab('a swarm with networks, secrets and configs', () => {
	let lab: Lab;
	const ask = <Answer>(method: string, path: string, body?: unknown) =>
		lab.api<Answer>(lab.node('mgr1'), method, path, body);

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1});
		const overlay = (Name: string, Subnet: string) =>
			ask('POST', '/networks/create', {Name, Driver: 'overlay', Attachable: true, IPAM: {Config: [{Subnet}]}});
		await Promise.all([
			overlay('backend', '10.77.0.0/24'),
			ask('POST', '/secrets/create', {Name: 'password', Data: base64('hunter2'), Labels: {owner: 'ops'}}),
			ask('POST', '/secrets/create', {Name: 'unused', Data: base64('hunter3')}),
			ask('POST', '/configs/create', {Name: 'motd', Data: base64('hello from a real swarm\n')}),
			ask('POST', '/volumes/create', {Name: 'uploads'}),
		]);
		await overlay('lost', '10.77.0.0/16');
		const flags = [
			['--network', 'backend'],
			['--secret', 'source=password,target=db'],
			['--config', 'source=motd,target=/etc/motd'],
			['--mount', 'type=volume,source=uploads,target=/up'],
			['--publish', '8088:80'],
			['--label', 'com.docker.stack.namespace=shop'],
		];
		await askSwarm(lab, () => lab.node('mgr1')).create('shop_web', image('shop/quiet:1'), flags.flat(), 1);
	});

	afterAll(async () => lab?.stop());

	test('lists and pages agree with the engine', async () => {
		const skep = openSkep(lab.node('mgr1').host, {columns: 120, rows: 40});
		await skep.waitFor('services 1/1 whole');
		await open(skep, 'shownetworks', 'Networks of the swarm');
		const known = await ask<readonly {Name: string; Driver: string}[]>(
			'GET',
			`/networks?filters=${encodeURIComponent('{"scope":["swarm"]}')}`,
		);
		expect(known.map(({Name}) => Name).sort()).toEqual(['backend', 'ingress', 'lost']);
		await skep.waitFor('Networks of the swarm 3');
		await skep.waitFor(/backend +overlay +10\.77\.0\.0\/24 +4\/254 +1 +attachable/);
		await skep.waitFor(/! +lost +never allocated +0/);
		await skep.waitFor(/ingress +overlay +[\d.]+\/24 +\d+\/254 +1 +ingress/);

		const service = await ask<{Endpoint: {VirtualIPs: readonly {Addr: string}[]}}>('GET', '/services/shop_web');
		skep.press(bytesOf('enter'));
		await skep.waitFor('Network backend');
		const addresses = service.Endpoint.VirtualIPs.map(({Addr}) => Addr.split('/')[0] ?? '');
		await skep.waitFor(text => addresses.some(address => text.includes(`1/1  ${address}`)));
		skep.press(bytesOf('escape'));
		await skep.waitFor('Networks of the swarm 3');

		await open(skep, 'showsecrets', 'Secrets 2');
		await skep.waitFor(/password.* 1 +shop_web +owner=ops/);
		await skep.waitFor(/unused.* 0 +nobody/);
		await open(skep, 'showconfigs', 'Configs 1');
		skep.press(bytesOf('enter'));
		await skep.waitFor('hello from a real swarm');
		await skep.waitFor(/shop_web +at \/etc\/motd/);
		skep.press(bytesOf('escape'));
		await skep.waitFor('Configs 1');
		await open(skep, 'showvolumes', 'Volumes on mgr1');
		await skep.waitFor(/uploads +local +shop_web/);
		await open(skep, 'showports', 'Published ports 1');
		await skep.waitFor(/8088.*tcp +ingress +shop_web +80 +every node \(2\)/);
		await open(skep, 'showstacks', 'Stacks 1');
		await skep.waitFor(/shop +1 +1\/1/);
		expect(skep.output()).not.toMatch(/hunter[23]/);
		expect(skep.output()).not.toContain(base64('hunter2'));
	});

	test('one that comes or goes is seen by its event', async () => {
		const skep = openSkep(lab.node('mgr1').host, {columns: 120, rows: 40});
		await skep.waitFor('services 1/1 whole');
		await open(skep, 'showsecrets', 'Secrets 2');
		await ask('POST', '/secrets/create', {Name: 'newcomer', Data: base64('hunter4')});
		await skep.waitFor('Secrets 3');
		await ask('DELETE', '/secrets/newcomer');
		await skep.waitFor('Secrets 2');
	});

	test('what nobody uses is removed, what is in use is not', async () => {
		const skep = openSkep(lab.node('mgr1').host, {columns: 120, rows: 40});
		await skep.waitFor('services 1/1 whole');
		await open(skep, 'shownetworks', 'Networks of the swarm 3');
		command(skep, 'remove');
		await skep.waitFor('in use by shop_web');
		skep.press('G');
		await skep.waitFor(/>! lost/);
		command(skep, 'remove');
		await review(skep, 'docker network rm lost');
		await confirm(skep, 'lost');
		await skep.waitFor('Networks of the swarm 2');
		await skep.waitForDialog(/^$/);
		const filters = encodeURIComponent('{"scope":["swarm"]}');
		const left = await ask<readonly {Name: string}[]>('GET', `/networks?filters=${filters}`);
		expect(left.map(({Name}) => Name).sort()).toEqual(['backend', 'ingress']);

		// What follows an Escape at once would be taken for one key with it.
		skep.press(bytesOf('escape'));
		await skep.waitUntilGone('Networks of the swarm');
		await open(skep, 'showsecrets', 'Secrets 2');
		skep.press('G');
		await skep.waitFor(/> +unused/);
		command(skep, 'remove');
		await review(skep, 'docker secret rm unused');
		await confirm(skep, 'unused');
		await skep.waitFor('Secrets 1');
		expect((await ask<readonly {Spec: {Name: string}}[]>('GET', '/secrets')).map(({Spec}) => Spec.Name)).toEqual([
			'password',
		]);
		await journaled(skep, [{command: 'docker network rm lost'}, {command: 'docker secret rm unused'}]);
	});

	test('the join command is the one that the engine has, and shows when asked for', async () => {
		const {JoinTokens: tokens} = await ask<{JoinTokens: {Worker: string; Manager: string}}>('GET', '/swarm');
		const skep = openSkep(lab.node('mgr1').host, {columns: 160, rows: 48});
		await skep.waitFor('services 1/1 whole');
		await open(skep, 'showswarm', 'What can still fail');
		expect(skep.output()).not.toContain('SWMTKN-1-0');
		skep.press('t');
		await until('the tokens are on screen', async () => skep.text().replaceAll(/\s/g, '').includes(tokens.Worker));
		expect(skep.text()).toContain(`docker swarm join --token`);
		expect(skep.text().replaceAll(/\s/g, '')).toContain(tokens.Manager);
		skep.press(bytesOf('escape'));
		await skep.waitFor(text => !text.includes('SWMTKN'));
		expect(skep.journal()).toEqual([]);
	});
});
