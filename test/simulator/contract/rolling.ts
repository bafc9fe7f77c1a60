import {expect} from 'vitest';
import type {RawTask} from '../../../source/engine/decode/raw.ts';
import type {ContractCase} from './case.ts';
import {
	change,
	create,
	inspect,
	restartSoon,
	rollBack,
	seconds,
	specOf,
	tasksBy,
	updateConfig,
	withImage,
	withReplicas,
} from './services.ts';
import type {ContractSwarm} from './swarm.ts';
import {
	alive,
	type Frame,
	histories,
	imageOf,
	isWhole,
	lastOf,
	running,
	untilUpdate,
	untilWhole,
	updateStates,
	watch,
} from './watching.ts';

const replaced = 'web:1 shutdown, web:2 running';

const started = async (swarm: ContractSwarm, name: string, replicas: number, more: object = {}) => {
	const spec = specOf(swarm.name(name), replicas, {
		UpdateConfig: updateConfig(),
		RollbackConfig: updateConfig(),
		...more,
	});
	const id = await create(swarm, spec);
	await untilWhole(swarm, id, replicas);
	return id;
};

const fate = ({Status, DesiredState}: RawTask) => `${Status?.State}/${DesiredState}`;

const fewest = (frames: readonly Frame[], count: (frame: Frame) => number) => Math.min(...frames.map(count));

const createdAt = (task?: RawTask) => Date.parse(task?.CreatedAt ?? '');
const reachedAt = (task?: RawTask) => Date.parse(task?.Status?.Timestamp ?? '');

const newOnes = ({tasks}: Frame) => tasks.filter(task => imageOf(task) === 'web:2');

