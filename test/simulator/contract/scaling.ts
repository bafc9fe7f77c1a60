import {expect} from 'vitest';
import type {RawTask} from '../../../source/engine/decode/raw.ts';
import type {ContractCase} from './case.ts';
import {
	change,
	create,
	image,
	inspect,
	restartSoon,
	rollBack,
	specOf,
	statusOf,
	tasksBy,
	tasksOf,
	withReplicas,
} from './services.ts';
import {
	alive,
	histories,
	isWhole,
	lastOf,
	stateOf,
	until,
	untilWhole,
	updateStates,
	watch,
	withoutRepeats,
} from './watching.ts';

const order = ['new', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'];

const slots = (tasks: readonly {readonly Slot?: number}[]) => tasks.map(({Slot}) => Slot).sort();

/** Failed, and known to be: the orchestrator has looked at it. */
const isOver = (task: RawTask) => stateOf(task) === 'failed' && task.DesiredState === 'shutdown';

/** Replicas come and go. */
export const scaling: readonly ContractCase[] = [
	{
		name: 'three replicas start, each going through the states in their order',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('three'), 3));
			const frames = await untilWhole(swarm, id, 3);
			expect(slots(lastOf(frames).tasks)).toEqual([1, 2, 3]);
			for (const slot of [1, 2, 3]) {
				const states = frames.flatMap(({tasks}) => tasks.filter(({Slot}) => Slot === slot).map(stateOf));
				const seen = withoutRepeats(states).map(state => order.indexOf(state));
				expect(seen).toEqual(seen.toSorted((one, other) => one - other));
				expect(seen).not.toContain(-1);
			}
			expect(await statusOf(swarm, id)).toEqual({RunningTasks: 3, DesiredTasks: 3, CompletedTasks: 0});
			expect((await inspect(swarm, id)).UpdateStatus).toBeUndefined();
		},
	},
	{
		name: 'a running task says where and what it is',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('facts'), 1));
			// A node may write that it runs once more, in other words: both answers are taken together.
			const task = await until(swarm, 'a list and a look agree', async () => {
				const [listed] = lastOf(await untilWhole(swarm, id, 1)).tasks;
				expect((await swarm.ask('GET', `/tasks/${listed?.ID}`)).json).toEqual(listed);
				return listed;
			});
			expect(task).toMatchObject({
				ServiceID: id,
				Slot: 1,
				DesiredState: 'running',
				NodeID: expect.stringMatching(/^[a-z0-9]{25}$/),
				Status: {
					State: 'running',
					Message: 'started',
					ContainerStatus: {ContainerID: expect.stringMatching(/^[0-9a-f]{64}$/), PID: expect.any(Number), ExitCode: 0},
					PortStatus: {},
				},
			});
			expect(await tasksBy(swarm, {node: [task.NodeID], service: [id]})).toHaveLength(1);
			expect(await tasksBy(swarm, {'desired-state': ['shutdown'], service: [id]})).toEqual([]);
		},
	},
	{
		name: 'scaling adds and removes slots, keeps the others, and is no update',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('scaled'), 2));
			const before = lastOf(await untilWhole(swarm, id, 2)).tasks.map(({ID}) => ID);
			await change(swarm, id, spec => withReplicas(spec, 5));
			const up = await untilWhole(swarm, id, 5);
			expect(lastOf(up).tasks.map(({ID}) => ID)).toEqual(expect.arrayContaining(before));
			expect(slots(lastOf(up).tasks)).toEqual([1, 2, 3, 4, 5]);
			await change(swarm, id, spec => withReplicas(spec, 1));
			// Without history: the tasks of a slot that is gone go with it.
			const down = await watch(
				swarm,
				id,
				'one task is left',
				({tasks}) => tasks.length === 1 && alive(tasks).length === 1,
			);
			expect(updateStates([...up, ...down])).toEqual(['none']);
			expect(await statusOf(swarm, id)).toMatchObject({RunningTasks: 1, DesiredTasks: 1});
		},
	},
	{
		name: 'a removed replica is wanted removed, and not shut down',
		run: async swarm => {
			const TaskTemplate = {
				ContainerSpec: {...specOf('', 1).TaskTemplate.ContainerSpec, StopSignal: 'SIGUSR1', StopGracePeriod: 30e9},
			};
			const id = await create(swarm, specOf(swarm.name('slow-end'), 1, {TaskTemplate}));
			await untilWhole(swarm, id, 1);
			await change(swarm, id, spec => withReplicas(spec, 0));
			await watch(swarm, id, 'it is to go', ({tasks}) => tasks[0]?.DesiredState === 'remove');
			expect(await statusOf(swarm, id)).toMatchObject({DesiredTasks: 0});
			await watch(swarm, id, 'it is gone', ({tasks}) => tasks.length === 0);
		},
	},
	{
		name: 'every write keeps the spec before it, a scale as well, and rolling back twice is doing it again',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('kept'), 1));
			await change(swarm, id, spec => withReplicas(spec, 2));
			expect((await inspect(swarm, id)).PreviousSpec?.Mode?.Replicated?.Replicas).toBe(1);
			await change(swarm, id, spec => ({...spec, Labels: {team: 'a'}}));
			expect((await inspect(swarm, id)).PreviousSpec).toMatchObject({Labels: {}, Mode: {Replicated: {Replicas: 2}}});
			await rollBack(swarm, id);
			expect(await inspect(swarm, id)).toMatchObject({Spec: {Labels: {}}, PreviousSpec: {Labels: {team: 'a'}}});
			await rollBack(swarm, id);
			expect(await inspect(swarm, id)).toMatchObject({Spec: {Labels: {team: 'a'}}, PreviousSpec: {Labels: {}}});
			await untilWhole(swarm, id, 2);
		},
	},
	{
		name: 'a scaling is rolled back with a status that says so',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('unscaled'), 3));
			await untilWhole(swarm, id, 3);
			await change(swarm, id, spec => withReplicas(spec, 1));
			await untilWhole(swarm, id, 1);
			await rollBack(swarm, id);
			const frames = await watch(
				swarm,
				id,
				'it is rolled back',
				frame => frame.service.UpdateStatus?.State === 'rollback_completed' && isWhole(3)(frame),
			);
			expect(lastOf(frames).service.UpdateStatus).toMatchObject({
				State: 'rollback_completed',
				Message: 'rollback completed',
				CompletedAt: expect.any(String),
			});
		},
	},
	{
		name: 'a container that ends is replaced in its slot, and stays as history',
		run: async swarm => {
			const ContainerSpec = {
				Image: specOf('', 1).TaskTemplate.ContainerSpec?.Image,
				Command: ['sh', '-c', 'sleep 1; exit 3'],
			};
			const TaskTemplate = {ContainerSpec, RestartPolicy: restartSoon};
			const id = await create(swarm, specOf(swarm.name('again'), 1, {TaskTemplate}));
			const frames = await watch(swarm, id, 'two have failed', ({tasks}) => tasks.filter(isOver).length >= 2);
			const failed = lastOf(frames).tasks.find(isOver);
			expect(failed).toMatchObject({
				DesiredState: 'shutdown',
				Slot: 1,
				Status: {Message: 'started', Err: 'task: non-zero exit (3)', ContainerStatus: {ExitCode: 3}},
			});
			expect(histories(frames)[0]).toMatch(/^web:1 .*failed, web:1 .*failed/);
		},
	},
	{
		name: 'a service without a name gets one',
		run: async swarm => {
			const id = await create(swarm, specOf('', 0));
			expect((await inspect(swarm, id)).Spec.Name).toMatch(/^[a-z]+_[a-z]+$/);
		},
	},
	{
		name: 'a container that ends well is over, counts for nothing, and is not started again on failure only',
		run: async swarm => {
			const ContainerSpec = {Image: image('web:1'), Command: ['sh', '-c', 'sleep 1; exit 0']};
			const TaskTemplate = {ContainerSpec, RestartPolicy: {...restartSoon, Condition: 'on-failure'}};
			const id = await create(swarm, specOf(swarm.name('over'), 1, {TaskTemplate}));
			await watch(swarm, id, 'it is complete', ({tasks}) =>
				tasks.some(task => stateOf(task) === 'complete' && task.DesiredState === 'shutdown'),
			);
			await swarm.pass(1000);
			expect(await tasksOf(swarm, id)).toMatchObject([
				{DesiredState: 'shutdown', Status: {State: 'complete', Message: 'finished'}},
			]);
			expect(await statusOf(swarm, id)).toEqual({RunningTasks: 0, DesiredTasks: 1, CompletedTasks: 0});
		},
	},
];
