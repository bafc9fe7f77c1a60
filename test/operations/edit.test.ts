import {describe, expect, test} from 'vitest';
import {execute} from '../../source/operations/execute.ts';
import {editNode} from '../../source/operations/node/edit-node.ts';
import {anyOperation} from '../../source/operations/operation.ts';
import {editService} from '../../source/operations/service/edit-service.ts';
import {scaleService} from '../../source/operations/service/scale-service.ts';
import {mergeSpecs} from '../../source/specs/edit/merge-spec.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Json} from '../../source/swarm/values.ts';
import {leader, policy, replicated, runningTasks, service, snapshotOf, updateStatus} from '../helpers/builders.ts';
import {openLab, serviceTarget} from './lab.ts';

type Tree = {readonly [key: string]: Json};

const spec = {
	Name: 'web',
	Labels: {team: 'shop'},
	TaskTemplate: {
		ContainerSpec: {Image: 'shop/web:1', Env: ['PASSWORD=hunter2', 'TZ=UTC']},
		Placement: {Constraints: ['node.role==manager'], Platforms: [{Architecture: 'amd64', OS: 'linux'}]},
	},
	Mode: {Replicated: {Replicas: 3}},
	UpdateConfig: {Parallelism: 1, Delay: 10_000_000_000, FailureAction: 'pause', Order: 'stop-first'},
} satisfies Tree;

const task = spec.TaskTemplate;

const web = (more: Partial<Service> = {}) =>
	service('web', {
		mode: replicated(3),
		image: 'shop/web:1',
		spec,
		constraints: ['node.role==manager'],
		update: policy({delay: 10}),
		...more,
	});

const planOf = (edited: Json, saw = web(), others: readonly Service[] = [], base: Json = saw.spec) => {
	const nodes = [leader('mgr1')];
	const snapshot = snapshotOf({nodes, services: [saw, ...others], tasks: runningTasks(saw, nodes)});
	return editService.plan([serviceTarget(snapshot, 'web')], {base, spec: edited}, snapshot);
};

describe('the plan of an edited service', () => {
	test('says what changes, and that nothing restarts where nothing does', () => {
		const plan = planOf({...spec, Labels: {team: 'shop', tier: 'front'}});
		expect(plan.effects.slice(0, 2)).toEqual(['1 change to web: label tier.', 'No running task is replaced for that.']);
		expect(plan.diff).toEqual(['+ label tier: front']);
	});

	test('foretells the rollout by the settings that were edited along', () => {
		const {effects, diff, forecast} = planOf({
			...spec,
			TaskTemplate: {...task, ContainerSpec: {...task.ContainerSpec, User: 'web'}},
			UpdateConfig: {...spec.UpdateConfig, Parallelism: 2, Delay: 0, Order: 'start-first'},
		});
		expect(effects[1]).toBe('3 slots of web restart: 2 at a time, each replacement up before the old task stops.');
		expect(forecast?.[0]).toMatch(/^About .* if each starts in/);
		expect(diff).toEqual([
			'+ user: web',
			...['- update.parallelism: 1', '+ update.parallelism: 2', '- update.delay: 10000000000', '+ update.delay: 0'],
			...['- update.order: stop-first', '+ update.order: start-first'],
		]);
	});

	test('shows that a variable changes, and not to what', () => {
		const env = ['PASSWORD=correct horse', 'TZ=UTC'];
		const plan = planOf({...spec, TaskTemplate: {...task, ContainerSpec: {...task.ContainerSpec, Env: env}}});
		expect(plan.effects[0]).toBe('1 change to web: env PASSWORD.');
		expect(JSON.stringify(plan)).not.toMatch(/hunter2|correct horse/);
	});

	test('warns of what finds no node', () => {
		const plan = planOf({...spec, TaskTemplate: {...task, Placement: {Constraints: ['node.labels.disk==ssd']}}});
		expect(plan.warnings[0]).toMatch(/^web: no node takes 1 of its 3 new tasks: no suitable node/);
	});

	test('leaves tasks alone that fit other constraints, too', () => {
		const placement = {...task.Placement, Constraints: ['node.hostname==mgr1']};
		expect(planOf({...spec, TaskTemplate: {...task, Placement: placement}}).effects).toContain(
			'Its tasks all fit where they are, and go on.',
		);
	});

	test('warns where nothing may return from a placement to none, and refuses it where updates roll back', () => {
		const {Placement: placement, ...bare} = task;
		const saw = web({spec: {...spec, TaskTemplate: bare}, constraints: []});
		const edited = {...spec, TaskTemplate: {...bare, Placement: placement}};
		expect(planOf(edited, saw).warnings.join(' ')).toMatch(/managers crash .* never undo this/);
		const rollingBack = {...saw, update: policy({failureAction: 'rollback'})};
		expect(planOf(edited, rollingBack).refusals.join(' ')).toMatch(/managers crash/);
	});

	test('says what a scale says', () => {
		expect(planOf({...spec, Mode: {Replicated: {Replicas: 0}}}).warnings).toContain(
			'web goes to zero: nothing of it serves until it is scaled up again.',
		);
	});

	test('refuses a port that another service has', () => {
		const ports = [{published: 8080, target: 80, protocol: 'tcp', mode: 'ingress'}] as const;
		const edited = {...spec, EndpointSpec: {Ports: [{PublishedPort: 8080, TargetPort: 80}]}};
		expect(planOf(edited, web(), [service('shop_www', {ports})]).refusals).toEqual([
			'Port 8080/tcp is taken by shop_www.',
		]);
	});

	test('says what the write does to a rollout under way, and to the stack', () => {
		const rolling = web({stack: 'shop', updateStatus: updateStatus('updating')});
		const plan = planOf({...spec, Labels: {}}, rolling);
		expect(plan.warnings[0]).toMatch(/^web is rolling now/);
		expect(plan.effects).toContainEqual(expect.stringMatching(/^web is part of stack shop/));
	});

	test('keeps what others changed meanwhile, and refuses where both changed the same', () => {
		const now = {...spec, Mode: {Replicated: {Replicas: 5}}};
		const edited = {...spec, Labels: {team: 'us'}};
		const plan = planOf(edited, web({spec: now, mode: replicated(5)}), [], spec);
		expect(plan.diff).toEqual(['- label team: shop', '+ label team: us']);
		expect(plan.effects.at(-1)).toBe('Others have changed web since this text was made, and that stays: replicas.');

		const both = {...spec, Labels: {team: 'them'}};
		expect(planOf(edited, web({spec: both}), [], spec).refusals).toEqual([
			'Others have changed label team of web since this text was made: edit it anew.',
		]);
	});

	test('has nothing to say to nothing', () => {
		expect(planOf(structuredClone(spec)).refusals).toEqual(['Nothing changes: web is so already.']);
	});
});

