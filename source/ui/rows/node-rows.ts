import type {NodeId} from '../../swarm/ids.ts';
import {isChangingRole, type Node} from '../../swarm/node.ts';
import type {NodeLoad} from '../../swarm/node-load.ts';
import {percent} from '../format/percent.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';

export type NodeRow = {
	readonly id: string;
	readonly name: string;
	readonly sign: '!' | '~' | '*' | ' ';
	readonly state: string;
	readonly tone: Tone | undefined;
	readonly role: string;
	readonly roleTone: Tone | undefined;
	readonly tasks: string;
	readonly taskCount: number;
	readonly cpu: string;
	readonly cpuShare: number;
	readonly memory: string;
	readonly memoryShare: number;
	readonly memoryTone: Tone | undefined;
	readonly engine: string;
	readonly address: string;
	readonly labels: string;
};

const crowded = 0.9;

export function nodeRow(
	node: Node,
	load: NodeLoad | undefined,
	hasAllTasks: boolean,
	self: NodeId | undefined,
): NodeRow {
	const isDead = node.state === 'down' || node.state === 'disconnected';
	const reserved = (part = 0, whole = 0) => (hasAllTasks ? percent(part, whole) : '?');
	const cpuShare = share(load?.reserved.cpus, node.capacity.cpus);
	const memoryShare = share(load?.reserved.memoryBytes, node.capacity.memoryBytes);
	return {
		id: node.id,
		name: clean(node.hostname),
		sign: nodeSign(node, isDead, self),
		state: stateWords(node),
		tone: nodeTone(node, isDead),
		role: roleWords(node),
		roleTone: node.manager?.reachability === 'unreachable' ? 'act' : 'dim',
		tasks: taskWords(load, isDead, hasAllTasks),
		taskCount: load?.tasks ?? 0,
		cpu: isDead ? '' : reserved(load?.reserved.cpus, node.capacity.cpus),
		cpuShare,
		memory: isDead ? '' : reserved(load?.reserved.memoryBytes, node.capacity.memoryBytes),
		memoryShare,
		memoryTone: memoryShare >= crowded ? 'look' : undefined,
		engine: clean(node.engineVersion ?? ''),
		address: clean(node.address ?? ''),
		labels: clean(
			Object.entries(node.labels)
				.map(([key, value]) => (value === '' ? key : `${key}=${value}`))
				.join(' '),
		),
	};
}

const share = (part: number | undefined, whole: number) => (whole > 0 ? (part ?? 0) / whole : 0);

function nodeSign(node: Node, isDead: boolean, self: NodeId | undefined) {
	if (isDead || node.manager?.reachability === 'unreachable') {
		return '!';
	}

	if (node.id === self) {
		return '*';
	}

	return isChangingRole(node) ? '~' : ' ';
}

function nodeTone(node: Node, isDead: boolean): Tone | undefined {
	if (isDead) {
		return 'act';
	}

	return node.state === 'unknown' || node.availability !== 'active' ? 'look' : undefined;
}

const availabilityWords = {active: '', pause: ' paused', drain: ' drained'};

function stateWords(node: Node) {
	return node.state + availabilityWords[node.availability];
}

function roleWords(node: Node) {
	if (isChangingRole(node)) {
		return node.role === 'manager' ? 'promoting' : 'demoting';
	}

	return node.manager?.isLeader ? 'leader' : (node.manager?.reachability ?? '');
}

function taskWords(load: NodeLoad | undefined, isDead: boolean, hasAllTasks: boolean) {
	if (isDead) {
		return load === undefined || load.lost === 0 ? '' : `${load.lost} lost`;
	}

	const known = load?.tasks ?? 0;
	return hasAllTasks ? String(known) : `${known || ''}?`;
}

export const nodeColumns: readonly Column<NodeRow>[] = [
	{id: 'name', title: 'NODE', cell: row => row.name, sortBy: row => row.name, tone: () => 'bold', shrinksTo: 8},
	{id: 'state', title: 'STATE', cell: row => row.state, sortBy: row => row.state, tone: row => row.tone, shrinksTo: 8},
	{id: 'role', title: 'ROLE', cell: row => row.role, sortBy: row => row.role, tone: row => row.roleTone},
	{
		id: 'tasks',
		title: 'TASKS',
		align: 'right',
		cell: row => row.tasks,
		sortBy: row => row.taskCount,
		tone: row => (row.tasks.endsWith('lost') ? 'act' : undefined),
	},
	{id: 'cpu', title: 'CPU*', align: 'right', cell: row => row.cpu, sortBy: row => row.cpuShare, expendable: 2},
	{
		id: 'memory',
		title: 'MEM*',
		align: 'right',
		cell: row => row.memory,
		sortBy: row => row.memoryShare,
		tone: row => row.memoryTone,
		expendable: 2,
	},
	{id: 'engine', title: 'ENGINE', cell: row => row.engine, sortBy: row => row.engine, tone: () => 'dim', expendable: 5},
	{
		id: 'address',
		title: 'ADDRESS',
		cell: row => row.address,
		sortBy: row => row.address,
		tone: () => 'dim',
		expendable: 6,
	},
	{id: 'labels', title: 'LABELS', cell: row => row.labels, sortBy: row => row.labels, shrinksTo: 12, expendable: 7},
];
