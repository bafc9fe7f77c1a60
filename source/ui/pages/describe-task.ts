import {nodeOf, type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import {absolute} from '../format/clock.ts';
import {type Entry, fact, heading, trouble} from './section.ts';

export function describeTask(task: Task, snapshot: Snapshot): readonly Entry[] {
	const node = nodeOf(snapshot, task.nodeId);
	return [
		heading('How it stands'),
		...fact('state', `${task.state}, wanted ${task.desiredState}`),
		...fact('since', absolute(task.state === 'pending' ? task.createdAt : task.stateAt)),
		...fact('engine says', task.message),
		...trouble('error', task.error),
		...fact('exit code', task.exitCode),
		heading('What it is'),
		...fact('service', serviceOf(snapshot, task.serviceId)?.name ?? task.serviceId),
		...fact('slot', task.slot),
		...fact('node', node === undefined ? task.nodeId : `${node.hostname}, ${node.state}`),
		...fact('image', task.image),
		...fact('container', task.containerId),
		...fact('id', task.id),
		...fact('created', absolute(task.createdAt)),
	];
}
