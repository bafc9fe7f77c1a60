import {describe, expect, test} from 'vitest';
import type {Engine, RegistryAuth} from '../../../source/engine/engine.ts';
import {execute} from '../../../source/operations/execute.ts';
import type {FormValues} from '../../../source/operations/form.ts';
import {operations} from '../../../source/operations/operations.ts';
import type {Resources} from '../../../source/operations/resources.ts';
import {pinImage} from '../../../source/operations/service/pin-image.ts';
import {updateImage} from '../../../source/operations/service/update-image.ts';
import {leader, policy, runningTasks, service, snapshotOf, templateOf, updateStatus} from '../../helpers/builders.ts';
import {openLab, serviceTarget} from '../lab.ts';

const old = `sha256:${'a'.repeat(64)}`;
const next = `sha256:${'b'.repeat(64)}`;
const platforms = [{os: 'linux', architecture: 'amd64'}];

const web = service('web', {image: `shop/web:2.4.1@${old}`, update: policy({parallelism: 2, delay: 10})});
const api = service('api', {image: 'localhost:5000/shop/api:2.4.1'});
const snapshot = snapshotOf({nodes: [leader('mgr1')], services: [web, api]});

type Answer = Readonly<Record<string, string>> | 'silent';

/** Everything but the registry is out of reach here, and not asked. */
const resourcesWith = (answer: Answer, credentials: Resources['credentials'] = async () => undefined): Resources => ({
	engine: {
		image: (reference: string) => {
			if (answer === 'silent') {
				return new Promise(() => {});
			}
			const digest = answer[reference];
			return digest === undefined ? Promise.reject(new Error('no such image')) : Promise.resolve({digest, platforms});
		},
	} as unknown as Engine,
	credentials,
	keepSpec: async () => '',
	keepReplaced: async () => undefined,
});

const inputFrom = (values: FormValues, names: readonly string[] = ['web']) => {
	const targets = names.map(name => serviceTarget(snapshot, name));
	return {targets, parsed: updateImage.parse(values, targets)};
};

const planWith = async (values: FormValues, answer: Answer, names?: readonly string[]) => {
	const {targets, parsed} = inputFrom(values, names);
	if (parsed.kind === 'problem') {
		throw new Error(parsed.problem);
	}
	const signal = new AbortController().signal;
	const input = (await updateImage.prepare?.(parsed.input, targets, resourcesWith(answer), signal)) ?? parsed.input;
	return {
		plan: updateImage.plan(targets, input, snapshot),
		cli: targets.map(target => updateImage.cli(target, input, snapshot)),
	};
};

