import {expect} from 'vitest';
import type {RawTask} from '../../../source/engine/decode/raw.ts';
import type {ContractCase} from './case.ts';
import {create, image, restartSoon, specOf} from './services.ts';
import {type Frame, lastOf, stateOf, watch} from './watching.ts';

/** A service whose tasks don't get far: what becomes of one, and what it says. */
const endsIn = (
	name: string,
	template: object,
	state: string,
	status: NonNullable<RawTask['Status']> | object,
	more: object = {},
): ContractCase => ({
	name,
	run: async swarm => {
		const TaskTemplate = {...specOf('', 1).TaskTemplate, RestartPolicy: restartSoon, ...template};
		const id = await create(swarm, specOf(swarm.name('fails'), 1, {TaskTemplate, ...more}));
		const isThere = (task: RawTask) =>
			stateOf(task) === state && (state === 'new' || Boolean(task.Status?.Err) || state === 'complete');
		// A node that a busy machine hears nothing of is left out of the words for a moment: a task that waits is told anew.
		await watch(swarm, id, `a task is ${state}`, ({tasks}) => {
			const found = tasks.find(isThere);
			expect(found?.Status).toMatchObject(status);
			return found !== undefined;
		});
	},
});

const haveFive =
	(explanation: string) =>
	({tasks}: Frame) =>
		tasks.filter(task => stateOf(task) === 'running').length === 5 &&
		tasks.some(task => stateOf(task) === 'pending' && task.Status?.Err === `no suitable node (${explanation})`);

const pendingOn = (name: string, template: object, explanation: string, more: object = {}) =>
	endsIn(
		name,
		template,
		'pending',
		{Message: 'pending task scheduling', Err: `no suitable node (${explanation})`},
		more,
	);

const reserving = (reservations: object) => ({Resources: {Reservations: reservations}});

/** Tasks that don't run, and the words that say why. */
export const texts: readonly ContractCase[] = [
	pendingOn(
		'a constraint that no node meets',
		{Placement: {Constraints: ['node.labels.nowhere==true']}},
		'scheduling constraints not satisfied on 5 nodes',
	),
	pendingOn(
		'a constraint on a key that there isn’t',
		{Placement: {Constraints: ['node.foo==bar']}},
		'scheduling constraints not satisfied on 5 nodes',
	),
	pendingOn('more memory than there is', reserving({MemoryBytes: 1e15}), 'insufficient resources on 5 nodes'),
	pendingOn('more CPUs than there are', reserving({NanoCPUs: 1e13}), 'insufficient resources on 5 nodes'),
	pendingOn(
		'a generic resource that no node has',
		reserving({GenericResources: [{DiscreteResourceSpec: {Kind: 'gpu', Value: 1}}]}),
		'insufficient resources on 5 nodes',
	),
	pendingOn(
		'a platform that no node is',
		{Placement: {Platforms: [{Architecture: 's390x', OS: 'linux'}]}},
		'unsupported platform on 5 nodes',
	),
	pendingOn('a log driver that no node has', {LogDriver: {Name: 'carrier-pigeon'}}, 'missing plugin on 5 nodes'),
	pendingOn(
		'a node counts for its first obstacle only',
		{...reserving({MemoryBytes: 1e15}), Placement: {Constraints: ['node.role==worker']}},
		'insufficient resources on 5 nodes',
	),
	{
		name: 'no more per node than allowed, and the port of a host only once',
		run: async swarm => {
			const Placement = {MaxReplicas: 1};
			const TaskTemplate = {...specOf('', 1).TaskTemplate, Placement};
			const id = await create(swarm, specOf(swarm.name('apart'), 6, {TaskTemplate}));
			await watch(swarm, id, 'five run, one waits', haveFive('max replicas per node limit exceed'));
			const Ports = [{TargetPort: 8080, PublishedPort: 18_100, PublishMode: 'host'}];
			// Once for IPv4, once for IPv6.
			const port = {PublishedPort: 18_100, TargetPort: 8080, PublishMode: 'host', Protocol: 'tcp'};
			const hosted = await create(swarm, specOf(swarm.name('hosted'), 6, {EndpointSpec: {Ports}}));
			const haveAll = haveFive('host-mode port already in use on 5 nodes');
			const frames = await watch(swarm, hosted, 'five run, one waits', haveAll);
			expect(lastOf(frames).tasks.find(task => stateOf(task) === 'running')?.Status?.PortStatus?.Ports).toEqual([
				port,
				port,
			]);
		},
	},
	endsIn('an image that is nowhere', {ContainerSpec: {Image: image('missing:9')}}, 'rejected', {
		Message: 'preparing',
		Err: `No such image: ${image('missing:9')}`,
	}),
	endsIn(
		'a command that the image doesn’t have',
		{ContainerSpec: {Image: image('web:1'), Command: ['/nope']}},
		'failed',
		{
			Message: 'starting',
			Err: expect.stringMatching(/^starting container failed: .*"\/nope"/),
			ContainerStatus: {ExitCode: 127},
		},
	),
	endsIn(
		'a bind mount of a folder that there isn’t',
		{ContainerSpec: {Image: image('web:1'), Mounts: [{Type: 'bind', Source: '/nosuch/folder', Target: '/data'}]}},
		'rejected',
		{
			Message: 'preparing',
			Err: 'invalid mount config for type "bind": bind source path does not exist: /nosuch/folder',
		},
	),
	endsIn(
		'a container that ends well',
		{ContainerSpec: {Image: image('web:1'), Command: ['sh', '-c', 'sleep 1; exit 0']}},
		'complete',
		{Message: 'finished', ContainerStatus: {ExitCode: 0}},
	),
	endsIn('a container that is sick', {ContainerSpec: {Image: image('sick:1')}}, 'failed', {
		Err: expect.stringMatching(/unhealthy container$/),
	}),
];