describe('the write', () => {
	const edited = (order: {readonly targets: readonly {readonly saw: object}[]}, change: (spec: Tree) => Tree) => {
		const [base = {}] = order.targets.map(({saw}) => (saw as unknown as {readonly spec: Tree}).spec);
		return {base, spec: change(base)};
	};
	const label = (tree: Tree) => ({...tree, Labels: {zone: 'seoul'}});
	const values = {spec: '{}'};

	test('sends the whole spec over the version that was read, and nothing else', async () => {
		await using lab = await openLab();
		const order = await lab.order(anyOperation(editService), ['web'], values);
		const input = edited(order, label);
		const results = await execute({...order, input});

		expect(results.map(({outcome}) => outcome.kind)).toEqual(['requested']);
		expect(lab.writes()).toHaveLength(1);
		expect((await lab.snapshot()).services?.items.get(order.targets[0]?.id as never)?.spec).toEqual(input.spec);
	});

	test('asks again when someone changed it since, and then keeps both', async () => {
		await using lab = await openLab();
		const order = await lab.order(anyOperation(editService), ['web'], values);
		const input = edited(order, label);
		const scale = await lab.order(anyOperation(scaleService), ['web'], {replicas: '7'});
		await execute(scale);

		const [first] = await execute({...order, input});
		expect(first?.outcome).toMatchObject({
			kind: 'changed',
			sentence: expect.stringMatching(/Replicas was 3 and is 7 now/),
		});
		const fresh = await lab.order(anyOperation(editService), ['web'], values);
		await execute({...fresh, input});
		const now = [...((await lab.snapshot()).services?.items.values() ?? [])].find(({name}) => name === 'web');
		expect(now).toMatchObject({labels: {zone: 'seoul'}, mode: {replicas: 7}});
	});

	test('is known again in what the engine makes of it', () => {
		const over = web({version: 7});
		const edit = {base: spec, spec: {...spec, EndpointSpec: {Mode: 'vip'}, Labels: {}}};
		const made = {...edit.spec, EndpointSpec: {Mode: 'vip', Ports: []}, RollbackConfig: {Parallelism: 0}};

		expect(editService.isWritten(web({version: 8, spec: made}), edit, over)).toBe(true);
		expect(editService.isWritten(web({version: 8}), edit, over)).toBe(false);
		expect(editService.isWritten(over, edit, over)).toBe(false);
	});

	test('leaves no value of a variable in the journal', async () => {
		await using lab = await openLab();
		const order = await lab.order(anyOperation(editService), ['web'], values);
		const input = edited(order, tree => {
			const template = tree['TaskTemplate'] as Tree;
			const container = {...(template['ContainerSpec'] as Tree), Env: ['PASSWORD=hunter2']};
			return {...tree, TaskTemplate: {...template, ContainerSpec: container}};
		});
		await execute({...order, input});

		expect(lab.journal[0]?.command).toBe("docker service update --env-add 'PASSWORD=***' web");
		expect(JSON.stringify(lab.journal)).not.toContain('hunter2');
		expect(editService.cli(order.targets[0] as never, input, order.snapshot)).toContain('PASSWORD=hunter2');
	});
});