describe('the form', () => {
	test('starts with what is there, without the digest', () => {
		expect(updateImage.fields?.([serviceTarget(snapshot, 'web')]).map(({name, initial}) => [name, initial])).toEqual([
			['image', 'shop/web:2.4.1'],
			['parallelism', '2'],
			['delay', '10s'],
			['monitor', '5s'],
			['order', 'stop-first'],
			['failureAction', 'pause'],
			['maxFailureRatio', '0'],
		]);
	});

	test('is shared by several services, empty where they differ', () => {
		const fields = updateImage.fields?.(['web', 'api'].map(name => serviceTarget(snapshot, name)));

		expect(fields?.map(({initial}) => initial)).toEqual(['', '', '', '5s', 'stop-first', 'pause', '0']);
	});

	test('of a job has nothing but the image: the engine takes no pace for one', () => {
		const job = service('report', {mode: {kind: 'replicated-job', completions: 3, concurrent: 1}});
		const target = serviceTarget(snapshotOf({services: [job]}), 'report');

		expect(updateImage.fields?.([target]).map(({name}) => name)).toEqual(['image']);
		expect(updateImage.meaning?.({image: ':2'}, [target], snapshot)).toEqual([]);
	});

	test.each([
		[{}, '3 slots, 2 at a time, about 41 s if each starts in 5 s; up to 1 min 3 s if each takes its 10 s to stop'],
		[
			{parallelism: '0', delay: '0s'},
			'3 slots, all at once, about 10 s if each starts in 5 s; up to 21 s if each takes its 10 s to stop',
		],
		[
			{parallelism: '1', delay: '1m', monitor: '2m'},
			'3 slots, 1 at a time, about 5 min 15 s if each starts in 5 s; up to 5 min 48 s if each takes its 10 s to stop',
		],
	])('says what %j comes to', (values, meant) => {
		expect(updateImage.meaning?.(values as FormValues, [serviceTarget(snapshot, 'web')], snapshot)).toEqual([meant]);
	});

	test('goes by how long the tasks of this service took to start, where any run', () => {
		const slow = runningTasks(web, [leader('mgr1')]).map(task => ({...task, createdAt: task.stateAt - 20_000}));
		const known = snapshotOf({nodes: [leader('mgr1')], services: [web], tasks: slow});

		expect(updateImage.meaning?.({delay: '0s'}, [serviceTarget(known, 'web')], known)).toEqual([
			'3 slots, 2 at a time, about 45 s if each starts in 20 s, as before; up to 1 min 7 s if each takes its 10 s to stop',
		]);
	});

	test('reckons with the start that it says, be it ever so short', () => {
		const big = service('web', {mode: {kind: 'replicated', replicas: 1000}});
		const quick = runningTasks(big, [leader('mgr1')]).map(task => ({...task, createdAt: task.stateAt - 120}));
		const known = snapshotOf({nodes: [leader('mgr1')], services: [big], tasks: quick});
		const values = {parallelism: '1', delay: '0s'};

		expect(updateImage.meaning?.(values, [serviceTarget(known, 'web')], known)).toEqual([
			'1000 slots, 1 at a time, about 16 min 45 s if each starts in 1 s, as before; up to 3 h 20 min if each takes its 10 s to stop',
		]);
	});

	test('goes by the slots that the last rollout replaced, rather than by first starts', () => {
		const updated = service('web', {updateStatus: updateStatus('updating')});
		const since = updated.updateStatus?.startedAt ?? 0;
		const tasks = runningTasks(updated, [leader('mgr1')]).map((task, index) =>
			index === 0
				? {...task, createdAt: since + 1000, stateAt: since + 9000, updatedAt: since + 9000}
				: {...task, createdAt: since - 60_000, stateAt: since - 59_000, updatedAt: since - 59_000},
		);
		const known = snapshotOf({nodes: [leader('mgr1')], services: [updated], tasks});
		const values = {parallelism: '1', delay: '0s'};

		expect(updateImage.meaning?.(values, [serviceTarget(known, 'web')], known)).toEqual([
			'3 slots, 1 at a time, about 29 s if each stops and starts in 8 s, as before',
		]);
	});

	test('says nothing of what can not be read', () => {
		expect(updateImage.meaning?.({delay: 'soon'}, [serviceTarget(snapshot, 'web')], snapshot)).toEqual([]);
	});

	test.each([
		['0.25', 0.25],
		['25%', 0.25],
		['.5', 0.5],
		['100 %', 1],
		['1', 1],
	])('reads %s as a part of the slots', (text, ratio) => {
		expect(inputFrom({maxFailureRatio: text}).parsed).toMatchObject({input: {policy: {maxFailureRatio: ratio}}});
	});

	test.each([
		[{image: '2.5.0'}, 'image', ':2.5.0'],
		[{image: 'Shop/Web:1'}, 'image', ''],
		[{image: ':'}, 'image', 'tag'],
		[{parallelism: '-1'}, 'parallelism', 'whole number'],
		[{delay: 'soon'}, 'delay', '1m30s'],
		[{monitor: '0s'}, 'monitor', 'longer'],
		[{monitor: 'long'}, 'monitor', '1m30s'],
		[{maxFailureRatio: '1.5'}, 'maxFailureRatio', 'percentage'],
		[{maxFailureRatio: '150%'}, 'maxFailureRatio', 'percentage'],
		[{maxFailureRatio: '-0.1'}, 'maxFailureRatio', 'percentage'],
		[{maxFailureRatio: '%'}, 'maxFailureRatio', 'percentage'],
		[{order: 'both'}, 'order', 'start-first'],
		[{failureAction: 'explode'}, 'failureAction', 'rollback'],
	])('tells what is wrong with %j', (values, field, right) => {
		expect(inputFrom(values as FormValues).parsed).toMatchObject({
			kind: 'problem',
			field,
			problem: expect.stringContaining(right),
		});
	});
});

