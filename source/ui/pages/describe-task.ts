import {at, itemsOf, textsOf, treeOf} from '../../specs/tree.ts';
import type {NetworkId} from '../../swarm/ids.ts';
import {nodeOf, type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import {absolute} from '../format/clock.ts';
import {type Entry, fact, heading, listed, trouble} from './section.ts';

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
		...fact('process', processId(task)),
		...listed('networks', networks(task, snapshot)),
		...listed('ports on its node', ports(task)),
		...fact('id', task.id),
		...fact('version', task.version),
		...fact('created', absolute(task.createdAt)),
		...fact('last written', absolute(task.updatedAt)),
	];
}

/** On its node; 0 once it has ended. */
function processId({raw}: Task) {
	const id = at(raw, ['Status', 'ContainerStatus', 'PID']);
	return typeof id === 'number' && id > 0 ? `${id} on its node` : undefined;
}

const networks = ({raw}: Task, {networks: known}: Snapshot) =>
	itemsOf(at(raw, ['NetworksAttachments'])).map(attachment => {
		const id = String(at(attachment, ['Network', 'ID']) ?? '');
		const name = known?.items.get(id as NetworkId)?.name ?? at(attachment, ['Network', 'Spec', 'Name']) ?? id;
		return [String(name), ...textsOf(at(attachment, ['Addresses']))].join('  ');
	});

/** The engine tells each once for IPv4 and once for IPv6. */
const ports = ({raw}: Task) => [
	...new Set(
		itemsOf(at(raw, ['Status', 'PortStatus', 'Ports'])).map(port => {
			const {PublishedPort: published, TargetPort: target, Protocol: protocol} = treeOf(port);
			return `${published} -> ${target}/${protocol}`;
		}),
	),
];
