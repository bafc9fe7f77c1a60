import {describe, expect, test} from 'vitest';
import {execute} from '../../../source/operations/execute.ts';
import type {ServiceOperation} from '../../../source/operations/operation.ts';
import {operations} from '../../../source/operations/operations.ts';
import {labelService} from '../../../source/operations/service/label-service.ts';
import {removeService} from '../../../source/operations/service/remove-service.ts';
import {restartService} from '../../../source/operations/service/restart-service.ts';
import {resumeUpdate} from '../../../source/operations/service/resume-update.ts';
import {rollBackService} from '../../../source/operations/service/roll-back-service.ts';
import {scaleService} from '../../../source/operations/service/scale-service.ts';
import type {Service} from '../../../source/swarm/service.ts';
import type {Task} from '../../../source/swarm/task.ts';
import {
	leader,
	policy,
	replicated,
	runningTasks,
	service,
	snapshotOf,
	templateOf,
	updateStatus,
} from '../../helpers/builders.ts';
import {openLab, serviceTarget} from '../lab.ts';

const planFor = <Input>(
	operation: ServiceOperation<Input>,
	input: Input,
	services: readonly Service[],
	tasks: readonly Task[] = [],
) => {
	const snapshot = snapshotOf({nodes: [leader('mgr1')], services, tasks});
	return operation.plan(
		services.map(({name}) => serviceTarget(snapshot, name)),
		input,
		snapshot,
	);
};

const blocked = <Input>(operation: ServiceOperation<Input>, of: Service) => {
	const snapshot = snapshotOf({services: [of]});
	return operation.blockedBy(serviceTarget(snapshot, of.name), snapshot);
};

const rolling = service('web', {
	image: 'shop/web:2.5.0@sha256:abc',
	previousImage: 'shop/web:2.4.1@sha256:def',
	previousSpec: {Name: 'web', Labels: {was: 'before'}},
	updateStatus: updateStatus('updating'),
});
const paused = {...rolling, updateStatus: updateStatus('paused')};

describe('scale', () => {
	test('says from what to what', () => {
		expect(planFor(scaleService, {replicas: 10}, [service('web', {mode: replicated(6)})]).effects[0]).toBe(
			'web: 6 -> 10 replicas, 4 more tasks.',
		);
		expect(planFor(scaleService, {replicas: 1}, [service('web', {mode: replicated(6)})]).effects[0]).toBe(
			'web: 6 -> 1 replica; 5 tasks stop, those on the most loaded nodes first.',
		);
	});

	test('warns of zero', () => {
		expect(planFor(scaleService, {replicas: 0}, [service('web')]).warnings).toEqual([
			'web goes to zero: nothing of it serves until it is scaled up again.',
		]);
	});

	test('while it rolls, says what becomes of the rollout and of the rollback target', () => {
		expect(planFor(scaleService, {replicas: 5}, [rolling]).warnings).toEqual([
			'web is rolling now: this write restarts its rollout for the slots that are left.',
			'`docker service rollback` then returns web to shop/web:2.5.0 as it is now; shop/web:2.4.1 is out of its reach, but skep keeps it for R.',
		]);
	});

	test('while it is paused, says that it resumes', () => {
		expect(planFor(scaleService, {replicas: 5}, [paused]).warnings[0]).toBe(
			'The update of web is paused: this write also resumes it, with shop/web:2.5.0.',
		);
	});

	test('names the stack', () => {
		expect(planFor(scaleService, {replicas: 5}, [service('web', {stack: 'shop'})]).effects).toContain(
			'web is part of stack shop: the next `docker stack deploy` sets whatever its file says.',
		);
	});

	test('leaves alone what is there already, and refuses when that is all', () => {
		const [web, api] = [service('web'), service('api', {mode: replicated(5)})];

		expect(planFor(scaleService, {replicas: 5}, [web, api])).toMatchObject({
			effects: expect.arrayContaining(['api has 5 replicas already, and is left alone.']),
			refusals: [],
		});
		expect(planFor(scaleService, {replicas: 5}, [api]).refusals).toEqual(['Nothing changes: 5 replicas already.']);
	});

	test('is not for global services and jobs', () => {
		expect(blocked(scaleService, service('agent', {mode: {kind: 'global'}}))).toBe(
			'global: one task on every eligible node, there is no count to set',
		);
	});

	test.each(['', '-1', '2.5', 'many', '1e3'])('does not take %j for a number', text => {
		expect(scaleService.parse({replicas: text}, [])).toMatchObject({kind: 'problem', field: 'replicas'});
	});
});

