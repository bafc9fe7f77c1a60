import type {RawNode} from '../../source/engine/decode/raw.ts';
import {id, rawManager, rawNode, rawTask} from '../helpers/small-engine/build.ts';
import type {Editable, Some} from '../helpers/small-engine/edit.ts';
import {type World, world} from '../helpers/small-engine/world.ts';
import {addService} from './worlds.ts';

const gibibyte = 2 ** 30;

const sized = (hostname: string, gibibytes: number, disk: string, over: Some<RawNode> = {}) =>
	rawNode(hostname, {
		...over,
		Spec: {Labels: {disk}, ...over.Spec},
		Description: {Resources: {NanoCPUs: 8e9, MemoryBytes: gibibytes * gibibyte}},
	});

const nodes = (hdds: number): Editable<RawNode>[] => [
	rawManager('mgr1', {
		Status: {Addr: '10.0.0.1'},
		ManagerStatus: {Addr: '10.0.0.1:2377', Leader: true},
		Spec: {Labels: {disk: 'ssd'}},
	}),
	sized('node04', 1.2, 'ssd'),
	sized('node05', 3.4, 'ssd'),
	sized('node09', 9.8, 'ssd', {Status: {State: 'down', Message: 'heartbeat failure'}}),
	...Array.from({length: hdds}, (_, index) => sized(`node${201 + index}`, 4 + (index % 50) / 10, 'hdd')),
	sized('small1', 1, 'hdd'),
	sized('small2', 2, 'hdd'),
	sized('zdrained', 9, 'ssd', {Spec: {Availability: 'drain', Labels: {disk: 'hdd'}}}),
];

/** `ledger_db` waits since node09 died: it wants 4 GiB on a worker with an ssd, and has its data there. */
export const waitingWorld = ({hdds = 3, services = ['mail', 'web']} = {}): World => {
	const waiting = world({nodes: nodes(hdds)});
	for (const name of services) {
		addService(waiting, name, 3);
	}
	const ledger = addService(waiting, 'ledger_db', 0, {
		Spec: {
			TaskTemplate: {
				Resources: {Reservations: {NanoCPUs: 1e9, MemoryBytes: 4 * gibibyte}},
				Placement: {Constraints: ['node.labels.disk == ssd', 'node.role != manager']},
			},
		},
	});
	Object.assign(ledger, {CreatedAt: '2026-11-20T09:00:00.000000000Z', UpdatedAt: '2026-11-20T09:00:00.000000000Z'});
	Object.assign(ledger.Spec.Mode, {Replicated: {Replicas: 1}});
	Object.assign(ledger.Spec.TaskTemplate.ContainerSpec, {
		Mounts: [{Type: 'volume', Source: 'ledger_data', Target: '/data'}],
	});
	const text =
		'no suitable node (scheduling constraints not satisfied on 6 nodes; 2 nodes not available for new tasks; insufficient resources on 2 nodes)';
	waiting.tasks.push(
		rawTask(ledger, {
			ID: id('2ledger'),
			CreatedAt: '2026-11-21T08:49:00.000000000Z',
			Status: {
				State: 'pending',
				Timestamp: '2026-11-21T09:29:00.000000000Z',
				Message: 'pending task scheduling',
				Err: text,
				ContainerStatus: undefined,
			},
		}),
		rawTask(ledger, {
			ID: id('1ledger'),
			NodeID: id('node09'),
			CreatedAt: '2026-11-20T09:00:00.000000000Z',
			DesiredState: 'shutdown',
			Status: {State: 'running', Timestamp: '2026-11-20T09:00:00.000000000Z'},
		}),
	);
	return waiting;
};

/** `mail` ends again and again with exit code 137, on two nodes. */
export const loopingWorld = (): World => {
	const looping = world({nodes: nodes(3)});
	const mail = addService(looping, 'mail', 1, {
		Spec: {TaskTemplate: {Resources: {Limits: {MemoryBytes: 256 * 2 ** 20}}}},
	});
	Object.assign(looping.tasks[0] ?? {}, {CreatedAt: '2026-11-21T09:29:00.000000000Z'});
	Object.assign(looping.tasks[0]?.Status ?? {}, {Timestamp: '2026-11-21T09:29:00.000000000Z'});
	for (const [index, node] of ['node201', 'node201', 'node202', 'node201'].entries()) {
		looping.tasks.push(
			rawTask(mail, {
				ID: id(`${index}failed`),
				NodeID: id(node),
				CreatedAt: `2026-11-21T09:2${index + 5}:00.000000000Z`,
				DesiredState: 'shutdown',
				Status: {
					State: 'failed',
					Timestamp: `2026-11-21T09:2${index + 5}:30.000000000Z`,
					Err: 'task: non-zero exit (137)',
					ContainerStatus: {ContainerID: 'c'.repeat(64), PID: 0, ExitCode: 137},
				},
			}),
		);
	}
	return looping;
};
