import {expect} from 'vitest';
import type {ContractCase} from './case.ts';
import {change, create, image, inspect, restartSoon, seconds, specOf, statusOf, tasksOf} from './services.ts';
import type {ContractSwarm} from './swarm.ts';
import {lastOf, running, stateOf, until, watch} from './watching.ts';

const job = (name: string, mode: object, command: string, more: object = {}) => ({
	...specOf(name, 1),
	TaskTemplate: {
		ContainerSpec: {Image: image('web:1'), Command: ['sh', '-c', command]},
		RestartPolicy: {Condition: 'none'},
		...more,
	},
	Mode: mode,
});

const untilComplete = (swarm: ContractSwarm, id: string, count: number) =>
	watch(
		swarm,
		id,
		`${count} are complete`,
		({tasks}) => tasks.filter(task => stateOf(task) === 'complete').length === count,
	);

/** Services that end, and what is kept of what has ended. */
export const jobs: readonly ContractCase[] = [
	{
		name: 'a replicated job runs so many at once until enough are complete, and keeps them',
		run: async swarm => {
			const mode = {ReplicatedJob: {MaxConcurrent: 2, TotalCompletions: 5}};
			const id = await create(swarm, job(swarm.name('job'), mode, 'sleep 1; exit 0'));
			const frames = await untilComplete(swarm, id, 5);
			expect(Math.max(...frames.map(({tasks}) => running(tasks).length))).toBeLessThanOrEqual(2);
			const {tasks, service} = lastOf(frames);
			// The first slot is 0, which the API leaves out.
			expect(tasks.map(({Slot}) => Slot).sort()).toEqual([1, 2, 3, 4, undefined]);
			for (const task of tasks) {
				expect(task.DesiredState).toBe('complete');
				expect(task.JobIteration).toEqual(service.JobStatus?.JobIteration);
				expect(task.Status).toMatchObject({Message: 'finished', ContainerStatus: {ExitCode: 0}});
			}
			expect(await statusOf(swarm, id)).toEqual({RunningTasks: 0, DesiredTasks: 2, CompletedTasks: 5});
		},
	},
	{
		name: 'writing to a job with a force runs it again, as the next iteration',
		run: async swarm => {
			const mode = {ReplicatedJob: {MaxConcurrent: 1, TotalCompletions: 1}};
			const id = await create(swarm, job(swarm.name('again'), mode, 'sleep 0.5; exit 0'));
			const first = lastOf(await untilComplete(swarm, id, 1)).service.JobStatus?.JobIteration?.Index ?? 0;
			await change(swarm, id, spec => ({...spec, TaskTemplate: {...spec.TaskTemplate, ForceUpdate: 1}}));
			const next = (await inspect(swarm, id)).JobStatus?.JobIteration?.Index ?? 0;
			expect(next).toBeGreaterThan(first);
			await until(swarm, 'the second run is complete', async () => {
				const ofNext = (await tasksOf(swarm, id)).filter(({JobIteration}) => (JobIteration?.Index ?? 0) === next);
				return ofNext.length === 1 && ofNext.every(task => stateOf(task) === 'complete');
			});
			expect(await statusOf(swarm, id)).toMatchObject({CompletedTasks: 1});
		},
	},
	{
		name: 'a job that fails is tried again where its restart policy says so',
		run: async swarm => {
			const mode = {ReplicatedJob: {MaxConcurrent: 1, TotalCompletions: 1}};
			const more = {RestartPolicy: {...restartSoon, Condition: 'on-failure', MaxAttempts: 2}};
			const id = await create(swarm, job(swarm.name('failing'), mode, 'exit 4', more));
			await watch(
				swarm,
				id,
				'three have failed',
				({tasks}) => tasks.filter(task => stateOf(task) === 'failed').length === 3,
			);
			await swarm.pass(1500);
			expect((await tasksOf(swarm, id)).map(({Status}) => Status?.Err)).toEqual(
				Array(3).fill('task: non-zero exit (4)'),
			);
			expect(await statusOf(swarm, id)).toMatchObject({CompletedTasks: 0});
		},
	},
	{
		name: 'a global job runs once on every node',
		run: async swarm => {
			const id = await create(swarm, job(swarm.name('everywhere'), {GlobalJob: {}}, 'sleep 45; exit 0'));
			await watch(swarm, id, 'all run', ({tasks}) => running(tasks).length === 5);
			expect(await statusOf(swarm, id)).toEqual({RunningTasks: 5, DesiredTasks: 5, CompletedTasks: 0});
			const {tasks} = lastOf(await untilComplete(swarm, id, 5));
			expect(new Set(tasks.map(({NodeID}) => NodeID)).size).toBe(5);
			// Only what is still to be done is desired.
			expect(await statusOf(swarm, id)).toEqual({RunningTasks: 0, DesiredTasks: 0, CompletedTasks: 5});
		},
	},
	{
		name: 'a slot keeps the history that the swarm allows it',
		run: async swarm => {
			const TaskTemplate = {
				ContainerSpec: {Image: image('web:1'), Command: ['sh', '-c', 'exit 1']},
				RestartPolicy: {Condition: 'any', Delay: seconds(0.05)},
			};
			const id = await create(swarm, specOf(swarm.name('history'), 1, {TaskTemplate}));
			const seen = new Set<string | undefined>();
			const frames = await watch(swarm, id, 'nine have come', ({tasks}) => {
				for (const {ID} of tasks) {
					seen.add(ID);
				}
				return seen.size >= 9;
			});
			// The reaper comes a quarter of a second after the next task: there may be two more for a moment.
			const most = Math.max(...frames.map(({tasks}) => tasks.length));
			expect(most).toBeGreaterThanOrEqual(5);
			expect(most).toBeLessThanOrEqual(8);
		},
	},
];