describe('the plan', () => {
	test('names both images and pins the new one', async () => {
		const {plan, cli} = await planWith({image: ':2.5.0'}, {'shop/web:2.5.0': next});

		expect(plan.effects[0]).toBe('web: shop/web:2.4.1 -> shop/web:2.5.0, pinned to its digest bbbbbb.');
		expect(plan.warnings).toEqual([]);
		expect(cli).toEqual(['docker service update --with-registry-auth --image shop/web:2.5.0 web']);
	});

	test('the same tag without a new digest is refused, with a restart offered', async () => {
		const {plan} = await planWith({image: 'shop/web:2.4.1'}, {'shop/web:2.4.1': old});

		expect(plan).toMatchObject({
			refusals: [
				expect.stringMatching(/^web runs shop\/web:2\.4\.1 already, without a newer digest.*Restart it instead\.$/),
			],
			instead: 'restartService',
		});
	});

	test('the same tag with a new digest is an update', async () => {
		const {plan} = await planWith({image: 'shop/web:2.4.1'}, {'shop/web:2.4.1': next});

		expect(plan.refusals).toEqual([]);
		expect(plan.effects[0]).toMatch(/pinned to its digest bbbbbb/);
	});

	test('a registry that fails costs a warning', async () => {
		const {plan} = await planWith({image: ':2.5.0'}, {});

		expect(plan.refusals).toEqual([]);
		expect(plan.warnings[0]).toMatch(
			/^shop\/web:2\.5\.0 is not pinned to a digest .*each node pulls the tag on its own/,
		);
	});

	test('the same tag is refused, too, when the registry fails: it would only unpin it', async () => {
		const {plan} = await planWith({image: 'shop/web:2.4.1'}, {});

		expect(plan).toMatchObject({refusals: [expect.stringContaining("isn't known")], instead: 'restartService'});
	});

	test('settings alone restart nothing, and touch no image', async () => {
		const {plan, cli} = await planWith({image: '', parallelism: '1', delay: '90'}, 'silent');

		expect(plan.effects).toEqual([
			'web stays on shop/web:2.4.1.',
			'web keeps these settings for later updates, too: at a time 2 -> 1 and delay 10s -> 1m30s.',
			'No task restarts for these settings.',
			'`docker service rollback` then returns web to its spec of now.',
		]);
		expect(plan.forecast).toEqual([
			'An update then means: 3 slots, 1 at a time, about 6 min 16 s if each starts in 5 s; up to 6 min 49 s if each takes its 10 s to stop.',
		]);
		expect(cli).toEqual(['docker service update --update-parallelism 1 --update-delay 1m30s web']);
	});

	test('monitor and allowed failures are said in words, and as docker takes them', async () => {
		const {plan, cli} = await planWith({image: ':2', monitor: '1m', maxFailureRatio: '34%'}, {'shop/web:2': next});

		expect(plan.effects).toContain('If more than 34 % of the slots fail within 1m of their start, it pauses.');
		expect(cli).toEqual([
			'docker service update --with-registry-auth --image shop/web:2 --update-monitor 1m --update-max-failure-ratio 0.34 web',
		]);
	});

	test('the pace alone, with the image left as it was filled in, asks no registry for a newer digest', async () => {
		const {plan} = await planWith({image: 'shop/web:2.4.1', parallelism: '1'}, {'shop/web:2.4.1': next});

		expect(plan.effects[0]).toBe('web stays on shop/web:2.4.1.');
		expect(plan.refusals).toEqual([]);
	});

	test.each([
		[
			'updating',
			'The rollout under way ends, and another begins at once over the slots of web that are left: 1 at a time',
		],
		['paused', 'The paused rollout goes on at once over the slots of web that are left: 1 at a time'],
	] as const)('a new pace for an update that is %s is for the slots that are left', async (state, sentence) => {
		const template = templateOf('new');
		const image = `shop/web:2.4.1@${old}`;
		const web = service('web', {
			image,
			template,
			updateStatus: updateStatus(state),
			previousSpec: {},
			previousImage: 'shop/web:2.4.0',
		});
		const tasks = runningTasks(web, [leader('mgr1')]).map((task, index) => ({
			...task,
			template: index === 0 ? template : templateOf('old'),
		}));
		const rolling = snapshotOf({nodes: [leader('mgr1')], services: [web], tasks});
		const targets = [serviceTarget(rolling, 'web')];
		const parsed = updateImage.parse({image: 'shop/web:2.4.1', delay: '30s'}, targets);
		const plan = parsed.kind === 'input' ? updateImage.plan(targets, parsed.input, rolling) : undefined;

		expect(plan?.effects[2]).toContain(sentence);
		expect(plan?.forecast).toEqual([
			'2 of 3 slots as things stand, about 1 min 33 s if each starts in 1 s, as before; up to 1 min 55 s if each takes its 10 s to stop.',
		]);
		expect(plan?.warnings).toEqual([
			'`docker service rollback` then returns web to shop/web:2.4.1 as it is now; shop/web:2.4.0 is out of its reach, but skep keeps it for R.',
		]);
	});

	test('a tag for several services changes each its own image', async () => {
		const {plan} = await planWith({image: ':2.5.0'}, {'shop/web:2.5.0': next, 'localhost:5000/shop/api:2.5.0': next}, [
			'web',
			'api',
		]);

		expect(plan.effects.filter(line => line.includes(' -> '))).toEqual([
			'web: shop/web:2.4.1 -> shop/web:2.5.0, pinned to its digest bbbbbb.',
			'api: shop/api:2.4.1 -> shop/api:2.5.0, pinned to its digest bbbbbb.',
		]);
		expect(plan.warnings[0]).toMatch(/^localhost:5000 is another registry on every node/);
	});
});