describe('an image that was edited', () => {
	const answers = (facts: object | Error) =>
		({
			credentials: async () => undefined,
			engine: {image: async () => (facts instanceof Error ? Promise.reject(facts) : facts)},
		}) as never;
	const image = {...spec, TaskTemplate: {...task, ContainerSpec: {...task.ContainerSpec, Image: 'shop/web:2'}}};
	const prepared = (facts: object | Error) =>
		editService.prepare?.({base: spec, spec: image}, [], answers(facts), new AbortController().signal);

	test('is pinned, with the platforms it has', async () => {
		const digest = `sha256:${'a'.repeat(64)}`;
		expect(await prepared({digest, platforms: [{os: 'linux', architecture: 'arm64'}]})).toMatchObject({
			spec: {
				TaskTemplate: {
					ContainerSpec: {Image: `shop/web:2@${digest}`},
					Placement: {Constraints: ['node.role==manager'], Platforms: [{Architecture: 'arm64', OS: 'linux'}]},
				},
			},
		});
	});

	test('stays as typed where its registry is silent, without the platforms of the old one', async () => {
		const edit = await prepared(new Error('no route'));
		expect(edit?.spec).toMatchObject({TaskTemplate: {Placement: {Constraints: ['node.role==manager']}}});
		expect(JSON.stringify(edit?.spec)).not.toContain('Platforms');
		const snapshot = snapshotOf({nodes: [leader('mgr1')], services: [web()], tasks: []});
		const plan = edit && editService.plan([serviceTarget(snapshot, 'web')], edit, snapshot);
		expect(plan?.warnings[0]).toMatch(/^shop\/web:2 is not pinned to a digest/);
	});
});

test('the plan of an edited node is that of each change in it', async () => {
	await using lab = await openLab();
	const values = {spec: JSON.stringify({Role: 'worker', Availability: 'drain', Labels: {zone: 'seoul'}})};
	const {targets, input, snapshot} = await lab.order(anyOperation(editNode), ['worker1'], values);
	const plan = editNode.plan(targets as never, input as never, snapshot);

	expect(plan.diff).toEqual(expect.arrayContaining(['- availability: active', '+ availability: drain']));
	expect(plan.effects.join(' ')).toMatch(/seoul/);
	expect(editNode.cli(targets[0] as never, input as never, snapshot)).toMatch(
		/^docker node update .*--label-add zone=seoul .*--availability drain worker1$/,
	);
});

test('a demotion that loses quorum is refused in the editor, too', async () => {
	await using lab = await openLab();
	const values = {spec: JSON.stringify({Role: 'worker', Availability: 'active'})};
	const {targets, input, snapshot} = await lab.order(anyOperation(editNode), ['mgr1'], values);
	const alone = {
		...snapshot,
		nodes: {at: 0, items: new Map([...(snapshot.nodes?.items ?? [])].filter(([id]) => id === targets[0]?.id))},
	};

	expect(editNode.plan(targets as never, input as never, alone as never).refusals.length).toBeGreaterThan(0);
});

test('edits of different fields go together', () => {
	const [base, mine, theirs] = [
		{a: 1, b: {c: 1, d: [1]}},
		{a: 2, b: {c: 1, d: [1]}, e: 5},
		{a: 1, b: {d: [1, 2]}},
	];
	expect(mergeSpecs(base, mine, theirs)).toEqual({spec: {a: 2, b: {d: [1, 2]}, e: 5}, conflicts: []});
	expect(mergeSpecs(base, {...base, a: 3}, {...base, a: 4})).toEqual({spec: {...base, a: 3}, conflicts: [['a']]});
	expect(mergeSpecs(base, {b: base.b}, {...base, a: 4}).conflicts).toEqual([['a']]);
});
