import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {serviceForm} from '../../source/specs/form/service-form.ts';
import {bytesOf} from '../helpers/keys.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {choose, command, confirm, journaled, palette, review} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

const fields = serviceForm.flatMap(part => part.entries.map(entry => entry.name));

/** Goes through the whole form from its first field, and types what is given for one when it comes by. */
const fill = async (skep: Skep, values: Readonly<Record<string, string>>) => {
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);
	const last = Math.max(...Object.keys(values).map(name => fields.indexOf(name)));

	for (const [at, name] of fields.slice(0, last + 1).entries()) {
		skep.type(values[name] ?? '');
		skep.press(...(at < last ? [bytesOf('tab')] : []));
	}
};

describeOnLab('a service is created by keyboard', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		const mgr1 = lab.node('mgr1');
		await lab.docker(mgr1, 'network', 'create', '--driver', 'overlay', 'backend');
		await lab.docker(mgr1, 'node', 'update', '--label-add', 'disk=ssd', 'work1');
		await lab.docker(mgr1, 'node', 'update', '--label-add', 'disk=ssd', 'work2');
		await lab.api(mgr1, 'POST', '/secrets/create', {
			Name: 'db-v1',
			Data: Buffer.from('open sesame').toString('base64'),
		});
		await lab.api(mgr1, 'POST', '/configs/create', {
			Name: 'site-v1',
			Data: Buffer.from('colour: blue').toString('base64'),
		});
		await swarm.create('old', image('shop/web:1'), ['--publish', '18080:80'], 1);
	});

	afterAll(async () => lab?.stop());

	test('with many fields, after a mistake in one of them; and the engine has what was typed', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'skep-env-'));
		onTestFinished(() => rmSync(folder, {recursive: true}));
		const variables = join(folder, 'app.env');
		writeFileSync(variables, '# of the app\nMODE=live\nGREETING=overruled\n');
		const skep = openSkep(lab.node('mgr1').host);
		await skep.waitForLine(1, 'old', /^old 1\/1/);
		command(skep, 'add');
		await fill(skep, {
			name: 'site',
			image: image('shop/web:1'),
			replicas: '2',
			ports: '18080:80 mode=host,target=81,published=18081',
			networks: 'name=backend,alias=www',
			env: `GREETING='hello there' EMPTY=`,
			envFile: variables,
			hostname: 'site-{{.Task.Slot}}',
			labels: 'tier=front',
			mounts: 'type=volume,source=pages,target=/pages type=tmpfs,target=/scratch,tmpfs-size=8m',
			secrets: 'source=db-v1,target=password,mode=0400',
			configs: 'source=site-v1,target=/etc/site.yaml',
			constraints: 'node.labels.disk == ssd',
			maxPerNode: '1',
			limitMemory: '128M',
			reserveMemory: '16M',
			stopGrace: '5s',
			restartDelay: '2s',
			updateParallelism: '2',
			updateDelay: '3s',
			rollbackMonitor: '4s',
		});
		skep.press(bytesOf('enter'));
		await skep.waitForDialog(/port 18080\/tcp is taken by old, on every node/);
		expect(skep.dialog()).toContain('> Ports and networks');
		skep.press(bytesOf('ctrl+u'));
		skep.type('18090:80 mode=host,target=81,published=18081');
		skep.press(bytesOf('enter'));
		const plan = await review(skep, 'docker service create --with-registry-auth --env-file');
		expect(plan).toContain(`site: 2 tasks of shop/web:1, pinned to its digest`);
		expect(plan).toContain('2 nodes of 3 fit node.labels.disk==ssd.');
		expect(plan).toContain('Port 18090/tcp opens on every node');
		expect(plan).toContain('Likely on work1 and work2.');
		await confirm(skep);

		await swarm.untilRunning('site', 2);
		await skep.waitForLine(1, 'site', /^site 2\/2/);
		await skep.waitFor('3 Tasks of site ');
		await journaled(skep, [{operation: 'createService', outcome: 'requested', input: {name: 'site'}}]);
		const {Spec} = await swarm.service('site');
		const network = await lab.api<{readonly Id: string}>(lab.node('mgr1'), 'GET', '/networks/backend');
		expect(Spec).toMatchObject({
			Name: 'site',
			Labels: {tier: 'front'},
			Mode: {Replicated: {Replicas: 2}},
			UpdateConfig: {Parallelism: 2, Delay: 3e9, FailureAction: 'pause', Monitor: 5e9, Order: 'stop-first'},
			RollbackConfig: {Parallelism: 1, Monitor: 4e9},
			EndpointSpec: {
				Mode: 'vip',
				Ports: [
					{Protocol: 'tcp', TargetPort: 80, PublishedPort: 18_090, PublishMode: 'ingress'},
					{Protocol: 'tcp', TargetPort: 81, PublishedPort: 18_081, PublishMode: 'host'},
				],
			},
			TaskTemplate: {
				ContainerSpec: {
					Env: ['MODE=live', 'GREETING=hello there', 'EMPTY='],
					Hostname: 'site-{{.Task.Slot}}',
					StopGracePeriod: 5e9,
					Mounts: [
						{Type: 'volume', Source: 'pages', Target: '/pages'},
						{Type: 'tmpfs', Target: '/scratch', TmpfsOptions: {SizeBytes: 8 * 2 ** 20}},
					],
					Secrets: [{SecretName: 'db-v1', File: {Name: 'password', Mode: 0o400}}],
					Configs: [{ConfigName: 'site-v1', File: {Name: '/etc/site.yaml', Mode: 0o444}}],
				},
				Networks: [{Target: network.Id, Aliases: ['www']}],
				Placement: {Constraints: ['node.labels.disk==ssd'], MaxReplicas: 1},
				Resources: {Limits: {MemoryBytes: 128 * 2 ** 20}, Reservations: {MemoryBytes: 16 * 2 ** 20}},
				RestartPolicy: {Condition: 'any', Delay: 2e9},
			},
		});
		expect(Spec.TaskTemplate.ContainerSpec.Image).toMatch(/^registry:5000\/shop\/web:1@sha256:/);
		const nodes = new Set((await swarm.running('site')).map(({NodeID}) => NodeID));
		expect(nodes.size).toBe(2);
	});

	test('with what no node offers: the plan says so, and the engine leaves it waiting in the same words', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await skep.waitForLine(1, 'old', /^old 1\/1/);
		command(skep, 'add');
		await fill(skep, {
			name: 'stuck',
			image: image('shop/quiet:1'),
			replicas: '3',
			constraints: 'node.labels.disk==ssd',
			maxPerNode: '1',
		});
		skep.press(bytesOf('enter'));
		const plan = await review(skep, 'docker service create --with-registry-auth --name stuck');
		const [, text] = /1 of its 3 tasks waits for a node: (no suitable node \(.*?\))\./.exec(plan) ?? [];
		expect(text).toBeDefined();
		await confirm(skep, 'stuck');

		await swarm.untilRunning('stuck', 2);
		await until('one waits in these words', async () =>
			(await swarm.tasks('stuck', 'running')).some(
				({Status}) => Status.State === 'pending' && (Status as {readonly Err?: string}).Err === text,
			),
		);
	});

	test('from YAML, and as a copy of another, in the editor', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'skep-editor-'));
		onTestFinished(() => rmSync(folder, {recursive: true}));
		const path = join(folder, 'editor.sh');
		writeFileSync(
			path,
			`#!/bin/sh\nsed -i 's|Name: ""|Name: written|; s|Image: ""|Image: ${image('shop/quiet:1')}|; s|Replicas: 1|Replicas: 2|' "$1"\n`,
		);
		chmodSync(path, 0o755);
		const skep = openSkep(lab.node('mgr1').host, {env: {EDITOR: path}});
		await skep.waitForLine(1, 'old', /^old 1\/1/);
		await palette(skep, 'service from YAML');
		await review(skep, 'docker service create --with-registry-auth --name written');
		await confirm(skep);
		await swarm.untilRunning('written', 2);

		await choose(skep, 'service', 'old');
		await palette(skep, 'Duplicate service');
		await review(skep, 'docker service create --with-registry-auth --name old-copy');
		await confirm(skep);
		await swarm.untilRunning('old-copy', 2);
		const [copy, first] = [(await swarm.service('old-copy')).Spec, (await swarm.service('old')).Spec];
		expect(copy.TaskTemplate).toEqual(first.TaskTemplate);
		expect(copy).toMatchObject({EndpointSpec: {Mode: 'vip'}});
		expect(JSON.stringify(copy)).not.toContain('PublishedPort');
	});
});
