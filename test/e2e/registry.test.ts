import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createRegistry} from '../../source/registry/registry.ts';
import {bytesOf} from '../helpers/keys.ts';
import {certificate} from '../helpers/small-registry/certificate.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {processesOn} from '../swarm-lab/processes.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {choose, command, confirm, goOn, journaled, leave, review} from './operate.ts';
import {login, startPrivateRegistry} from './private-registry.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

/** Programs started with this are on the node, as one over ssh is: with its network and its names of hosts. */
const onNode = async ({namespace}: LabNode) => {
	const ids = await processesOn([namespace]);
	const engine = ids.find(id => readFileSync(`/proc/${id}/comm`, 'utf8').trim() === 'dockerd');
	return ['nsenter', '--target', String(engine), '--net', '--mount'];
};

const openImages = async (skep: Skep) => {
	skep.press(':');
	skep.type('showimages');
	await skep.waitFor(': showimages');
	skep.press(bytesOf('enter'));
	await skep.waitFor('Images in use');
};

/** A form hears keys from a moment after it is drawn, which nothing on screen tells. */
const askForTags = async (skep: Skep, typed = '') => {
	await skep.waitForDialog(/Ctrl\+T tags/);
	await hearing(skep);
	skep.type(typed);
	skep.press(bytesOf('ctrl+t'));
};

const shortOf = (digest: string) => digest.slice(7, 13);