describe('restart', () => {
	test('says how many slots, and how', () => {
		const web = service('web', {mode: replicated(6), update: policy({parallelism: 2, delay: 10})});

		expect(planFor(restartService, null, [web]).effects.slice(0, 2)).toEqual([
			'6 slots of web restart: 2 at a time, each task stopped before its replacement starts, 10s between.',
			'If a new task fails within 5s of its start, it pauses.',
		]);
		expect(planFor(restartService, null, [web]).warnings).toEqual([]);
		expect(planFor(restartService, null, [web]).forecast).toEqual([
			'About 56 s if each starts in 5 s; up to 1 min 29 s if each takes its 10 s to stop.',
		]);
	});

	test('warns when all slots stop together', () => {
		const web = service('web', {update: policy({parallelism: 0})});

		expect(planFor(restartService, null, [web]).warnings).toEqual([
			'All 3 slots of web stop together: nothing serves until the first is back.',
		]);
		expect(
			planFor(restartService, null, [{...web, update: policy({parallelism: 0, order: 'start-first'})}]).warnings,
		).toEqual([]);
	});

	test('of a single replica says that nothing serves meanwhile', () => {
		expect(planFor(restartService, null, [service('db', {mode: replicated(1)})]).effects).toContain(
			'Nothing serves while its one task is replaced.',
		);
	});
});

describe('roll back', () => {
	const spec = (image: string, replicas: number, env: readonly string[] = []) => ({
		Name: 'web',
		TaskTemplate: {ContainerSpec: {Image: image, Env: env}},
		Mode: {Replicated: {Replicas: replicas}},
	});

	test('is blocked without a spec to return to', () => {
		expect(blocked(rollBackService, service('web'))).toBe('never updated: Docker has no spec to return to');
		expect(blocked(rollBackService, service('web', {updateStatus: updateStatus('rollback_completed')}))).toBe(
			'rolled back already, and Docker kept no spec to return to',
		);
	});

	test('shows the difference, without the values of variables', () => {
		const web = {
			...paused,
			spec: spec('shop/web:2.5.0', 6, ['KEY=new']),
			previousSpec: spec('shop/web:2.4.1', 6, ['KEY=old']),
		};
		const {diff, effects, warnings} = planFor(rollBackService, {ways: {}}, [web]);

		expect(diff).toContain('- image: shop/web:2.5.0');
		expect(diff).toContain('+ image: shop/web:2.4.1');
		expect(diff?.join('\n')).toMatch(/KEY/);
		expect(diff?.join('\n')).not.toMatch(/old|new/);
		expect(effects).toContain('A second rollback of web undoes this one.');
		expect(warnings).toEqual([]);
	});

	test('after a scale says that the image stays', () => {
		const image = 'shop/web:2.5.0';
		const web = service('web', {image, previousImage: image, spec: spec(image, 10), previousSpec: spec(image, 6)});

		expect(planFor(rollBackService, {ways: {}}, [web]).warnings).toEqual([
			'The image stays shop/web:2.5.0: this undoes the scale 6 -> 10, not the image.',
		]);
	});

	test('to what is there already is refused', () => {
		const web = service('web', {spec: spec('a', 1), previousSpec: spec('a', 1), previousImage: 'a', image: 'a'});

		expect(planFor(rollBackService, {ways: {}}, [web]).refusals).toHaveLength(1);
	});

	test('twice is where it was', async () => {
		await using lab = await openLab();
		const before = structuredClone(lab.small.world.services[0]?.Spec);

		await execute(await lab.order(operations.rollBackService, ['web']));
		expect(lab.small.world.services[0]?.Spec.TaskTemplate.ContainerSpec?.Image).toBe('shop/web:0');
		await execute(await lab.order(operations.rollBackService, ['web']));

		expect(lab.small.world.services[0]?.Spec).toEqual(before);
	});
});