/** Updates that go well, and what else is written while they do. */
export const rolling: readonly ContractCase[] = [
	{
		name: 'a rolling update goes two by two, waits in between, and completes',
		run: async swarm => {
			const id = await started(swarm, 'waves', 4, {UpdateConfig: updateConfig({Parallelism: 2, Delay: seconds(6)})});
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			const under = lastOf(await untilUpdate(swarm, id, 'updating')).service;
			expect(under.UpdateStatus?.Message).toBe('update in progress');
			const frames = await untilUpdate(swarm, id, 'completed');
			expect(updateStates(frames)).toEqual(['updating', 'completed']);
			expect(lastOf(frames).service.UpdateStatus).toMatchObject({
				Message: 'update completed',
				StartedAt: expect.any(String),
				CompletedAt: expect.any(String),
			});
			expect(histories(frames)).toEqual([replaced, replaced, replaced, replaced]);
			// By the engine's own times, as nobody may look just then: two start together, and no third until the delay is over.
			const [first, second, third] = newOnes(lastOf(frames)).sort((one, other) => createdAt(one) - createdAt(other));
			expect(createdAt(second)).toBeLessThan(reachedAt(first));
			expect(createdAt(third) - Math.min(reachedAt(first), reachedAt(second))).toBeGreaterThanOrEqual(6000);
			expect(fewest(frames, ({tasks}) => running(tasks).length)).toBeGreaterThanOrEqual(2);
			expect((await inspect(swarm, id)).PreviousSpec?.TaskTemplate?.ContainerSpec?.Image).toMatch(/web:1$/);
		},
	},
	{
		name: 'up to date are the tasks of the spec as it is',
		run: async swarm => {
			const id = await started(swarm, 'current', 3, {UpdateConfig: updateConfig({Delay: seconds(90)})});
			const filter = {service: [id], '_up-to-date': ['true']};
			expect(await tasksBy(swarm, filter)).toHaveLength(3);
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			expect((await tasksBy(swarm, filter)).map(imageOf)).not.toContain('web:1');
			await watch(swarm, id, 'one is replaced', frame => running(newOnes(frame)).length === 1);
			expect((await tasksBy(swarm, filter)).map(imageOf)).toEqual(['web:2']);
		},
	},
	{
		name: 'start-first starts the new task before the old one is told to stop',
		run: async swarm => {
			const id = await started(swarm, 'overlap', 3, {UpdateConfig: updateConfig({Order: 'start-first'})});
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			const frames = await watch(
				swarm,
				id,
				'it is complete',
				frame => frame.service.UpdateStatus?.State === 'completed' && isWhole(3)(frame),
			);
			expect(fewest(frames, ({tasks}) => alive(tasks).length)).toBe(3);
			expect(histories(frames)).toEqual([replaced, replaced, replaced]);
			const slots = Map.groupBy(lastOf(frames).tasks, ({Slot}) => Slot);
			for (const [first, second] of slots.values()) {
				const [before, after] = imageOf(first ?? {}) === 'web:1' ? [first, second] : [second, first];
				expect(reachedAt(after)).toBeLessThanOrEqual(reachedAt(before));
			}
		},
	},
	{
		name: 'writing the same spec clears the status and goes to the status of nothing',
		run: async swarm => {
			const id = await started(swarm, 'noop', 1);
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			await untilUpdate(swarm, id, 'completed');
			await change(swarm, id, spec => spec);
			const after = await inspect(swarm, id);
			expect(after.UpdateStatus).toBeUndefined();
			expect(after.PreviousSpec).toEqual(after.Spec);
		},
	},
	{
		name: 'writing the same spec during an update loses its status, and the update goes on',
		run: async swarm => {
			const id = await started(swarm, 'lost', 3, {UpdateConfig: updateConfig({Delay: seconds(8)})});
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			await untilUpdate(swarm, id, 'updating');
			await change(swarm, id, spec => spec);
			const frames = await watch(swarm, id, 'all are new', frame => running(newOnes(frame)).length === 3);
			expect(updateStates(frames)).toEqual(['none']);
		},
	},
	{
		name: 'scaling during an update starts its count again for what is left',
		run: async swarm => {
			const id = await started(swarm, 'grown', 3, {UpdateConfig: updateConfig({Delay: seconds(8)})});
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			const first = lastOf(await watch(swarm, id, 'one is new', frame => running(newOnes(frame)).length >= 1));
			await change(swarm, id, spec => withReplicas(spec, 4));
			const frames = await untilUpdate(swarm, id, 'completed');
			const last = lastOf(frames).service;
			expect(last.UpdateStatus?.StartedAt).not.toBe(first.service.UpdateStatus?.StartedAt);
			expect(last.PreviousSpec?.Mode?.Replicated?.Replicas).toBe(3);
			expect(running(newOnes(lastOf(frames)))).toHaveLength(4);
		},
	},
	{
		name: 'labels and update settings replace no task',
		run: async swarm => {
			const id = await started(swarm, 'labelled', 2);
			await change(swarm, id, spec => ({...spec, Labels: {team: 'a'}, UpdateConfig: updateConfig({Parallelism: 0})}));
			await swarm.pass(1500);
			const frames = await untilWhole(swarm, id, 2);
			expect(lastOf(frames).tasks).toHaveLength(2);
			expect(lastOf(frames).service).toMatchObject({Spec: {Labels: {team: 'a'}}});
			expect(lastOf(frames).service.UpdateStatus).toBeUndefined();
		},
	},
	{
		name: 'a forced update replaces every task by one of the same image',
		run: async swarm => {
			const id = await started(swarm, 'forced', 2);
			await change(swarm, id, spec => ({...spec, TaskTemplate: {...spec.TaskTemplate, ForceUpdate: 1}}));
			const frames = await untilUpdate(swarm, id, 'completed');
			const again = 'web:1 shutdown, web:1 running';
			expect(histories(frames)).toEqual([again, again]);
		},
	},
	{
		name: 'a manual rollback rolls by its own settings, and says so',
		run: async swarm => {
			// Watched for long enough to be seen under way.
			const RollbackConfig = updateConfig({Order: 'start-first', Monitor: seconds(12)});
			const id = await started(swarm, 'back', 2, {RollbackConfig});
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			await untilUpdate(swarm, id, 'completed');
			await rollBack(swarm, id);
			const frames = await watch(
				swarm,
				id,
				'it is rolled back',
				frame => frame.service.UpdateStatus?.State === 'rollback_completed' && isWhole(2)(frame),
			);
			const states = frames.flatMap(({service}) => service.UpdateStatus ?? []);
			expect(states[0]).toMatchObject({State: 'rollback_started', Message: 'manually requested rollback'});
			expect(states.at(-1)).toMatchObject({Message: 'rollback completed', CompletedAt: expect.any(String)});
			expect(fewest(frames, ({tasks}) => alive(tasks).length)).toBe(2);
			expect(running(lastOf(frames).tasks).map(imageOf)).toEqual(['web:1', 'web:1']);
		},
	},
	{
		name: 'a new task that fits nowhere is ended by the next spec, and waits for good after a rollback',
		run: async swarm => {
			const id = await started(swarm, 'nowhere', 1, {UpdateConfig: updateConfig({Order: 'start-first'})});
			// No constraint: any write to its node would have the managers end the old task, too.
			const logBy = (LogDriver?: {readonly Name: string}) =>
				change(swarm, id, spec => ({...spec, TaskTemplate: {...spec.TaskTemplate, LogDriver}}));
			const untilStates = (what: string, ...states: readonly string[]) =>
				watch(swarm, id, what, ({tasks}) => tasks.map(fate).sort().join() === states.join());

			await logBy({Name: 'carrier-pigeon'});
			await untilStates('it is stuck', 'pending/running', 'running/running');
			await logBy();
			await untilStates('it is ended', 'running/running', 'shutdown/shutdown');
			await untilUpdate(swarm, id, 'completed');

			await logBy({Name: 'carrier-pigeon'});
			await untilStates('it is stuck again', 'pending/running', 'running/running', 'shutdown/shutdown');
			await rollBack(swarm, id);
			await untilUpdate(swarm, id, 'rollback_completed');
			await untilStates('it is left', 'pending/shutdown', 'running/running', 'shutdown/shutdown');
		},
	},
	{
		name: 'a restart delay holds a replacement back, not an update',
		run: async swarm => {
			const TaskTemplate = {...specOf('', 1).TaskTemplate, RestartPolicy: {...restartSoon, Delay: seconds(60)}};
			const id = await started(swarm, 'patient', 1, {TaskTemplate});
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			await untilUpdate(swarm, id, 'completed');
			await untilWhole(swarm, id, 1);
		},
	},
];