describe('the registry', () => {
	const signal = new AbortController().signal;

	test('that says nothing is not waited for', async () => {
		expect(await pinImage('shop/web:2', resourcesWith('silent'), signal, 20)).toEqual({
			why: 'the registry did not answer within 0.02 s',
		});
	});

	test('whose credential helper hangs is not waited for either', async () => {
		const resources = resourcesWith({'shop/web:2': next}, () => new Promise(() => {}));

		expect(await pinImage('shop/web:2', resources, signal, 20)).toHaveProperty('why');
	});

	test('is left at once when the dialog is', async () => {
		const leaving = new AbortController();
		const resources = resourcesWith('silent', async () => {
			leaving.abort();
			throw new Error('left');
		});

		await expect(pinImage('shop/web:2', resources, leaving.signal)).rejects.toThrow();
	});
});

describe('the write', () => {
	const header = Buffer.from('{"username":"ci"}').toString('base64url');

	test('carries digest, platforms, settings and login; the journal carries no login', async () => {
		await using lab = await openLab();
		const order = await lab.order(operations.updateImage, ['web'], {image: ':2', parallelism: '3'});
		lab.small.world.images['shop/web:2'] = {Descriptor: {digest: next}, Platforms: platforms};
		const credentials = async (): Promise<RegistryAuth> => ({header});
		const resources = {...lab.resources, credentials};
		const input = await operations.updateImage.prepare?.(order.input, order.targets, resources, order.signal);

		await execute({...order, resources, input});

		expect(lab.small.world.services[0]?.Spec).toMatchObject({
			TaskTemplate: {
				ContainerSpec: {Image: `shop/web:2@${next}`},
				Placement: {Platforms: [{OS: 'linux', Architecture: 'amd64'}]},
			},
			UpdateConfig: {Parallelism: 3},
		});
		expect(lab.writes()[0]?.headers['x-registry-auth']).toBe(header);
		expect(JSON.stringify(lab.journal)).not.toContain(header);
		expect(lab.journal[0]?.input).toMatchObject({typed: ':2', policy: {parallelism: 3}});
	});

	test('of settings alone leaves image and platforms as they are', async () => {
		await using lab = await openLab();
		const template = {Placement: {Platforms: [{OS: 'linux', Architecture: 'amd64'}]}};
		lab.small.change(({services}) => Object.assign(services[0]?.Spec.TaskTemplate ?? {}, template));

		await execute(await lab.order(operations.updateImage, ['web'], {order: 'start-first'}));

		expect(lab.small.world.services[0]?.Spec).toMatchObject({
			TaskTemplate: {ContainerSpec: {Image: 'shop/web:1'}, ...template},
			UpdateConfig: {
				Parallelism: 1,
				Delay: 0,
				Monitor: 5e9,
				FailureAction: 'pause',
				MaxFailureRatio: 0,
				Order: 'start-first',
			},
		});
	});

	test('over an image that someone else set meanwhile is asked about', async () => {
		await using lab = await openLab();
		const order = await lab.order(operations.updateImage, ['web'], {image: ':2'});
		lab.small.change(({services}) =>
			Object.assign(services[0]?.Spec.TaskTemplate.ContainerSpec ?? {}, {Image: 'shop/web:9'}),
		);

		const [result] = await execute(order);

		expect(result?.outcome).toMatchObject({kind: 'changed', sentence: expect.stringContaining('shop/web:9')});
	});
});
