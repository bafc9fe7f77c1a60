import {describe, expect, test} from 'vitest';
import type {Engine} from '../../source/engine/engine.ts';
import {EngineError} from '../../source/engine/errors.ts';
import {execute} from '../../source/operations/execute.ts';
import {operations} from '../../source/operations/operations.ts';
import {serviceId} from '../../source/swarm/ids.ts';
import {rawService} from '../helpers/small-engine/build.ts';
import {labWorld, openLab} from './lab.ts';

const {drainNode, scaleService, restartService, removeService, labelNode} = operations;

const outcomesOf = async (results: ReturnType<typeof execute>) => (await results).map(({outcome}) => outcome.kind);

type Lab = Awaited<ReturnType<typeof openLab>>;

const replicasOf = (lab: Lab, name = 'web') =>
	lab.small.world.services.find(({Spec}) => Spec.Name === name)?.Spec.Mode.Replicated?.Replicas;

const withEngine = (lab: Lab, over: Partial<Engine>) => ({...lab.resources, engine: {...lab.engine, ...over}});

/** Lets another writer in right after the executor has read, so many times. */
const writeAfterReads = (lab: Lab, times: number, edit: () => void) => {
	let left = times;
	const {engine} = lab.resources;
	const service: typeof engine.service = async (id, signal) => {
		const fresh = await engine.service(id, signal);
		if (left > 0) {
			left--;
			edit();
		}
		return fresh;
	};
	return {...lab.resources, engine: {...engine, service}};
};

describe('when somebody else writes the same service meanwhile', () => {
	test('the change is made over theirs', async () => {
		await using lab = await openLab();
		const order = await lab.order(scaleService, ['web'], {replicas: '5'});
		const resources = writeAfterReads(lab, 2, () =>
			lab.small.change(({services}) => {
				const labels = services[0]?.Spec.Labels as Record<string, string>;
				labels['round'] = `${Number(labels['round'] ?? 0) + 1}`;
			}),
		);

		expect(await outcomesOf(execute({...order, resources}))).toEqual(['requested']);
		expect(replicasOf(lab)).toBe(5);
		expect(lab.small.world.services[0]?.Spec.Labels).toMatchObject({round: '2'});
		expect(lab.writes()).toHaveLength(3);
	});

	test('a field that was shown and is another now is asked about again', async () => {
		await using lab = await openLab();
		const order = await lab.order(scaleService, ['web'], {replicas: '5'});
		lab.small.change(({services}) => {
			(services[0]?.Spec.Mode.Replicated as {Replicas: number}).Replicas = 4;
		});

		const [result] = await execute(order);

		expect(result?.outcome).toMatchObject({
			kind: 'changed',
			sentence: 'web was changed meanwhile: replicas was 3 and is 4 now. Nothing was written.',
			fresh: {mode: {replicas: 4}},
		});
		expect(lab.writes()).toEqual([]);
	});

	test('the same is asked when it changes between two attempts', async () => {
		await using lab = await openLab();
		const order = await lab.order(scaleService, ['web'], {replicas: '5'});
		const resources = writeAfterReads(lab, 1, () =>
			lab.small.change(({services}) => {
				(services[0]?.Spec.Mode.Replicated as {Replicas: number}).Replicas = 4;
			}),
		);

		expect(await outcomesOf(execute({...order, resources}))).toEqual(['changed']);
		expect(replicasOf(lab)).toBe(4);
	});

	test('who is always too late gives up after five times, and says so', async () => {
		await using lab = await openLab();
		const order = await lab.order(scaleService, ['web'], {replicas: '5'});
		const resources = writeAfterReads(lab, 99, () =>
			lab.small.change(({services}) => {
				(services[0]?.Spec.Labels as Record<string, string>)['round'] = `${lab.writes().length}`;
			}),
		);

		const [result] = await execute({...order, resources});

		expect(result?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('5 times')});
		expect(lab.writes()).toHaveLength(5);
	});

	test('what is so already is not written again: that would only cost the rollback target', async () => {
		await using lab = await openLab();
		const order = await lab.order(scaleService, ['web'], {replicas: '5'});
		lab.small.change(({services}) => {
			(services[0]?.Spec.Mode.Replicated as {Replicas: number}).Replicas = 5;
		});

		expect(await outcomesOf(execute(order))).toEqual(['unchanged']);
		expect(lab.writes()).toEqual([]);
	});
});

describe('a target that is gone', () => {
	test('is said, also when another took its name', async () => {
		await using lab = await openLab();
		const order = await lab.order(removeService, ['web']);
		lab.small.change(world => {
			world.services = [rawService('web', {ID: 'another00000000000000000'})];
		});

		const [result] = await execute(order);

		expect(result?.outcome).toEqual({kind: 'gone', sentence: 'web was removed meanwhile; nothing was changed.'});
		expect(lab.small.world.services.map(({ID}) => ID)).toEqual(['another00000000000000000']);
		expect(lab.kept).toEqual([]);
	});

	test('is not what now has its id for a name', async () => {
		await using lab = await openLab();
		const order = await lab.order(removeService, ['web']);
		const other = await lab.engine.service(serviceId(lab.small.world.services[1]?.ID ?? ''));

		const resources = withEngine(lab, {service: async () => ({...other, name: order.targets[0]?.id ?? ''})});

		expect(await outcomesOf(execute({...order, resources}))).toEqual(['gone']);
		expect(lab.writes()).toEqual([]);
	});

	test('keeps nobody from the rest of the set', async () => {
		await using lab = await openLab();
		const order = await lab.order(scaleService, ['web', 'paused'], {replicas: '5'});
		lab.small.change(world => {
			world.services = world.services.filter(({Spec}) => Spec.Name !== 'web');
		});

		expect(await outcomesOf(execute(order))).toEqual(['gone', 'requested']);
		expect(replicasOf(lab, 'paused')).toBe(5);
	});
});

