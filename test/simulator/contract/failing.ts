import {expect} from 'vitest';
import type {ContractCase} from './case.ts';
import {
	change,
	create,
	image,
	inspect,
	restartSoon,
	rollBack,
	seconds,
	specOf,
	tasksOf,
	updateConfig,
	withImage,
} from './services.ts';
import type {ContractSwarm, SeenEvents} from './swarm.ts';
import {
	alive,
	histories,
	imageOf,
	lastOf,
	running,
	until,
	untilUpdate,
	untilWhole,
	updateStates,
	watch,
} from './watching.ts';

const started = async (swarm: ContractSwarm, name: string, replicas: number, more: object = {}) => {
	const TaskTemplate = {...specOf('', 1).TaskTemplate, RestartPolicy: restartSoon};
	// A busy machine tells of a crash late: the next slot has to wait for longer than that.
	const config = updateConfig({Monitor: seconds(12), Delay: seconds(8)});
	const settings = {TaskTemplate, UpdateConfig: config, RollbackConfig: updateConfig(), ...more};
	const id = await create(swarm, specOf(swarm.name(name), replicas, settings));
	await untilWhole(swarm, id, replicas);
	return id;
};

/** No second slot is touched before the first has failed, however late that is heard of. */
const oneSlot = updateConfig({Monitor: seconds(12), Delay: seconds(40)});

/** What was told of an update, or of its rollback. */
const statesIn = ({seen}: SeenEvents, id: string) =>
	seen.flatMap(({Actor}) => (Actor?.ID === id ? (Actor.Attributes?.['updatestate.new'] ?? []) : []));

const old = (tasks: Parameters<typeof running>[0]) => running(tasks).filter(task => imageOf(task) === 'web:1');

const earlyEnd = /^update paused due to failure or early termination of task [a-z0-9]{25}$/;

