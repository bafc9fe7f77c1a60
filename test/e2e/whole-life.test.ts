import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {agree, choose, command, enter, journaled, palette, review} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

type RawInfo = {readonly Swarm: {readonly LocalNodeState: string; readonly ControlAvailable: boolean}};
type Named = {readonly ID: string; readonly Spec: {readonly Name: string; readonly Data?: string}};

type RawTemplate = {
	readonly ContainerSpec: {
		readonly Secrets: readonly {readonly SecretName: string}[];
		readonly Configs: readonly {readonly ConfigName: string}[];
	};
	readonly Networks: readonly unknown[];
};

const composeFile = `
version: "3.8"
services:
  web:
    image: ${image('shop/web:1')}
    networks: [backend]
    secrets: [db_password]
    configs:
      - source: motd
        target: /etc/motd
    deploy:
      replicas: 3
      update_config: {parallelism: 2, monitor: 1s}
      rollback_config: {parallelism: 2, monitor: 1s}
networks:
  backend: {external: true}
secrets:
  db_password: {external: true}
configs:
  motd: {external: true}
`;

/** Found in nothing that skep writes or sends, whatever it is asked for. */
const secretValue = 'hunter2-nobody-may-see-this';

describeOnLab('from five bare engines to none, all in skep', () => {
	let lab: Lab;
	let swarm: Swarm;
	const [first, second, third, fourth, fifth] = ['host1', 'host2', 'host3', 'host4', 'host5'] as const;

	beforeAll(async () => {
		// The lab's own swarm of one only serves the images.
		lab = await startLab({managers: 1, workers: 0});
		await Promise.all([first, second, third, fourth, fifth].map(name => lab.startEngine(name)));
		swarm = askSwarm(lab, () => lab.node(first));
	});

	afterAll(async () => lab?.stop());

	/** What is looked for once it is through: nothing that it showed or keeps holds the secret. */
	const open = (name: string) => {
		const skep = openSkep(lab.node(name).host);
		onTestFinished(() => {
			const files = skep.stateFiles().map(file => join(skep.stateFolder, file));
			const kept = files.filter(file => statSync(file).isFile()).map(file => readFileSync(file, 'utf8'));
			expect([skep.output(), ...kept].filter(text => text.includes(secretValue))).toEqual([]);
		});
		return skep;
	};

	const ask = <Answer>(path: string) => lab.api<Answer>(lab.node(first), 'GET', path);
	const info = (name: string) => lab.api<RawInfo>(lab.node(name), 'GET', '/info');
	const tokens = async () => (await ask<{JoinTokens: {Worker: string; Manager: string}}>('/swarm')).JoinTokens;

	const openList = async (skep: Skep, name: string, title: string | RegExp) => {
		await skep.waitFor(/live *$/m);
		await palette(skep, name);
		await skep.waitFor(title);
	};

	/** Every run's image is that one, and the update or rollback is through. */
	const untilImage = (tag: string) =>
		until(`all run ${tag}`, async () => {
			const running = await swarm.running('shop_web');
			const isThrough = /completed/.test((await swarm.service('shop_web')).UpdateStatus?.State ?? '');
			const isOf = (image: string) => image.replace(/@.*/, '').endsWith(tag);
			return isThrough && running.length === 3 && running.every(({Spec}) => isOf(Spec.ContainerSpec.Image));
		});

	/** A worker leaves, by skep on its own engine. */
	const leave = async (name: string) => {
		const skep = open(name);
		await skep.waitFor(/is a worker/);
		command(skep, 'leaveSwarm');
		await review(skep, 'docker swarm leave');
		await agree(skep);
		await until('it has left', async () => (await info(name)).Swarm.LocalNodeState === 'inactive');
	};

	const joinAs = async (name: string, token: string) => {
		const skep = open(name);
		await skep.waitFor(/is not in a swarm/);
		command(skep, 'joinSwarm');
		await enter(skep, [token, `${lab.node(first).address}:2377`, lab.node(name).address]);
		const plan = await review(skep, 'docker swarm join');
		expect(plan).not.toContain(token);
		await agree(skep);
		return skep;
	};

	test('a swarm is started on the first', async () => {
		const skep = open(first);
		await skep.waitFor(/host1 is not in a swarm/);
		command(skep, 'initSwarm');
		await enter(skep, [lab.node(first).address]);
		await review(skep, `docker swarm init --advertise-addr ${lab.node(first).address}`);
		await agree(skep);

		await until('the engine leads a swarm', async () => (await info(first)).Swarm.ControlAvailable);
		await skep.waitFor(/docker swarm join --token/);
		expect((await swarm.nodes()).map(({Description}) => Description.Hostname)).toEqual([first]);
	});

	test('four join, two as managers', async () => {
		const {Worker, Manager} = await tokens();

		for (const name of [second, third]) {
			const skep = await joinAs(name, Manager);
			await skep.waitForLine(2, name, /ready/);
		}

		for (const name of [fourth, fifth]) {
			const skep = await joinAs(name, Worker);
			await skep.waitFor(new RegExp(`${name} is a worker`));
		}

		// A node that has just joined isn't heard of yet.
		await until('all are members', async () => {
			const all = (await swarm.nodes()).map(({Description, Spec}) => `${Description.Hostname} ${Spec.Role}`);
			expect(all.sort()).toEqual(['host1 manager', 'host2 manager', 'host3 manager', 'host4 worker', 'host5 worker']);
			return true;
		});
	});

	test('a secret, a config and a network are made', async () => {
		const skep = open(first);
		await openList(skep, 'secrets', 'Secrets 0');
		command(skep, 'add');
		await enter(skep, ['db_password', secretValue]);
		await review(skep, 'docker secret create db_password');
		await agree(skep);
		await skep.waitFor(/Secrets 1/);
		await skep.waitForDialog(/^$/);

		await skep.press('q');
		await openList(skep, 'configs', 'Configs 0');
		command(skep, 'add');
		await enter(skep, ['motd', 'hello from five engines']);
		await review(skep, 'docker config create motd');
		await agree(skep);
		await skep.waitFor(/Configs 1/);
		await skep.waitForDialog(/^$/);

		await skep.press('q');
		await openList(skep, 'networks', /Networks of the swarm/);
		command(skep, 'add');
		await enter(skep, ['backend', '10.77.0.0/24', undefined, undefined, ['right']]);
		await review(skep, 'docker network create --driver overlay --subnet 10.77.0.0/24 --attachable backend');
		await agree(skep);
		await skep.waitFor('Networks of the swarm 2');

		expect((await ask<readonly Named[]>('/secrets')).map(({Spec}) => Spec.Name)).toEqual(['db_password']);
		const [motd] = await ask<readonly Named[]>('/configs');
		expect(Buffer.from(motd?.Spec.Data ?? '', 'base64').toString()).toBe('hello from five engines');
		const network = await ask<{Attachable: boolean; IPAM: {Config: unknown}}>('/networks/backend');
		expect(network).toMatchObject({Attachable: true, IPAM: {Config: [{Subnet: '10.77.0.0/24'}]}});
	});

	test('a stack that uses them is deployed', async () => {
		const skep = open(first);
		writeFileSync(join(skep.home, 'shop.yaml'), composeFile);
		await openList(skep, 'stacks', 'Stacks 0');
		command(skep, 'add');
		await enter(skep, [join(skep.home, 'shop.yaml'), 'shop']);
		await review(skep, 'docker stack deploy');
		await agree(skep);

		await swarm.untilRunning('shop_web', 3);
		const {ContainerSpec, Networks} = (await swarm.service('shop_web')).Spec.TaskTemplate as unknown as RawTemplate;
		expect(ContainerSpec.Secrets.map(({SecretName}) => SecretName)).toEqual(['db_password']);
		expect(ContainerSpec.Configs.map(({ConfigName}) => ConfigName)).toEqual(['motd']);
		expect(Networks).toHaveLength(1);
	});

	test('its service is updated, and rolled back', async () => {
		const skep = open(first);
		await choose(skep, 'service', 'shop_web');
		command(skep, 'updateImage');
		await enter(skep, [':2']);
		await review(skep, 'docker service update');
		await agree(skep);
		await untilImage(':2');

		await skep.waitForDialog(/^$/);
		command(skep, 'rollBackService');
		await review(skep, 'docker service');
		await agree(skep);
		await untilImage(':1');
	});

	test('a node is drained, and takes tasks again', async () => {
		const skep = open(first);
		await choose(skep, 'node', fourth);
		command(skep, 'drainNode');
		await review(skep, 'docker node update --availability drain host4');
		await agree(skep);
		await until('it is drained', async () => (await swarm.node(fourth)).Spec.Availability === 'drain');
		const {ID} = await swarm.node(fourth);
		await until('nothing runs there', async () => (await swarm.running('shop_web')).every(({NodeID}) => NodeID !== ID));
		await swarm.untilRunning('shop_web', 3);

		await skep.waitForLine(2, fourth, /drain/);
		command(skep, 'activateNode');
		await review(skep, 'docker node update --availability active host4');
		await agree(skep);
		await until('it is active', async () => (await swarm.node(fourth)).Spec.Availability === 'active');
	});

	test('a worker is promoted, and demoted again', async () => {
		const skep = open(first);
		const isManager = async () => (await swarm.node(fourth)).ManagerStatus?.Reachability === 'reachable';
		await choose(skep, 'node', fourth);
		command(skep, 'changeRole');
		await review(skep, 'docker node promote host4');
		await agree(skep);
		await until('it manages', isManager);

		await skep.waitForLine(2, fourth, /reachable/);
		command(skep, 'changeRole');
		await review(skep, 'docker node demote host4');
		await agree(skep);
		await until('it works', async () => !(await isManager()));
	});

	test('a manager is removed in the safe order', async () => {
		const skep = open(first);
		await choose(skep, 'node', third);
		command(skep, 'remove');
		expect(await review(skep, 'docker node demote host3')).toMatch(/drain/);
		await agree(skep);
		await skep.waitFor(/On host3, run: docker swarm leave/);

		await leave(third);
		await until('four nodes are left', async () => (await swarm.nodes()).length === 4);
		await journaled(skep, [{operation: 'demoteNode'}, {operation: 'drainNode'}, {operation: 'removeNode'}]);
	});

	test('the stack is removed, what it did not bring along stays', async () => {
		const skep = open(first);
		await openList(skep, 'stacks', 'Stacks 1');
		command(skep, 'remove');
		await review(skep, 'docker stack rm shop');
		await agree(skep);
		await until('no service is left', async () => (await ask<readonly unknown[]>('/services')).length === 0);
		await skep.waitFor(/Stacks 0/);
		expect((await ask<readonly Named[]>('/secrets')).map(({Spec}) => Spec.Name)).toEqual(['db_password']);
	});

	test('the workers leave, then a manager that is demoted first; the last one is only told how', async () => {
		await leave(fourth);
		await leave(fifth);

		const skep = open(first);
		await choose(skep, 'node', second);
		command(skep, 'changeRole');
		await review(skep, 'docker node demote host2');
		await agree(skep);
		await until('it works', async () => (await swarm.node(second)).ManagerStatus === undefined);
		await leave(second);

		await palette(skep, 'Leave the swarm');
		await skep.waitForDialog(/docker swarm leave --force/);
		expect(skep.dialog()).not.toMatch(/y do it/);
		expect((await info(first)).Swarm.LocalNodeState).toBe('active');
	});
});
