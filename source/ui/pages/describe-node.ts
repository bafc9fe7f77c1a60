import {at, itemsOf, treeOf} from '../../specs/tree.ts';
import type {Node} from '../../swarm/node.ts';
import {type Snapshot, serviceOf, tasksOnNode} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import {bytes} from '../format/bytes.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import type {View} from '../view.ts';
import {genericWords, pairsOf} from './described.ts';
import {type Entry, fact, heading, listed, text, trouble} from './section.ts';

/** A node for people: whether it can be relied on, what it carries, what it is. */
export function describeNode(node: Node, view: Pick<View, 'load' | 'snapshot'>): readonly Entry[] {
	const snapshot = view.snapshot();
	return [
		heading('How it stands'),
		...(node.state === 'ready'
			? fact('state', 'ready')
			: trouble('state', `${node.state}${node.stateMessage === undefined ? '' : `: ${node.stateMessage}`}`)),
		...fact(
			'to look at',
			node.state === 'ready'
				? undefined
				: 'is the machine up, and its engine? Between it and the managers must be open: TCP 2377 and 7946, UDP 7946 and 4789',
		),
		...fact('availability', availability[node.availability]),
		...fact('role', role(node)),
		...fact('here', node.id === snapshot.self ? 'skep talks to the swarm through this node' : undefined),
		heading('What it carries'),
		...load(node, view),
		...tasks(node, snapshot),
		heading('What it is'),
		...fact('address', node.address),
		...fact('raft address', node.manager?.address),
		...fact('engine', node.engineVersion),
		...fact('platform', [node.os, node.architecture].filter(part => part !== undefined).join('/')),
		...listed('labels', pairsOf(node.labels)),
		...listed('engine labels', pairsOf(node.engineLabels)),
		...fact('also has', generic(node).join(', ')),
		...plugins(node),
		...fact('certificate', issuer(node)),
		...fact('id', node.id),
		...fact('version', node.version),
		...fact('joined', absolute(node.createdAt)),
		...fact('last written', absolute(node.updatedAt)),
	];
}

const availability = {
	active: 'active',
	pause: 'paused: takes no new tasks, what runs here goes on',
	drain: 'drained: no tasks run here; a manager votes all the same',
};

function role(node: Node) {
	if (node.manager === undefined) {
		return node.role === 'manager' ? 'worker, being promoted' : 'worker';
	}

	const part = node.manager.isLeader ? 'leader' : node.manager.reachability;
	return `manager, ${part}${node.role === 'worker' ? ', being demoted' : ''}`;
}

function load(node: Node, view: Pick<View, 'load' | 'snapshot'>): readonly Entry[] {
	const known = view.load(node.id);

	if (known === undefined) {
		return [...fact('cpu', node.capacity.cpus), ...fact('memory', bytes(node.capacity.memoryBytes))];
	}

	const {reserved} = known;
	return [
		...fact('tasks', `${known.tasks}${view.snapshot().hasAllTasks ? '' : ' known so far'}`),
		...trouble('lost', known.lost > 0 ? `${known.lost}, which the engine still counts as running` : undefined),
		...fact('cpu', `${reserved.cpus} of ${node.capacity.cpus} reserved; that is not what is used`),
		...fact(
			'memory',
			`${bytes(reserved.memoryBytes)} of ${bytes(node.capacity.memoryBytes)} reserved; that is not what is used`,
		),
	];
}

function tasks(node: Node, snapshot: Snapshot): readonly Entry[] {
	const names = new Map<string, number>();

	for (const task of tasksOnNode(snapshot, node.id).filter(task => !hasEnded(task))) {
		const name = serviceOf(snapshot, task.serviceId)?.name ?? 'no service';
		names.set(name, (names.get(name) ?? 0) + 1);
	}

	return [...names]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([name, tasks]) => text(`${name}  ${count(tasks, 'task')}`));
}

const generic = ({raw}: Node) => itemsOf(at(raw, ['Description', 'Resources', 'GenericResources'])).map(genericWords);

/** What its engine brings along, kind by kind. */
function plugins({raw}: Node): readonly Entry[] {
	const all = itemsOf(at(raw, ['Description', 'Engine', 'Plugins'])).map(treeOf);
	const kinds = [...new Set(all.map(({Type: kind}) => String(kind)))].toSorted();
	return kinds.flatMap(kind => {
		const names = all.filter(plugin => String(plugin['Type']) === kind).map(({Name: name}) => String(name));
		return fact(`${kind.toLowerCase()} drivers`, names.toSorted().join(', '));
	});
}

/** Whose key signed it: the same on every node, but while the root certificate is rotated. */
function issuer({raw, issuer: key}: Node) {
	const subject = at(raw, ['Description', 'TLSInfo', 'CertIssuerSubject']);
	const name = typeof subject === 'string' ? commonName(subject) : undefined;
	const signed = name === undefined ? undefined : `by ${name}`;
	return [signed, key === undefined ? undefined : `key ${key}`].filter(part => part !== undefined).join(', ');
}

/** The last text in an X.509 name (DER, in base64): `swarm-ca`. */
const commonName = (subject: string) =>
	Buffer.from(subject, 'base64')
		.toString('latin1')
		.match(/[ -~]{3,}$/)?.[0];
