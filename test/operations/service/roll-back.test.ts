import {describe, expect, test} from 'vitest';
import {decodeService} from '../../../source/engine/decode/service.ts';
import type {Engine, RegistryAuth} from '../../../source/engine/engine.ts';
import {execute} from '../../../source/operations/execute.ts';
import {operations} from '../../../source/operations/operations.ts';
import type {Resources} from '../../../source/operations/resources.ts';
import {rollBackService} from '../../../source/operations/service/roll-back-service.ts';
import type {ServiceTarget} from '../../../source/operations/target.ts';
import type {Service} from '../../../source/swarm/service.ts';
import type {KnownSpec} from '../../../source/swarm/spec-history.ts';
import type {Task} from '../../../source/swarm/task.ts';
import type {Json} from '../../../source/swarm/values.ts';
import {leader, policy, replicated, runningTasks, service, snapshotOf, updateStatus} from '../../helpers/builders.ts';
import {openLab, serviceTarget} from '../lab.ts';

type Content = {
	readonly image: string;
	readonly replicas?: number;
	readonly env?: readonly string[];
	readonly labels?: Readonly<Record<string, string>>;
	readonly force?: number;
	readonly parallelism?: number;
};

const specOf = ({image, replicas = 6, env = [], labels = {}, force = 0, parallelism = 2}: Content): Json => ({
	Name: 'web',
	Labels: labels,
	TaskTemplate: {ContainerSpec: {Image: image, Env: env}, ForceUpdate: force},
	Mode: {Replicated: {Replicas: replicas}},
	UpdateConfig: {Parallelism: parallelism},
});

const minute = 60_000;
const noon = new Date(2026, 10, 21, 12, 0).getTime();

const had = (content: Content, replacedAt?: number): KnownSpec => ({
	spec: specOf(content),
	image: content.image,
	seenAt: undefined,
	replacedAt,
	replacedBy: undefined,
});

const web = (now: Content, before: Content | undefined, changes: Partial<Service> = {}) =>
	service('web', {
		image: now.image,
		mode: replicated(now.replicas ?? 6),
		spec: specOf(now),
		update: policy({parallelism: now.parallelism ?? 2}),
		...(before && {previousSpec: specOf(before), previousImage: before.image}),
		...changes,
	});

const [good, older, bad] = ['shop/web:2.4.1', 'shop/web:2.4.0', 'shop/web:2.5.0'];

const stage = (of: Service, history: readonly KnownSpec[], tasks: readonly Task[] = []) => {
	const snapshot = snapshotOf({nodes: [leader('mgr1')], services: [of], tasks});
	const target: ServiceTarget = {
		...serviceTarget(snapshot, 'web'),
		history: [{...had({image: of.image}), spec: of.spec}, ...history],
	};
	const fields = rollBackService.fields?.([target]) ?? [];
	const choices = fields[0]?.choices ?? [];
	const plan = (to = fields[0]?.initial ?? '') => {
		const parsed = rollBackService.parse({to}, [target]);
		if (parsed.kind === 'problem') {
			throw new Error(parsed.problem);
		}
		return {
			...rollBackService.plan([target], parsed.input, snapshot),
			cli: rollBackService.cli(target, parsed.input, snapshot),
		};
	};
	return {target, choices, plan, snapshot};
};

