import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {serviceId} from '../../source/swarm/ids.ts';
import {isUpToDate} from '../../source/swarm/up-to-date.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {reading, withFreshSpec} from '../swarm-lab/with-leader.ts';
import {askSwarm, type Swarm} from './swarm.ts';

type TaskChange = {readonly LogDriver: object};

type Case = {
	readonly name: string;
	/** Default: `shop/quiet:1`. */
	readonly from?: string;
	readonly create?: readonly string[];
	/** Done, and over, before anything is compared. */
	readonly before?: readonly string[];
	/** Flags of `docker service update`, or what to put into the spec as the command line can't. */
	readonly change: readonly string[] | TaskChange;
	readonly replaces: 'all' | 'some' | 'none';
};

const web = image('shop/web:2');

/**
Every kind of change that shows on tasks. Published ports don't: a task keeps the endpoint's spec it was made with, and
the engine compares it, but its API doesn't tell, so that only the engine knows which tasks such a change replaces.
*/
const cases: readonly Case[] = [
	{name: 'image', change: ['--image', web], replaces: 'all'},
	{name: 'env', change: ['--env-add', 'COLOUR=blue'], replaces: 'all'},
	{name: 'constraint', change: ['--constraint-add', 'node.labels.disk==ssd'], replaces: 'some'},
	{name: 'spread', change: ['--placement-pref-add', 'spread=node.labels.disk'], replaces: 'none'},
	{name: 'force', change: ['--force'], replaces: 'all'},
	{name: 'limit', change: ['--limit-memory', '64m', '--reserve-memory', '8m'], replaces: 'all'},
	{name: 'mount', change: ['--mount-add', 'type=tmpfs,target=/data'], replaces: 'all'},
	{name: 'empty', change: {LogDriver: {}}, replaces: 'all'},
	{name: 'label', change: ['--label-add', 'team=blue'], replaces: 'none'},
	{name: 'first', create: ['--update-order', 'start-first'], change: ['--image', web], replaces: 'all'},
	{name: 'global', create: ['--mode', 'global'], change: ['--container-label-add', 'a=b'], replaces: 'all'},
	{name: 'back', before: ['--image', web], change: ['--rollback'], replaces: 'all'},
	{
		name: 'failing',
		create: ['--update-failure-action', 'rollback', '--restart-delay', '1s'],
		change: ['--image', image('shop/web:bad')],
		replaces: 'some',
	},
];

const replicas = 4;
const pace = ['delay', 'monitor'].flatMap(word => [`--update-${word}`, '2s', `--rollback-${word}`, '2s']);

type Tally = {readonly yes: number; readonly no: number};

describeOnLab('which tasks an update replaces', () => {
	let lab: Lab;
	let swarm: Swarm;
	let engine: Engine;

	beforeAll(async () => {
		lab = await startLab();
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		engine = connect({kind: 'unix', socketPath: lab.node('mgr1').socket});
		await Promise.all([...['mgr1', 'mgr2'].map(giveDisk), ...cases.map(create)]);
	});

	afterAll(async () => {
		engine?.close();
		await lab?.stop();
	});

	const giveDisk = (name: string) => lab.docker(lab.node('mgr1'), 'node', 'update', '--label-add', 'disk=ssd', name);

	const create = async ({name, from = 'shop/quiet:1', create: flags = [], before}: Case) => {
		const isGlobal = flags.includes('global');
		const count = isGlobal ? lab.nodes.length : replicas;
		const mode = isGlobal ? [] : ['--replicas', String(count)];
		await swarm.create(name, image(from), [...mode, ...pace, ...flags], count);

		if (before) {
			await update(name, ['--update-parallelism', '0', '--update-monitor', '1ms', ...before]);
			await until(`${name} is ready`, async () => (await swarm.service(name)).UpdateStatus?.State === 'completed');
		}
	};

	const update = async (name: string, change: Case['change']) => {
		if ('LogDriver' in change) {
			await withFreshSpec(async () => {
				const {ID, Version, Spec} = await swarm.service(name);
				const changed = {...Spec, TaskTemplate: {...Spec.TaskTemplate, ...change}};
				await lab.api(lab.node('mgr2'), 'POST', `/services/${ID}/update?version=${Version.Index}`, changed);
			});
			return;
		}

		await lab.docker(lab.node('mgr2'), 'service', 'update', '--quiet', '--detach', ...change, name);
	};

	const filtered = <Answer>(path: string, filters: object) =>
		lab.api<Answer>(lab.node('mgr1'), 'GET', `${path}?filters=${encodeURIComponent(JSON.stringify(filters))}`);

	/** What both sides say of every task that nothing happened to while they were asked. */
	const compare = async () => {
		type Seen = readonly {readonly ID: string; readonly Version: {readonly Index: number}}[];
		const {items: services} = await engine.services();
		const ids = services.map(({id}) => id);
		const nodes = new Map((await engine.nodes()).items.map(node => [node.id, node]));
		const {items: tasks} = await engine.tasks({services: ids});
		const fresh = await filtered<Seen>('/tasks', {service: ids, '_up-to-date': ['true']});
		const after = [
			...(await filtered<Seen>('/tasks', {service: ids})),
			...(await lab.api<Seen>(lab.node('mgr1'), 'GET', '/services')),
		];
		const versions = new Map(after.map(({ID, Version}) => [ID, Version.Index]));
		const serviceOf = new Map(services.filter(isSame).map(service => [service.id, service]));

		function isSame({id, version}: {readonly id: string; readonly version: number}) {
			return versions.get(id) === version;
		}

		return tasks.filter(isSame).flatMap(task => {
			const service = serviceOf.get(task.serviceId ?? serviceId(''));
			const node = task.nodeId && nodes.get(task.nodeId);

			return service
				? {
						name: service.name,
						task: `${service.name}.${task.slot ?? task.nodeId} ${task.desiredState}/${task.state} ${task.id}`,
						skep: isUpToDate(task, service, node),
						engine: fresh.some(({ID}) => ID === task.id),
					}
				: [];
		});
	};

	const areOver = async () => {
		const states = await Promise.all(
			cases
				.filter(({replaces}) => replaces !== 'none')
				.map(async ({name}) => (await swarm.service(name)).UpdateStatus?.State),
		);

		return states.every(state => state?.endsWith('completed'));
	};

	test('are for skep those that they are for the engine, in every moment of many rollouts', async () => {
		type Answers = Awaited<ReturnType<typeof compare>>;
		const polls: Answers[] = [await reading(compare)];
		const started = Promise.all(cases.map(({name, change}) => update(name, change)));

		// A busy machine answers seldom: it is asked until there is enough to compare.
		for (let isOver = false; !isOver; isOver = polls.length % 10 === 0 && polls.length > 40 && (await areOver())) {
			polls.push(await reading(compare));
			await pause(20);
		}

		await started;
		const answers = polls.flat();
		const tally = new Map(
			cases.map(({name}): [string, Tally] => {
				const own = answers.filter(answer => answer.name === name);
				const yes = own.filter(({engine}) => engine).length;

				return [name, {yes, no: own.length - yes}];
			}),
		);

		console.log(`${polls.length} polls, ${answers.length} comparisons:`, Object.fromEntries(tally));
		expect(answers.filter(({skep, engine}) => skep !== engine)).toEqual([]);
		expect(answers.length).toBeGreaterThan(2000);

		for (const {name, replaces} of cases) {
			expect(tally.get(name)?.yes, `${name}: up to date`).toBeGreaterThan(40);
			expect((tally.get(name)?.no ?? 0) > 0, `${name}: out of date`).toBe(replaces !== 'none');
		}
	});
});
