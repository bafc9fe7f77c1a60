import type {RawService} from '../../source/engine/decode/raw.ts';
import {id, rawManager, rawNode, rawService, rawTask} from '../helpers/small-engine/build.ts';
import type {Some} from '../helpers/small-engine/edit.ts';
import {type World, world} from '../helpers/small-engine/world.ts';

const nodes = () => [
	rawManager('mgr1', {Status: {Addr: '10.0.0.1'}, ManagerStatus: {Addr: '10.0.0.1:2377', Leader: true}}),
	rawManager('mgr2', {Status: {Addr: '10.0.0.2'}, ManagerStatus: {Addr: '10.0.0.2:2377'}}),
	rawManager('mgr3', {Status: {Addr: '10.0.0.3'}, ManagerStatus: {Addr: '10.0.0.3:2377'}}),
	rawNode('wrk1', {Status: {Addr: '10.0.0.4'}, Spec: {Labels: {disk: 'ssd'}}}),
	rawNode('wrk2', {Status: {Addr: '10.0.0.5'}}),
];

const stack = (name: string): Some<RawService> => ({Spec: {Labels: {'com.docker.stack.namespace': name}}});

const replicas = (count: number): Some<RawService> => ({
	Spec: {Mode: {Replicated: {Replicas: count}}},
	ServiceStatus: {RunningTasks: count, DesiredTasks: count},
});

/** Adds a service and its running tasks, one slot after the other over the nodes. */
export const addService = (to: World, name: string, count: number, over: Some<RawService> = {}) => {
	const service = rawService(name, over);
	Object.assign(service.Spec.Mode, replicas(count).Spec?.Mode);
	Object.assign(service, {ServiceStatus: {RunningTasks: count, DesiredTasks: count, CompletedTasks: 0}});
	to.services.push(service);
	for (let slot = 1; slot <= count; slot++) {
		const node = to.nodes[(to.services.length + slot) % to.nodes.length];
		to.tasks.push(rawTask(service, {ID: id(`${slot}task${name}`), Slot: slot, NodeID: node?.ID}));
	}
	return service;
};

/** Three managers, two workers, and nothing wrong. */
export const calmWorld = (): World => {
	const calm = world({nodes: nodes()});
	addService(calm, 'shop_api', 3, {
		...stack('shop'),
		Endpoint: {Ports: [{Protocol: 'tcp', TargetPort: 8080, PublishedPort: 8080, PublishMode: 'ingress'}]},
	});
	addService(calm, 'shop_db', 1, stack('shop'));
	addService(calm, 'shop_web', 6, {
		...stack('shop'),
		Endpoint: {Ports: [{Protocol: 'tcp', TargetPort: 80, PublishedPort: 80, PublishMode: 'ingress'}]},
	});
	addService(calm, 'mail', 2);
	addService(calm, 'queue', 1);
	addService(calm, 'search', 2);
	calm.logs.push(
		{task: id('1taskmail'), text: 'listening on :25', timestamp: '2026-11-21T09:00:01.000000000Z'},
		{task: id('2taskmail'), text: 'listening on :25', timestamp: '2026-11-21T09:00:02.000000000Z'},
	);
	return calm;
};

/** The same, with a paused update, a service that no node takes, a crash loop, and a node that is down. */
export const troubledWorld = (): World => {
	const troubled = calmWorld();
	breakNode(troubled);
	pauseUpdate(troubled);
	addUnplaced(troubled);
	return troubled;
};

const breakNode = ({nodes}: World) => {
	const node = nodes.find(({ID}) => ID === id('wrk2'));
	Object.assign(node?.Status ?? {}, {State: 'down', Message: 'heartbeat failure'});
	Object.assign(node ?? {}, {UpdatedAt: '2026-11-21T09:18:00.000000000Z'});
};

const pauseUpdate = (to: World) => {
	const service = to.services.find(({ID}) => ID === id('shop_api'));
	if (service === undefined) {
		throw new Error('There is no shop_api');
	}
	service.PreviousSpec = structuredClone(service.Spec);
	service.Spec.TaskTemplate.ContainerSpec.Image = 'shop/shop_api:2';
	Object.assign(service, {
		UpdatedAt: '2026-11-21T09:26:10.000000000Z',
		UpdateStatus: {
			State: 'paused',
			StartedAt: '2026-11-21T09:24:00.000000000Z',
			Message: 'update paused due to failure or early termination of task',
		},
	});
	const failed = to.tasks.find(({ID}) => ID === id('2taskshop_api'));
	Object.assign(failed?.Status ?? {}, {
		State: 'failed',
		Timestamp: '2026-11-21T09:26:00.000000000Z',
		Err: 'task: non-zero exit (1): no such table: orders',
		ContainerStatus: {ContainerID: 'c'.repeat(64), PID: 0, ExitCode: 1},
	});
	const {Runtime: _, ...spec} = structuredClone(service.Spec.TaskTemplate);
	Object.assign(failed ?? {}, {Spec: spec, DesiredState: 'shutdown', CreatedAt: '2026-11-21T09:25:00.000000000Z'});
};

const addUnplaced = (to: World) => {
	const service = addService(to, 'reports', 0, {
		Spec: {TaskTemplate: {Placement: {Constraints: ['node.labels.gpu==true']}}},
	});
	Object.assign(service.Spec.Mode, {Replicated: {Replicas: 1}});
	Object.assign(service, {ServiceStatus: {RunningTasks: 0, DesiredTasks: 1, CompletedTasks: 0}});
	to.tasks.push(
		rawTask(service, {
			ID: id('1taskreports'),
			Status: {
				State: 'pending',
				Timestamp: '2026-11-21T08:49:00.000000000Z',
				Message: 'pending task scheduling',
				Err: 'no suitable node (scheduling constraints not satisfied on 5 nodes)',
				ContainerStatus: undefined,
			},
		}),
	);
};

/** Some services of one replica each, by name. */
export const plainWorld = (...names: readonly string[]): World => {
	const plain = world({nodes: nodes()});
	for (const name of names) {
		addService(plain, name, 1);
	}
	return plain;
};