describe('which ways back there are', () => {
	test('a plain update has one, by the engine, and is asked about at once', () => {
		const {choices, plan} = stage(web({image: bad}, {image: good}), [had({image: good})]);

		expect(choices).toEqual([]);
		expect(plan()).toMatchObject({cli: 'docker service rollback web', warnings: [], refusals: []});
	});

	test('so has one that changed its pace along with the image', () => {
		expect(stage(web({image: bad, parallelism: 3}, {image: good}), [had({image: good})]).choices).toEqual([]);
	});

	test('after a scale to survive: the image with the replicas of now, then what docker would undo, then all of it', () => {
		const now = web({image: bad, replicas: 10}, {image: bad});

		expect(stage(now, [had({image: bad}, noon + minute), had({image: good}, noon)]).choices).toEqual([
			'1  image back to shop/web:2.4.1 (until 2026-11-21 12:00), keeping 10 replicas',
			'2  what docker itself would undo: replicas 10 -> 6',
			'3  all as it was until 2026-11-21 12:00: image shop/web:2.5.0 -> shop/web:2.4.1, replicas 10 -> 6',
		]);
	});

	test('after a forced restart, too: docker would undo nothing but that', () => {
		expect(stage(web({image: bad, force: 1}, {image: bad}), [had({image: bad}), had({image: good})]).choices).toEqual([
			'1  image back to shop/web:2.4.1',
			'2  what docker itself would undo: force update 1 -> 0',
		]);
	});

	test('after a resume the engine has none, and skep still does', () => {
		const {choices, plan, target, snapshot} = stage(web({image: bad}, {image: bad}), [had({image: good})]);

		expect(rollBackService.blockedBy(target, snapshot)).toBeUndefined();
		expect(choices).toEqual([]);
		expect(plan()).toMatchObject({cli: `docker service update --with-registry-auth --image ${good} web`, refusals: []});
	});

	test('so it is after an automatic rollback, which leaves the engine with nothing', () => {
		const rolledBack = web({image: good}, undefined, {updateStatus: updateStatus('rollback_completed')});

		expect(stage(rolledBack, [had({image: bad})]).plan().cli).toContain(bad);
	});

	test('what was there before the image before comes after it', () => {
		const {choices} = stage(web({image: bad}, {image: good}), [had({image: good}), had({image: older}, noon)]);

		expect(choices).toEqual([
			"1  back to shop/web:2.4.1, by docker's own rollback",
			'2  image back to shop/web:2.4.0 (until 2026-11-21 12:00)',
		]);
	});

	test('every spec that is kept can be chosen', () => {
		const all = Array.from({length: 12}, (_, index) => had({image: `shop/web:1.${index}`}));
		const {choices, plan} = stage(web({image: bad}, undefined), all);

		expect(choices).toHaveLength(12);
		expect(choices.map(label => plan(label).cli.match(/--image (\S+)/)?.[1])).toEqual(all.map(({image}) => image));
	});

	test('the same tag with another digest is told apart', () => {
		const [one, two] = ['a', 'b'].map(letter => `${good}@sha256:${letter.repeat(64)}`) as [string, string];

		expect(stage(web({image: two, replicas: 9}, {image: two}), [had({image: one})]).choices[0]).toBe(
			'1  image back to shop/web:2.4.1 (aaaaaa), keeping 9 replicas',
		);
	});

	test('without any, it is blocked; a history of the present alone is none', () => {
		const {target, snapshot} = stage(web({image: good}, undefined), []);

		expect(rollBackService.blockedBy(target, snapshot)).toBe('never updated: Docker has no spec to return to');
	});
});