describeOnLab('registries', () => {
	let lab: Lab;
	let swarm: Swarm;
	let within: readonly string[];
	/** What shop/web:2 was before anyone pushed it again. */
	let first: string;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		within = await onNode(lab.node('mgr1'));
		first = await digestOf('shop/web:2');
		await swarm.create('web', image('shop/web:1'), ['--replicas', '2', '--update-monitor', '1s'], 2);
	});

	afterAll(async () => lab?.stop());

	const imageOf = async (name: string) => (await swarm.service(name)).Spec.TaskTemplate.ContainerSpec.Image;
	const digestOf = async (name: string) => {
		const path = `/distribution/${image(name)}/json`;
		return (await lab.api<{Descriptor: {digest: string}}>(lab.node('mgr1'), 'GET', path)).Descriptor.digest;
	};

	test('a tag chosen from what the registry has is what the service gets', async () => {
		const skep = openSkep(lab.node('mgr1').host, {within});
		const digest = await digestOf('shop/web:2');

		await choose(skep, 'service', 'web');
		command(skep, 'updateImage');
		await askForTags(skep);
		await skep.waitForDialog(/Tags of registry:5000\/shop\/web.* 2 1 runs now bad 3 tags/);
		skep.type('2');
		await skep.waitForDialog(/1 of 3 tags/);
		skep.press(bytesOf('enter'));
		await skep.waitForDialog(/registry:5000\/shop\/web:2/);
		await goOn(skep);
		const plan = await review(skep, `docker service update --with-registry-auth --image ${image('shop/web:2')} web`);
		expect(plan).toContain(`shop/web:1 -> shop/web:2, pinned to its digest ${shortOf(digest)}`);
		await confirm(skep);

		await until('the spec has it', async () => (await imageOf('web')) === `${image('shop/web:2')}@${digest}`);
		await until('it is through', async () => (await swarm.service('web')).UpdateStatus?.State === 'completed');
		await journaled(skep, [{operation: 'updateImage', outcome: 'requested', target: {name: 'web'}}]);
	});

	test('a tag that is pushed again is found behind what runs, and u catches up', async () => {
		const skep = openSkep(lab.node('mgr1').host, {within});
		const [before, next] = [first, await digestOf('shop/web:1')];
		const builder = lab.node('work1');

		await openImages(skep);
		await skep.waitFor(new RegExp(`registry:5000/shop/web +2 +${shortOf(before)} +2 +web`));
		skep.press('v');
		await skep.waitFor('up to date with the tag');

		await lab.docker(builder, 'tag', image('shop/web:1'), image('shop/web:2'));
		await lab.docker(builder, 'push', image('shop/web:2'));
		expect(await digestOf('shop/web:2')).toBe(next);
		skep.press('v');
		await skep.waitFor(`the tag is ${shortOf(next)} now`);
		await skep.waitFor(`a restart stays with ${shortOf(before)}, u takes ${shortOf(next)}`);
		expect(await imageOf('web')).toContain(before);

		command(skep, 'updateImage');
		await goOn(skep);
		const plan = await review(skep, `docker service update --with-registry-auth --image ${image('shop/web:2')} web`);
		expect(plan).toContain(shortOf(next));
		await confirm(skep);
		await until('the spec has it', async () => (await imageOf('web')) === `${image('shop/web:2')}@${next}`);
		await until('it is through', async () => (await swarm.service('web')).UpdateStatus?.State === 'completed');
		await skep.waitFor('up to date with the tag');
	});

	test('services that run two images under one name show without asking', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		const now = await digestOf('shop/web:2');

		await swarm.create('old', `${image('shop/web:2')}@${first}`, [], 1);
		await openImages(skep);
		await skep.waitFor(/! +registry:5000\/shop\/web +2 +2 digests +3 +old, web +different images/);
		await skep.waitFor(`${shortOf(now)} in web (2 tasks); ${shortOf(first)} in old (1 task)`);
		await lab.docker(lab.node('mgr1'), 'service', 'rm', 'old');
		await skep.waitFor(new RegExp(`registry:5000/shop/web +2 +${shortOf(now)} +2 +web`));
	});

	test('away from the registry, the engine tells the digest, and no one the tags', async () => {
		const skep = openSkep(lab.node('mgr1').host);

		await openImages(skep);
		await skep.waitFor(/registry:5000\/shop\/web +2/);
		skep.press('V');
		await skep.waitFor('up to date with the tag');
		skep.press(bytesOf('escape'));

		await choose(skep, 'service', 'web');
		command(skep, 'updateImage');
		await askForTags(skep);
		await skep.waitForDialog(/The registry registry:5000 can't be asked: its name is unknown here/);
		skep.press(bytesOf('escape'));
		await skep.waitForDialog(/registry:5000\/shop\/web:2/);
		await leave(skep);
	});

	test("a private registry opens to the login of Docker's config.json, and to nobody else", async () => {
		const registry = await startPrivateRegistry();
		const digest = await registry.push('shop/web', '7.1');
		await registry.push('shop/web', '7.0');
		const skep = openSkep(lab.node('mgr1').host);
		const asking = async (typed: string, said: RegExp) => {
			await choose(skep, 'service', 'web');
			command(skep, 'updateImage');
			await askForTags(skep, typed);
			await skep.waitForDialog(said);
			skep.press(bytesOf('escape'));
			await skep.waitForDialog(/Update image web/);
			await leave(skep);
		};

		await asking(`${registry.address}/shop/web`, /doesn't show shop\/web: it isn't there, or it wants a login/);
		mkdirSync(join(skep.home, '.docker'));
		const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
		writeFileSync(join(skep.home, '.docker', 'config.json'), JSON.stringify({auths: {[registry.address]: {auth}}}));
		await asking(`${registry.address}/shop/web`, /7\.1 7\.0 2 tags/);
		await asking(`${registry.address}/shop/nothing`, /has no shop\/nothing/);
		expect(skep.text()).not.toContain(login.password);

		const client = createRegistry({
			credentials: async () => ({header: Buffer.from(JSON.stringify(login)).toString('base64url')}),
			rules: async () => ({listed: new Map([[registry.address, true]]), insecureSubnets: []}),
			certificates: async () => ({ca: [certificate]}),
			env: {},
		});
		expect(await client.digest(`${registry.address}/shop/web:7.1`, AbortSignal.timeout(60_000))).toBe(digest);
	});
});
