import {expect} from 'vitest';
import type {ContractCase} from './case.ts';
import {changeNode, nodeNamed, untilNode, withNode} from './nodes.ts';
import {change, create, specOf, statusOf, tasksOf} from './services.ts';
import type {ContractSwarm} from './swarm.ts';
import {alive, type Frame, isWhole, lastOf, running, stateOf, until, untilWhole, watch} from './watching.ts';

const placed = (constraint: string) => ({
	TaskTemplate: {...specOf('', 1).TaskTemplate, Placement: {Constraints: [constraint]}},
});

const everywhere = {Mode: {Global: {}}};

const nodesOf = async (swarm: ContractSwarm, id: string) => alive(await tasksOf(swarm, id)).map(({NodeID}) => NodeID);

const first = (swarm: ContractSwarm) => swarm.workers[0] ?? '';
const second = (swarm: ContractSwarm) => swarm.workers[1] ?? '';

/** Nodes that change under running services. These cases have the swarm to themselves. */
export const placement: readonly ContractCase[] = [
	{
		name: 'replicas spread over the nodes, and a global service has one on each',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('spread'), 5));
			await untilWhole(swarm, id, 5);
			expect(new Set(await nodesOf(swarm, id)).size).toBe(5);
			const all = await create(swarm, specOf(swarm.name('global'), 1, everywhere));
			const {tasks} = lastOf(await untilWhole(swarm, all, 5));
			expect(new Set(tasks.map(({NodeID}) => NodeID)).size).toBe(5);
			expect(tasks.map(({Slot}) => Slot)).toEqual(Array(5).fill(undefined));
			expect(await statusOf(swarm, all)).toEqual({RunningTasks: 5, DesiredTasks: 5, CompletedTasks: 0});
		},
	},
	{
		name: 'a drain moves replicas away and stops what is global; activating moves nothing back',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('moved'), 5));
			const all = await create(swarm, specOf(swarm.name('global'), 1, everywhere));
			await untilWhole(swarm, id, 5);
			await untilWhole(swarm, all, 5);
			await withNode(swarm, second(swarm), {Availability: 'drain'}, async ({ID}) => {
				const isOff = ({tasks}: Frame) => running(tasks).every(({NodeID}) => NodeID !== ID);
				await watch(swarm, id, 'five run elsewhere', frame => isOff(frame) && isWhole(5)(frame));
				await untilWhole(swarm, all, 4);
				expect(await nodesOf(swarm, id)).not.toContain(ID);
				const left = (await tasksOf(swarm, id)).find(({NodeID}) => NodeID === ID);
				expect(left).toMatchObject({DesiredState: 'shutdown', Status: {State: 'shutdown', Message: 'shutdown'}});
				expect(await statusOf(swarm, all)).toEqual({RunningTasks: 4, DesiredTasks: 4, CompletedTasks: 0});
			});
			await untilWhole(swarm, all, 5);
			expect(await nodesOf(swarm, id)).not.toContain((await nodeNamed(swarm, second(swarm))).ID);
		},
	},
	{
		name: 'a paused node keeps what it has and takes no more',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('paused'), 1, placed(`node.hostname==${second(swarm)}`)));
			await untilWhole(swarm, id, 1);
			await withNode(swarm, second(swarm), {Availability: 'pause'}, async () => {
				await change(swarm, id, spec => ({...spec, Mode: {Replicated: {Replicas: 2}}}));
				const why = 'scheduling constraints not satisfied on 4 nodes; 1 node not available for new tasks';
				const frames = await watch(swarm, id, `one is pending: ${why}`, ({tasks}) =>
					tasks.some(task => stateOf(task) === 'pending' && task.Status?.Err === `no suitable node (${why})`),
				);
				expect(running(lastOf(frames).tasks)).toHaveLength(1);
			});
			await untilWhole(swarm, id, 2);
		},
	},
	{
		name: 'a task whose node no longer meets its constraint is rejected, and waits for one that does',
		run: async swarm => {
			await changeNode(swarm, first(swarm), {Labels: {disk: 'ssd'}});
			const id = await create(swarm, specOf(swarm.name('picky'), 1, placed('node.labels.disk==ssd')));
			await untilWhole(swarm, id, 1);
			await changeNode(swarm, first(swarm), {Labels: {}});
			const frames = await watch(swarm, id, 'it is rejected', ({tasks}) =>
				tasks.some(task => stateOf(task) === 'rejected'),
			);
			const rejected = lastOf(frames).tasks.find(task => stateOf(task) === 'rejected');
			expect(rejected?.Status).toMatchObject({
				Message: 'task rejected by constraint enforcer',
				Err: 'assigned node no longer meets constraints',
			});
			await watch(swarm, id, 'another is pending', ({tasks}) => tasks.some(task => stateOf(task) === 'pending'));
			await changeNode(swarm, second(swarm), {Labels: {disk: 'ssd'}});
			await untilWhole(swarm, id, 1);
			expect(await nodesOf(swarm, id)).toEqual([(await nodeNamed(swarm, second(swarm))).ID]);
			await changeNode(swarm, second(swarm), {Labels: {}});
		},
	},
	{
		name: 'changing a constraint leaves the tasks whose node still fits',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('tightened'), 2, placed('node.role==worker')));
			const before = lastOf(await untilWhole(swarm, id, 2)).tasks.map(({ID}) => ID);
			await change(swarm, id, spec => ({...spec, ...placed('node.role!=manager')}));
			await swarm.pass(1500);
			const {tasks} = lastOf(await untilWhole(swarm, id, 2));
			expect(tasks.map(({ID}) => ID).sort()).toEqual(before.toSorted());
		},
	},
	{
		name: 'a lost node is down after three heartbeats; its tasks start elsewhere and still count as running',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('orphaned'), 5));
			const all = await create(swarm, specOf(swarm.name('global'), 1, everywhere));
			await untilWhole(swarm, id, 5);
			await untilWhole(swarm, all, 5);
			const {ID} = await nodeNamed(swarm, second(swarm));
			await swarm.kill(second(swarm));
			const {Status} = await untilNode(swarm, second(swarm), 'down', node => node.Status?.State === 'down');
			expect(Status?.Message).toBe('heartbeat failure');
			await watch(
				swarm,
				id,
				'five run elsewhere',
				({tasks}) => alive(tasks).filter(({NodeID}) => NodeID !== ID).length === 5,
			);
			const old = (await tasksOf(swarm, id)).find(({NodeID}) => NodeID === ID);
			expect(old).toMatchObject({DesiredState: 'shutdown', Status: {State: 'running'}});
			expect(await statusOf(swarm, id)).toMatchObject({RunningTasks: 6, DesiredTasks: 5});
			await until(swarm, 'it is wanted on four', async () => (await statusOf(swarm, all))?.DesiredTasks === 4);
			expect(await statusOf(swarm, all)).toMatchObject({RunningTasks: 5, DesiredTasks: 4});
			await swarm.bringBack(second(swarm));
			await untilNode(swarm, second(swarm), 'ready', node => node.Status?.State === 'ready');
			await untilWhole(swarm, all, 5);
			await until(swarm, 'what ran there is over', async () => (await statusOf(swarm, id))?.RunningTasks === 5);
			expect(await nodesOf(swarm, id)).not.toContain(ID);
		},
	},
];