describe('the plan', () => {
	test('counts the slots that have the bad image, goes by the settings for updates, and says so', () => {
		const now = web({image: bad}, {image: bad}, {updateStatus: updateStatus('paused'), stack: 'shop'});
		const tasks = runningTasks(now, [leader('mgr1')]).map((task, index) => ({
			...task,
			image: index < 4 ? good : bad,
			createdAt: task.stateAt - 3000,
		}));
		const {effects, warnings, forecast} = stage(now, [had({image: good}, noon)], tasks).plan();

		expect(effects).toEqual([
			'web returns to shop/web:2.4.1 and what else it had until 2026-11-21 12:00; its 6 replicas and how it is updated stay as now.',
			'Slots of web that run something else restart: 2 at a time, each task stopped before its replacement starts.',
			'If a new task fails within 5s of its start, it pauses.',
			'To Docker this is an update: it goes by the settings for updates, not by those for rollbacks.',
			'The paused update is over with it.',
			'`docker service rollback` then returns web to its spec of now.',
			'web is part of stack shop: the next `docker stack deploy` sets whatever its file says.',
		]);
		expect(warnings).toEqual([]);
		expect(forecast).toEqual([
			'2 of 6 slots as things stand, about 8 s if each starts in 3 s, as before; up to 19 s if each takes its 10 s to stop.',
		]);
	});

	test('warns that nothing serves meanwhile only where no slot goes on serving', () => {
		const now = web(
			{image: bad},
			{image: good},
			{updateStatus: updateStatus('paused'), rollback: policy({parallelism: 0})},
		);
		const tasks = runningTasks(now, [leader('mgr1')]);
		const some = tasks.map((task, index) => ({...task, image: index < 4 ? good : bad}));
		const outage = 'All 6 slots of web stop together: nothing serves until the first is back.';

		expect(stage(now, [], tasks).plan().warnings).toEqual([outage]);
		expect(stage(now, [], some).plan().warnings).toEqual([]);
	});

	test('foresees what it replaces, what finds no node, and what takes a minute more', async () => {
		const spec = {
			...(specOf({image: good, replicas: 2}) as object),
			TaskTemplate: {
				ContainerSpec: {Image: good, Env: []},
				Resources: {Reservations: {MemoryBytes: 9 * 1024 ** 3}},
			},
			RollbackConfig: {Parallelism: 1, Order: 'stop-first'},
		};
		const now = web({image: bad, replicas: 2}, {image: good, replicas: 2}, {previousSpec: spec});
		const [first, second] = runningTasks(now, [leader('mgr1')]);
		const {target, snapshot} = stage(
			now,
			[],
			[{...first, state: 'pending', nodeId: undefined} as Task, {...second} as Task],
		);
		const engine = {imagined: (json: Json) => decodeService({ID: 'imagined', Spec: json})} as Engine;
		const parsed = rollBackService.parse({}, [target]);
		const input = await rollBackService.prepare?.(
			parsed.kind === 'input' ? parsed.input : {ways: {}},
			[target],
			{engine} as Resources,
			AbortSignal.timeout(1000),
		);
		const plan = input && rollBackService.plan([target], input, snapshot);

		expect(plan?.warnings).toEqual([
			'web: no node takes 1 of its 2 new tasks: no suitable node (insufficient resources on 1 node). It stays short until someone acts.',
		]);
		expect(plan?.forecast?.at(-1)).toBe(
			'1 slot of web is back a minute later than that: Swarm gives a task that waits for a node so long to stop.',
		);
	});

	test('is refused where the managers would crash: only the placement differs, and the spec to return to has none', () => {
		const template = {ContainerSpec: {Image: good}, ForceUpdate: 0, Runtime: 'container'};
		const placed = {ContainerSpec: {Image: good}, ForceUpdate: 0, Placement: {Constraints: ['node.role==worker']}};
		const now = web(
			{image: good},
			{image: good},
			{
				spec: {Name: 'web', TaskTemplate: placed},
				previousSpec: {Name: 'web', TaskTemplate: template},
			},
		);
		const refusals = (of: Service, spec: Json) =>
			stage(
				of,
				[],
				runningTasks(of, [leader('mgr1')]).map(task => ({...task, raw: {Spec: spec}})),
			).plan().refusals;
		const {Runtime: _, ...unplaced} = template;

		expect(refusals(now, placed)).toEqual([expect.stringContaining('managers crash one after another')]);
		expect(refusals(now, unplaced)).toEqual([]);
		expect(refusals(now, {...placed, ForceUpdate: 1})).toEqual([]);
		const kept = {...now, previousSpec: {Name: 'web', TaskTemplate: {...template, Placement: {}}}};
		expect(refusals(kept, placed)).toEqual([]);
	});

	test('is the same question a second later, when tasks that fail over and over have come or gone', () => {
		const now = web({image: bad}, {image: bad}, {updateStatus: updateStatus('paused')});
		const tasks = runningTasks(now, [leader('mgr1')]);
		const [some, more] = [tasks.slice(0, 2), tasks].map(those => {
			const {effects, warnings, refusals} = stage(now, [had({image: good})], those).plan();
			return {effects, warnings, refusals};
		});

		expect(some).toEqual(more);
	});

	test('shows the difference, keeps what stays, and hides the values of variables', () => {
		const now = web({image: bad, replicas: 10, env: ['KEY=new'], parallelism: 1}, {image: bad});
		const {diff, cli} = stage(now, [had({image: good, env: ['KEY=old'], labels: {a: 'b'}})]).plan();

		expect(diff?.filter(line => !line.includes('KEY'))).toEqual([
			'+ label a: b',
			`- image: ${bad}`,
			`+ image: ${good}`,
		]);
		expect(diff?.join('\n')).toMatch(/KEY/);
		expect(JSON.stringify([diff, cli])).not.toMatch(/old|new/);
		expect(cli).toBe(
			`docker service update --with-registry-auth --image ${good} web # and a flag for all else in the diff`,
		);
	});

	test('of the scale alone replaces nothing, and says that the image stays', () => {
		const now = web({image: bad, replicas: 10}, {image: bad});
		const {plan, choices} = stage(now, [had({image: bad}), had({image: good})]);

		expect(plan(choices[1])).toMatchObject({
			cli: 'docker service rollback web',
			warnings: ['The image stays shop/web:2.5.0: this undoes the scale 6 -> 10, not the image.'],
			effects: expect.arrayContaining(['No running task is replaced for that.']),
		});
	});

	test('of all as it was takes the replicas, too', () => {
		const now = web({image: bad, replicas: 10}, {image: bad});
		const {plan, choices} = stage(now, [had({image: bad}), had({image: good})]);

		expect(plan(choices[2]).cli).toBe(`docker service update --with-registry-auth --image ${good} --replicas 6 web`);
	});

	test('of what no flag sets says that there is no command', () => {
		const now = web({image: good, labels: {a: 'new'}}, {image: good, labels: {a: 'new'}});

		expect(stage(now, [had({image: good, labels: {a: 'old'}})]).plan().cli).toMatch(/^# no docker command/);
	});

	test('while it rolls, says that this ends the rollout; that is what it is for, and no risk', () => {
		const now = web({image: bad, replicas: 10}, {image: bad}, {updateStatus: updateStatus('updating')});
		const {plan} = stage(now, [had({image: good})]);

		expect(plan().effects[1]).toBe('The rollout of web that is under way ends with it.');
		expect(plan().warnings).toEqual([]);
	});

	test.each([
		[
			"docker's own",
			web({image: good}, {image: bad}, {updateStatus: updateStatus('rollback_completed')}),
			[had({image: bad})],
		],
		[
			'by itself',
			web({image: good}, undefined, {updateStatus: updateStatus('rollback_completed')}),
			[had({image: bad})],
		],
		['by skep', web({image: good}, {image: bad}), [{...had({image: bad}, noon), replacedBy: 'Roll back service'}]],
	] as const)('after a rollback, %s, warns of what it was rolled back from', (_, now, history) => {
		expect(stage(now, history).plan().warnings).toEqual([
			'web was rolled back from shop/web:2.5.0: this goes to it again.',
		]);
	});

	test('of several services takes for each its likeliest', () => {
		const [one, two] = [
			web({image: bad, replicas: 10}, {image: bad}),
			{...web({image: bad}, {image: good}), name: 'api'},
		];
		const api = {...two, id: service('api').id};
		const snapshot = snapshotOf({services: [one, api]});
		const targets = [
			{...serviceTarget(snapshot, 'web'), history: [had({image: good})]},
			{...serviceTarget(snapshot, 'api'), history: [had({image: good})]},
		];
		const parsed = rollBackService.parse({}, targets);
		const input = parsed.kind === 'input' ? parsed.input : {ways: {}};

		expect(rollBackService.fields?.(targets)).toEqual([]);
		expect(targets.map(target => rollBackService.cli(target, input, snapshot))).toEqual([
			`docker service update --with-registry-auth --image ${good} web`,
			'docker service rollback api',
		]);
	});
});

describe('the write', () => {
	const password = 'DB_PASSWORD=hunter2';

	/** A lab in which `web` was scaled after an update: the engine keeps the scale only. */
	const open = async () => {
		const lab = await openLab();
		const first = structuredClone(lab.small.world.services[0]?.Spec) as Json & {readonly TaskTemplate: Json};
		const known: KnownSpec = {
			spec: {
				...(first as object),
				TaskTemplate: {...(first.TaskTemplate as object), ContainerSpec: {Image: 'shop/web:0', Env: [password]}},
			} as Json,
			image: 'shop/web:0',
			seenAt: undefined,
			replacedAt: noon,
			replacedBy: undefined,
		};
		await execute(await lab.order(operations.scaleService, ['web'], {replicas: '9'}));
		const order = await lab.order(operations.rollBackService, ['web']);
		const targets = order.targets.map(target => ({...target, history: [known]}) as ServiceTarget);
		const to = operations.rollBackService.fields?.(targets)[0]?.initial ?? '';
		const parsed = operations.rollBackService.parse({to}, targets);
		return {lab, known, order: {...order, targets, input: parsed.kind === 'input' ? parsed.input : undefined}};
	};

	test('brings the image back, keeps the replicas; nothing of the variables is journalled', async () => {
		const {lab, order} = await open();
		await using _ = lab;

		const [result] = await execute(order);

		expect(result?.outcome).toMatchObject({kind: 'requested', notes: []});
		expect(lab.small.world.services[0]?.Spec).toMatchObject({
			TaskTemplate: {ContainerSpec: {Image: 'shop/web:0', Env: [password]}},
			Mode: {Replicated: {Replicas: 9}},
			Labels: {team: 'shop', old: 'yes'},
		});
		expect(JSON.stringify(lab.journal)).not.toContain('hunter2');
		expect(lab.journal.at(-1)).toMatchObject({
			operation: 'rollBackService',
			input: [{to: 'shop/web:0', until: noon}],
		});
		expect(lab.replaced.map(({operation}) => operation)).toEqual(['Scale service', 'Roll back service']);
	});

	test('keeps what someone scaled to meanwhile only after asking again', async () => {
		const {lab, order} = await open();
		await using _ = lab;
		lab.small.change(({services}) => Object.assign(services[0]?.Spec.Mode ?? {}, {Replicated: {Replicas: 12}}));

		const [result] = await execute(order);
		expect(result?.outcome.kind).toBe('changed');
		const fresh = result?.outcome.kind === 'changed' ? result.outcome.fresh : undefined;
		const targets = order.targets.map(target => ({...target, saw: fresh}) as ServiceTarget);
		await execute({...order, targets, snapshot: await lab.snapshot()});

		expect(lab.small.world.services[0]?.Spec).toMatchObject({
			TaskTemplate: {ContainerSpec: {Image: 'shop/web:0'}},
			Mode: {Replicated: {Replicas: 12}},
		});
	});

	test('sends a login where there is one; else it takes the one the engine kept with that very spec', async () => {
		const {lab, order, known} = await open();
		await using _ = lab;
		const header = Buffer.from('{"username":"ci"}').toString('base64url');
		const credentials = async (): Promise<RegistryAuth> => ({header});

		await execute({...order, resources: {...lab.resources, credentials}});
		expect(lab.writes().at(-1)?.headers['x-registry-auth']).toBe(header);

		lab.small.change(({services}) => {
			Object.assign(services[0] ?? {}, {PreviousSpec: known.spec});
		});
		const again = await lab.order(operations.rollBackService, ['web']);
		const kept = {kind: 'kept', known: {...known, spec: {...(known.spec as object), Labels: {}}}, keepsScale: true};
		await execute({...again, input: {ways: {[again.targets[0]?.id ?? '']: kept}}});
		expect(lab.writes().at(-1)?.path).not.toContain('registryAuthFrom');

		lab.small.change(({services}) => {
			Object.assign(services[0] ?? {}, {PreviousSpec: known.spec});
		});
		const last = await lab.order(operations.rollBackService, ['web']);
		await execute({...last, input: {ways: {[last.targets[0]?.id ?? '']: {...kept, known}}}});
		expect(JSON.stringify(lab.writes().at(-1))).toContain('previous-spec');
	});

	test('says when what it replaced could not be kept on disk', async () => {
		const {lab, order} = await open();
		await using _ = lab;
		const keepReplaced = async () => {
			throw new Error('no space left on device');
		};

		const [result] = await execute({...order, resources: {...lab.resources, keepReplaced}});

		expect(result?.outcome).toMatchObject({
			kind: 'requested',
			notes: ['The spec before this is kept only while skep runs: no space left on device'],
		});
	});
});
