import {describe, expect, test} from 'vitest';
import type {Rewrite} from '../../../source/swarm/foresight/rewrite.ts';
import {changesForesight} from '../../../source/swarm/foresight/several.ts';
import type {Service} from '../../../source/swarm/service.ts';
import type {Task} from '../../../source/swarm/task.ts';
import {
	ago,
	node,
	now,
	policy,
	replicated,
	runningTasks,
	service,
	snapshotOf,
	task,
	templateOf,
	updateStatus,
} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;
const memory = (gib: number) => ({cpus: 0, memoryBytes: gib * gibibyte});
const nodes = [node('w1'), node('w2')];
const [good, bad] = [templateOf('shop/web:1'), templateOf('shop/web:2')];

const web = service('web', {mode: replicated(3), template: bad, image: 'shop/web:2', updatedAt: ago(600)});
const running = runningTasks(web, nodes);

const foresee = (before: Service, tasks: readonly Task[], change: Partial<Rewrite> & Pick<Rewrite, 'wanted'>) =>
	changesForesight(
		snapshotOf({nodes, services: [before], tasks}),
		[{kind: 'change', before, replaced: 'unlike', ...change}],
		now,
	);

const waiting = (of: Service, slot: number, changes: Partial<Task> = {}) =>
	task(`${of.name}-waits-${slot}`, {
		serviceId: of.id,
		slot,
		nodeId: undefined,
		state: 'pending',
		template: of.template,
		reservations: of.reservations,
		createdAt: ago(60),
		error: 'no suitable node (insufficient resources on 2 nodes)',
		...changes,
	});

describe('a way back', () => {
	const wanted = {...web, template: good, image: 'shop/web:1'};

	test('replaces what is not made from what it leads to, and nothing else', () => {
		const half = running.map((one, at) => (at === 0 ? {...one, template: good} : one));

		expect(foresee(web, half, {wanted, isRollback: true})).toMatchObject({
			stays: 1,
			moves: [{tasks: 2, rolled: {slots: 2, more: 0}, living: {before: 3, during: 2, after: {least: 3, most: 3}}}],
		});
	});

	test('by the engine goes by the settings for rollbacks of the spec that it leads to', () => {
		const all = {...wanted, update: policy({parallelism: 1}), rollback: policy({parallelism: 0})};

		expect(foresee(web, running, {wanted: all, isRollback: true})?.down).toMatchObject([{living: {during: 0}}]);
		expect(foresee(web, running, {wanted: all})?.moves).toMatchObject([{living: {during: 2}}]);
	});

	test('to what asks for more than there is stands still', () => {
		const large = {...wanted, reservations: memory(9)};

		expect(foresee(web, running, {wanted: large, isRollback: true})?.stuck).toMatchObject([
			{stuck: {least: 1, most: 1}, text: 'no suitable node (insufficient resources on 2 nodes)'},
		]);
	});

	test('by the engine leaves what waits in the queue; any other write makes Swarm forget it', () => {
		const big = {...web, reservations: memory(9)};
		const tasks = [waiting(big, 1), ...running.slice(1)];
		const same = {...big, update: policy({parallelism: 3})};

		expect(foresee(big, tasks, {wanted: same, isRollback: true})?.waiting).toMatchObject([
			{before: 1, after: {least: 1, most: 1}, isForgotten: false},
		]);
		expect(foresee(big, tasks, {wanted: same})?.waiting).toMatchObject([{before: 1, isForgotten: true}]);
	});

	test('by the engine begins slots anew that have given up', () => {
		const tasks = [
			...running.slice(1).map(one => ({...one, template: good})),
			{...(running[0] as Task), state: 'failed' as const, desiredState: 'shutdown' as const},
		];

		expect(foresee(web, tasks, {wanted, isRollback: true})?.starts).toMatchObject([{rolled: {slots: 0, more: 1}}]);
		expect(foresee(web, tasks, {wanted})?.starts).toEqual([]);
	});

	test('starts what waited in vain', () => {
		const one = {...web, mode: replicated(1)};
		const foresight = foresee(one, [waiting(one, 1)], {wanted: {...wanted, mode: replicated(1)}, isRollback: true});

		expect(foresight?.moves).toMatchObject([
			{rolled: {slots: 1, idle: 1}, living: {before: 0, after: {least: 1, most: 1}}},
		]);
	});

	test('counts a task on each node that a global service comes to, where it left others', () => {
		const agent = {...web, mode: {kind: 'global'} as const, constraints: ['node.hostname==w1']};
		const [on1] = runningTasks(agent, nodes);
		const alone = [{...on1, slot: undefined} as Task];
		const back = {...agent, template: good, image: 'shop/web:1', constraints: ['node.hostname==w2']};

		expect(foresee(agent, alone, {wanted: back, isRollback: true})?.stops).toMatchObject([
			{tasks: 1, living: {before: 1, after: {least: 1, most: 1}}},
		]);
	});

	test('takes replicas along', () => {
		const fewer = {...wanted, mode: replicated(1)};
		const foresight = foresee(web, running, {wanted: fewer, isRollback: true});

		expect(foresight?.stops).toMatchObject([{tasks: 2}]);
		expect(foresight?.down).toMatchObject([{tasks: 1}]);
	});
});

describe('going on with a paused update', () => {
	const paused = {...web, updateStatus: updateStatus('paused'), update: policy({order: 'start-first'})};

	test('replaces the slots that are left', () => {
		const half = running.map((one, at) => (at === 0 ? one : {...one, template: good}));

		expect(foresee(paused, half, {wanted: paused})).toMatchObject({stays: 1, moves: [{tasks: 2}]});
	});

	test('stops an old task beside a new one that waits, and forgets that', () => {
		const big = {...paused, reservations: memory(9)};
		const old = {...(running[0] as Task), template: good};
		const foresight = foresee(big, [old, waiting(big, old.slot ?? 1), ...running.slice(1)], {wanted: big});

		expect(foresight?.moves).toMatchObject([{rolled: {dropped: 1}, living: {before: 3, after: {least: 2, most: 2}}}]);
		expect(foresight?.waiting).toMatchObject([{isForgotten: true}]);
	});
});