test('after a target that went wrong, the rest is not tried', async () => {
	await using lab = await openLab();
	const order = await lab.order(drainNode, ['mgr2', 'worker1']);
	lab.small.fault(/\/nodes\/mgr2.*\/update/, {status: 403, message: 'denied by policy'});

	expect(await outcomesOf(execute(order))).toEqual(['failed', 'not-tried']);
	const worker = lab.small.world.nodes.find(({Description}) => Description.Hostname === 'worker1');
	expect(worker?.Spec.Availability).toBe('active');
	expect(lab.writes()).toHaveLength(1);
});

describe('when the answer to a write is lost', () => {
	test('a write that shows counts as done, and is not sent again', async () => {
		await using lab = await openLab();
		const order = await lab.order(restartService, ['web']);
		lab.small.fault(/\/services\/web.*\/update/, {hangUp: true});

		const [result] = await execute(order);

		expect(result?.outcome.kind).toBe('requested');
		expect(lab.small.world.services[0]?.Spec.TaskTemplate.ForceUpdate).toBe(1);
		expect(lab.writes()).toHaveLength(1);
	});

	test('one that does not show is uncertain, and is not sent again', async () => {
		await using lab = await openLab();
		const order = await lab.order(restartService, ['web']);
		let sent = 0;
		const updateService = async () => {
			sent++;
			throw new EngineError('too-late', 'No answer within 25 s.');
		};

		const [result] = await execute({...order, resources: withEngine(lab, {updateService})});

		expect(result?.outcome).toMatchObject({kind: 'uncertain', sentence: expect.stringContaining('look before')});
		expect(sent).toBe(1);
	});

	test('an engine that dies in the middle is looked for until it answers again', async () => {
		await using lab = await openLab();
		const order = await lab.order(drainNode, ['mgr2']);
		lab.small.fault(/\/nodes\/mgr2.*\/update/, {never: true});
		const running = execute(order);
		await expect.poll(() => lab.writes().length).toBe(1);
		await lab.small.stop();
		await lab.small.start();

		expect(await outcomesOf(running)).toEqual(['requested']);
		expect(lab.writes()).toHaveLength(1);
	});

	test('an engine that stays dead leaves it uncertain', async () => {
		await using lab = await openLab();
		const order = await lab.order(drainNode, ['mgr2']);
		lab.small.fault(/\/nodes\/mgr2.*\/update/, {never: true});
		const running = execute(order);
		await expect.poll(() => lab.writes().length).toBe(1);
		await lab.small.stop();

		const [result] = await running;
		expect(result?.outcome).toMatchObject({kind: 'uncertain', sentence: expect.stringContaining("can't be read")});
	});

	test('a removal that shows counts as done', async () => {
		await using lab = await openLab();
		const order = await lab.order(removeService, ['web']);
		const breakOff = async (...call: Parameters<typeof lab.engine.removeService>) => {
			await lab.engine.removeService(...call);
			throw new EngineError('unreachable', 'The connection broke.');
		};

		const [result] = await execute({...order, resources: withEngine(lab, {removeService: breakOff})});

		expect(result?.outcome).toMatchObject({kind: 'requested', notes: [expect.stringContaining('was lost')]});
		expect(lab.writes()).toHaveLength(1);
	});
});

test('a refusal of the engine is passed on as its sentence, and nothing is retried', async () => {
	await using lab = await openLab();
	const order = await lab.order(labelNode, ['worker1'], {labels: 'zone=seoul'});
	lab.small.fault(/\/nodes\/worker1.*\/update/, {status: 400, message: 'invalid label'});

	const [result] = await execute(order);

	expect(result?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('invalid label')});
	expect(lab.writes()).toHaveLength(1);
});

test('a plan that refuses is never run, whatever a dialog does', async () => {
	const given = labWorld();
	given.nodes = given.nodes.filter(({Description}) => ['mgr1', 'worker1'].includes(Description.Hostname));
	await using lab = await openLab(given);
	const order = await lab.order(operations.demoteNode, ['mgr1']);

	const [result] = await execute(order);

	expect(result?.outcome).toMatchObject({kind: 'failed', sentence: "mgr1: the last manager can't be demoted."});
	expect(lab.writes()).toEqual([]);
	expect(lab.journal).toEqual([]);
});

test('an order that was given up before its turn writes nothing', async () => {
	await using lab = await openLab();
	const order = await lab.order(drainNode, ['mgr2']);

	expect(await outcomesOf(execute({...order, signal: AbortSignal.abort()}))).toEqual(['failed']);
	expect(lab.writes()).toEqual([]);
});

test('a journal that fails is said, and stops nothing', async () => {
	await using lab = await openLab();
	const order = await lab.order(drainNode, ['mgr2']);

	const [result] = await execute({...order, journal: async () => 'The disk is full.'});

	expect(result?.outcome).toMatchObject({kind: 'requested', notes: ['The disk is full.']});
});

test('progress is told target by target', async () => {
	await using lab = await openLab();
	const order = await lab.order(scaleService, ['web', 'paused'], {replicas: '5'});
	const told: string[] = [];

	await execute({
		...order,
		onProgress: (target, outcome) =>
			told.push(`${target.kind === 'service' && target.saw.name} ${outcome?.kind ?? 'begun'}`),
	});

	expect(told).toEqual(['web begun', 'web requested', 'paused begun', 'paused requested']);
});