describe('resume', () => {
	test('is for paused updates, and warns of the rollback target', () => {
		expect(blocked(resumeUpdate, rolling)).toBe('no paused update');
		expect(blocked(resumeUpdate, paused)).toBeUndefined();
		expect(planFor(resumeUpdate, null, [paused]).warnings[0]).toMatch(/can't return web to shop\/web:2\.4\.1 any more/);
	});

	test('says over how many slots it goes on: those that fail over and over are not left', () => {
		const tasks = runningTasks(paused, [leader('mgr1')]).map((task, index) => ({
			...task,
			template: index === 0 ? templateOf('shop/web:2.4.1') : paused.template,
			state: index === 1 ? ('failed' as const) : task.state,
		}));

		expect(planFor(resumeUpdate, null, [paused], tasks).effects[0]).toBe(
			'The update of web goes on with shop/web:2.5.0, over the 1 slot left: 1 at a time, each task stopped before its replacement starts.',
		);
	});

	test('says that it only clears the pause when no slot is left', () => {
		expect(planFor(resumeUpdate, null, [paused], runningTasks(paused, [leader('mgr1')])).effects).toEqual([
			'No slot of web has an older task left: nothing is replaced, this only clears the pause.',
		]);
	});

	test('of a rollback calls it one', () => {
		const rollback = {...paused, updateStatus: updateStatus('rollback_paused')};

		const old = runningTasks(paused, [leader('mgr1')]).map(task => ({...task, template: templateOf('shop/web:2.4.1')}));

		expect(planFor(resumeUpdate, null, [rollback], old).effects[0]).toBe(
			'The rollback of web goes on with shop/web:2.5.0, over the 3 slots left: 1 at a time, each task stopped before its replacement starts.',
		);
	});

	test('warns of nothing when the engine has no other spec to lose', () => {
		expect(planFor(resumeUpdate, null, [{...paused, previousSpec: paused.spec}]).warnings).toEqual([]);
	});

	test('writes nothing when the spec that would be lost can not be kept', async () => {
		await using lab = await openLab();
		const order = await lab.order(operations.resumeUpdate, ['paused']);
		const keepReplaced = async () => {
			throw new Error('no space left on device');
		};

		const [result] = await execute({...order, resources: {...lab.resources, keepReplaced}});

		expect(result?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('no space left')});
		expect(lab.writes()).toEqual([]);
	});

	test('keeps the spec that docker forgets', async () => {
		await using lab = await openLab();
		lab.small.change(({services}) => {
			(services[1] as {PreviousSpec: unknown}).PreviousSpec = {Name: 'paused', Labels: {was: 'here'}};
		});

		const [result] = await execute(await lab.order(operations.resumeUpdate, ['paused']));

		expect(lab.replaced[0]).toMatchObject({name: 'paused', previousSpec: {Labels: {was: 'here'}}});
		expect(result?.outcome).toMatchObject({
			notes: ['The spec before the update is kept in /state/history/paused.jsonl: R returns to it.'],
		});
	});

	test('a request that the engine forgets is sent once more, and that is said', async () => {
		await using lab = await openLab();
		const [, service] = lab.small.world.services;
		lab.small.change(world => {
			Object.assign(service?.Spec ?? {}, {UpdateConfig: {Parallelism: 1, Monitor: 1_000_000}});
			world.tasks = [
				{
					...structuredClone(world.tasks[0] as (typeof world.tasks)[0]),
					ServiceID: service?.ID ?? '',
					ID: 'oldtask',
					Slot: 1,
				},
			];
		});

		const [result] = await execute(await lab.order(operations.resumeUpdate, ['paused']));

		expect(lab.writes()).toHaveLength(2);
		expect(result?.outcome).toMatchObject({
			kind: 'requested',
			notes: [expect.stringContaining('twice, and still nothing rolls')],
		});
	});
});

describe('remove', () => {
	test('tells what stops, what closes and what stays', () => {
		const web = service('web', {
			stack: 'shop',
			ports: [{published: 8080, target: 80, protocol: 'tcp', mode: 'ingress'}],
		});

		expect(planFor(removeService, null, [web], runningTasks(web, [leader('mgr1')])).effects).toEqual([
			'3 tasks of web stop.',
			'Published port 8080/tcp closes.',
			'web is part of stack shop: the next `docker stack deploy` makes it again if its file has it.',
			'Volumes, secrets, configs and networks stay.',
			expect.stringContaining('writes the spec to a file first'),
		]);
	});

	test('says where the spec is', async () => {
		await using lab = await openLab();
		const before = lab.small.world.services[0]?.Spec;

		const [result] = await execute(await lab.order(operations.removeService, ['web']));

		expect(result?.outcome).toMatchObject({notes: ['Its spec is kept in /state/specs/web.json']});
		expect(lab.kept).toMatchObject([{name: 'web', spec: before}]);
	});

	test('removes nothing when the spec can not be kept', async () => {
		await using lab = await openLab();
		const order = await lab.order(operations.removeService, ['web']);
		const keepSpec = async () => {
			throw new Error('no space left on device');
		};

		const [result] = await execute({...order, resources: {...lab.resources, keepSpec}});

		expect(result?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('no space left')});
		expect(lab.writes()).toEqual([]);
	});
});

test('labels of a service say what they cost', () => {
	const {effects} = planFor(labelService, {set: {team: 'shop'}, remove: []}, [
		service('web', {previousSpec: {}, previousImage: 'shop/web:0'}),
	]);

	expect(effects).toEqual([
		'web gets the label team=shop.',
		'No task restarts for labels of the service.',
		'`docker service rollback` then returns web to shop/web:1 as it is now; shop/web:0 is out of its reach, but skep keeps it for R.',
	]);
});
