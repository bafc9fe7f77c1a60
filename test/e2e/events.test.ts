import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {withFreshSpec} from '../swarm-lab/with-leader.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

describeOnLab('the timeline of a real swarm', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		const flags = [
			'--replicas',
			'2',
			'--constraint',
			'node.role==worker',
			'--update-monitor',
			'1s',
			'--update-parallelism',
			'0',
		];
		await swarm.create('web', image('shop/web:1'), flags, 2);
	});

	afterAll(async () => lab?.stop());

	/** What others do, by the engine's own API: `change` edits the spec. */
	const write = (change: (spec: {Mode: object; TaskTemplate: {ContainerSpec: {Image: string}}}) => void) =>
		withFreshSpec(async () => {
			const manager = lab.node('mgr1');
			type Found = {ID: string; Version: {Index: number}; Spec: Parameters<typeof change>[0]};
			const {ID, Version, Spec} = await lab.api<Found>(manager, 'GET', '/services/web');
			change(Spec);
			await lab.api(manager, 'POST', `/services/${ID}/update?version=${Version.Index}`, Spec);
		});

	test('what others do, and what breaks, is told in the right words, and saved', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'skep-events-'));
		onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
		const skep = openSkep(lab.node('mgr1').host, {cwd: folder});
		await skep.waitForLine(1, 'web', /^web 2\/2/);
		skep.press(':');
		skep.type('events');
		await skep.waitFor('Events: what happened');
		skep.press(bytesOf('enter'));
		await skep.waitFor('Nothing has happened since skep looks');

		await write(spec => Object.assign(spec.Mode, {Replicated: {Replicas: 4}}));
		await skep.waitFor(/service +web +scaled 2 -> 4/);
		await skep.waitFor(/tasks +web +2 tasks started on \w+/);

		await write(spec => {
			spec.TaskTemplate.ContainerSpec.Image = image('shop/web:2');
		});
		await skep.waitFor(/rollout +web +update started: 1 -> 2/);
		await skep.waitFor(/rollout +web +update completed, 4 of 4 on 2/);
		await skep.waitFor(/tasks +web +.*4 tasks started, 4 stopped on 2 nodes/);

		await lab.kill(lab.node('work1'));
		await skep.waitFor(/! \d\d:\d\d:\d\d +node +work1 +down, with \d tasks: heartbeat failure/);
		const held = /down, with (\d) tasks/.exec(skep.text())?.[1];
		await skep.waitFor(new RegExp(`tasks +web +.*${held} tasks started.* on work2`));

		const saved = await save(skep);
		const order = ['scaled 2 -> 4', 'update started: 1 -> 2', 'update completed, 4 of 4 on 2', 'heartbeat failure'];
		const places = order.map(words => saved.indexOf(words));
		expect(places).toEqual(places.toSorted((one, other) => one - other));
		expect(places[0]).toBeGreaterThan(0);
		expect(saved).not.toMatch(/[^\n -~]/);
		// The engine keeps the times of what is written to it: they are told, not when skep happened to look.
		const {UpdatedAt} = (await swarm.node('work1')) as unknown as {readonly UpdatedAt: string};
		expect(saved).toContain(
			`${new Date(UpdatedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC  engine  node     work1`,
		);
	});

	async function save(skep: Skep) {
		skep.press('S');
		await skep.waitFor(/Saved \d+ events to \S+\.txt/);
		const path = /Saved \d+ events to (\S+\.txt)/.exec(skep.text())?.[1] ?? '';
		return readFileSync(path, 'utf8');
	}
});