/** Updates that fail, and what can be done about them. */
export const failing: readonly ContractCase[] = [
	{
		name: 'a failing update pauses, and its broken task is restarted on and on',
		run: async swarm => {
			// So many attempts are all kept: the one that failed first, too, however late it is looked for.
			const TaskTemplate = {...specOf('', 1).TaskTemplate, RestartPolicy: {...restartSoon, MaxAttempts: 60}};
			const id = await started(swarm, 'paused', 3, {TaskTemplate, UpdateConfig: oneSlot});
			const seen = await swarm.events();
			await change(swarm, id, spec => withImage(spec, 'web:bad'));
			const frames = await untilUpdate(swarm, id, 'paused');
			const {UpdateStatus} = lastOf(frames).service;
			await until(swarm, 'both states are told of', async () => statesIn(seen, id).join() === 'updating,paused');
			expect(UpdateStatus?.Message).toMatch(earlyEnd);
			expect(UpdateStatus?.CompletedAt).toBeUndefined();
			const culprit = lastOf(frames).tasks.find(({ID}) => UpdateStatus?.Message?.endsWith(ID ?? '-'));
			expect(culprit).toMatchObject({Status: {State: 'failed', Err: 'task: non-zero exit (3)'}});
			await watch(
				swarm,
				id,
				'it is restarted',
				({tasks}) => tasks.filter(task => imageOf(task) === 'web:bad').length >= 3,
			);
			expect(old(await tasksOf(swarm, id))).toHaveLength(2);
			expect(updateStates([{service: await inspect(swarm, id), tasks: []}])).toEqual(['paused']);
		},
	},
	{
		name: 'a paused update is rolled back by hand, touching only what had changed',
		run: async swarm => {
			const id = await started(swarm, 'undone', 3, {UpdateConfig: oneSlot});
			const before = (await tasksOf(swarm, id)).map(({ID}) => ID);
			await change(swarm, id, spec => withImage(spec, 'web:bad'));
			await untilUpdate(swarm, id, 'paused');
			await rollBack(swarm, id);
			await untilUpdate(swarm, id, 'rollback_completed');
			const {tasks} = lastOf(await untilWhole(swarm, id, 3));
			expect(alive(tasks).map(imageOf)).toEqual(['web:1', 'web:1', 'web:1']);
			expect(alive(tasks).filter(({ID}) => before.includes(ID))).toHaveLength(2);
		},
	},
	{
		name: 'writing the same spec resumes a paused update, and the way back is lost',
		run: async swarm => {
			// A pause that comes late lets another slot through: where none is left to replace, a write resumes nothing.
			const id = await started(swarm, 'resumed', 4);
			await change(swarm, id, spec => withImage(spec, 'web:bad'));
			const {tasks} = lastOf(await untilUpdate(swarm, id, 'paused'));
			expect(old(tasks).length).toBeGreaterThan(0);
			const events = await swarm.events();
			// The paused updater first waits out its delay: a write before that is forgotten.
			await until(swarm, 'the update goes on', async () => {
				await change(swarm, id, spec => spec);
				await swarm.pass(5000);
				return statesIn(events, id).includes('updating');
			});
			const {PreviousSpec} = await inspect(swarm, id);
			expect(PreviousSpec?.TaskTemplate?.ContainerSpec?.Image).toMatch(/web:bad$/);
			await untilUpdate(swarm, id, 'paused');
		},
	},
	{
		name: 'continue goes on over failures, and completes',
		run: async swarm => {
			const config = updateConfig({FailureAction: 'continue', Monitor: seconds(4)});
			const id = await started(swarm, 'stubborn', 2, {UpdateConfig: config});
			await change(swarm, id, spec => withImage(spec, 'web:bad'));
			await untilUpdate(swarm, id, 'updating');
			const frames = await untilUpdate(swarm, id, 'completed');
			expect(updateStates(frames)).toEqual(['updating', 'completed']);
			expect(old(lastOf(frames).tasks)).toHaveLength(0);
		},
	},
	{
		name: 'a failing update rolls back by itself, and leaves nothing to roll back to',
		run: async swarm => {
			const config = updateConfig({FailureAction: 'rollback', Monitor: seconds(12), Delay: seconds(8)});
			const id = await started(swarm, 'self', 3, {UpdateConfig: config});
			const seen = await swarm.events();
			await change(swarm, id, spec => withImage(spec, 'web:bad'));
			await untilUpdate(swarm, id, 'rollback_completed');
			const {service, tasks} = lastOf(await untilWhole(swarm, id, 3));
			expect(running(tasks).map(imageOf)).toEqual(['web:1', 'web:1', 'web:1']);
			expect(service.UpdateStatus?.Message).toBe('rollback completed');
			expect(service.PreviousSpec).toBeUndefined();
			await until(swarm, 'three states are told of', async () => statesIn(seen, id).length >= 3);
			expect(statesIn(seen, id)).toEqual(['updating', 'rollback_started', 'rollback_completed']);
		},
	},
	{
		name: 'a failing rollback pauses',
		run: async swarm => {
			const RollbackConfig = updateConfig({Monitor: seconds(12), FailureAction: 'pause'});
			const id = await started(swarm, 'twice', 1, {RollbackConfig});
			await change(swarm, id, spec => withImage(spec, 'web:bad'));
			await untilUpdate(swarm, id, 'paused');
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			await untilUpdate(swarm, id, 'completed');
			await rollBack(swarm, id);
			const {UpdateStatus} = lastOf(await untilUpdate(swarm, id, 'rollback_paused')).service;
			expect(UpdateStatus?.Message).toMatch(earlyEnd);
		},
	},
	{
		name: 'an update within the failure ratio goes on',
		run: async swarm => {
			const config = updateConfig({MaxFailureRatio: 1, Monitor: seconds(2)});
			const id = await started(swarm, 'tolerant', 2, {UpdateConfig: config});
			await change(swarm, id, spec => withImage(spec, 'web:bad'));
			const frames = await untilUpdate(swarm, id, 'completed');
			expect(updateStates(frames)).not.toContain('paused');
		},
	},
	{
		name: 'an update that no node takes stays updating',
		run: async swarm => {
			const id = await started(swarm, 'stuck', 2);
			// No constraint: any write to their nodes would have the managers end the old tasks, too.
			await change(swarm, id, ({TaskTemplate, ...spec}) => ({
				...spec,
				TaskTemplate: {...TaskTemplate, LogDriver: {Name: 'carrier-pigeon'}},
			}));
			await watch(swarm, id, 'one is pending, in these words', ({tasks}) =>
				tasks.some(
					({Status}) =>
						Status?.State === 'pending' &&
						Status.Message === 'pending task scheduling' &&
						Status.Err === 'no suitable node (missing plugin on 5 nodes)',
				),
			);
			await watch(swarm, id, 'one has stopped', ({tasks}) => old(tasks).length === 1);
			await swarm.pass(5000);
			expect((await inspect(swarm, id)).UpdateStatus).toMatchObject({State: 'updating', Message: 'update in progress'});
			expect(old(await tasksOf(swarm, id))).toHaveLength(1);
		},
	},
	{
		name: 'a service whose attempts are used up gives up, without a word',
		run: async swarm => {
			const TaskTemplate = {
				ContainerSpec: {Image: image('crash:1')},
				RestartPolicy: {Condition: 'any', Delay: seconds(0.1), MaxAttempts: 2},
			};
			const id = await create(swarm, specOf(swarm.name('spent'), 1, {TaskTemplate}));
			const isOver = (tasks: readonly {readonly DesiredState?: string}[]) =>
				tasks.length === 3 && tasks.every(({DesiredState}) => DesiredState === 'shutdown');
			const frames = await watch(
				swarm,
				id,
				'it has given up',
				({tasks}) => isOver(tasks) && tasks.every(({Status}) => Status?.State === 'failed'),
			);
			expect(histories(frames)[0]?.match(/failed/g)).toHaveLength(3);
			await swarm.pass(2000);
			expect(isOver(await tasksOf(swarm, id))).toBe(true);
		},
	},
];
