import {isConnected, type Node} from '../objects.ts';
import {failedPrecondition, outOfSequence, Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import {hasEnded} from '../task-order.ts';
import {setState} from '../tasks.ts';
import {bodyOf, type Call, empty, isTrue, listOf, type Reply, versionIn} from './call.ts';
import {checkValues, filtersOf, hasLabels, oneOf} from './filters.ts';
import {get} from './find.ts';

const hostname = ({raw}: Node) => raw.Description.Hostname;

/** What a manager's part in Raft is, is asked when it is shown, not stored. */
const nodeJson = ({raft}: Simulator, node: Node): string => {
	const {raw} = node;
	const ManagerStatus = node.isManager
		? {
				...(raft.leaderId() === node.id ? {Leader: true} : {}),
				Reachability: isConnected(node) ? 'reachable' : 'unreachable',
				Addr: `${raw.Status.Addr}:2377`,
			}
		: undefined;
	return JSON.stringify({...raw, ...(ManagerStatus ? {ManagerStatus} : {})});
};

export const nodeNamed = (call: Call, text: string): Node =>
	get('node', call.simulator.swarm.store.nodes.all, hostname, text);

export const listNodes = (call: Call): Reply => {
	const {simulator} = call;
	const filters = filtersOf(call, ['id', 'label', 'node.label', 'membership', 'name', 'role']);
	checkValues('role', filters['role'], ['worker', 'manager']);
	checkValues('membership', filters['membership'], ['accepted', 'pending']);
	const matches = (node: Node) =>
		oneOf(filters['id'], text => node.id.startsWith(text)) &&
		oneOf(filters['name'], text => hostname(node).startsWith(text)) &&
		oneOf(filters['role'], text => node.raw.Spec.Role === text) &&
		oneOf(filters['membership'], text => text === 'accepted') &&
		hasLabels(filters['label'], node.raw.Description.Engine.Labels ?? {}) &&
		hasLabels(filters['node.label'], node.raw.Spec.Labels);
	return listOf(
		simulator.swarm.store.nodes.all
			.values()
			.filter(matches)
			.map(node => nodeJson(simulator, node)),
	);
};

export const inspectNode = (call: Call): Reply => {
	const node = nodeNamed(call, call.name);
	return {kind: 'pieces', pieces: [nodeJson(call.simulator, node)]};
};

type Spec = Partial<Node['raw']['Spec']>;

/** A demotion must leave a majority of managers that can be reached (manager/controlapi/node.go). */
const refuseDemotion = ({raft}: Simulator, node: Node) => {
	const managers = raft.managers();
	if (managers.filter(({raw}) => raw.Spec.Role === 'manager').length <= 1) {
		throw failedPrecondition('attempting to demote the last manager of the swarm');
	}
	const left = managers.filter(other => other !== node);
	const needed = Math.floor(left.length / 2) + 1;
	if (left.filter(isConnected).length < needed) {
		throw failedPrecondition("can't remove member from the raft: this would result in a loss of quorum");
	}
};

export const updateNode = (call: Call): Reply => {
	const node = nodeNamed(call, call.name);
	const version = versionIn(call, 'node');
	const spec = bodyOf<Spec>(call);
	if (!['active', 'pause', 'drain'].includes(spec.Availability ?? '')) {
		throw new Refusal(400, `invalid Availability: "${spec.Availability ?? ''}"`);
	}
	if (!['worker', 'manager'].includes(spec.Role ?? '')) {
		throw new Refusal(400, `invalid Role: "${spec.Role ?? ''}"`);
	}
	if (version !== node.raw.Version.Index) {
		throw outOfSequence();
	}
	if (node.raw.Spec.Role === 'manager' && spec.Role === 'worker') {
		refuseDemotion(call.simulator, node);
	}
	const Spec = {
		...(spec.Name ? {Name: spec.Name} : {}),
		Labels: spec.Labels ?? {},
		Role: spec.Role ?? 'worker',
		Availability: spec.Availability ?? 'active',
	};
	call.simulator.swarm.store.nodes.write(node, {Spec});
	return empty();
};

export const removeNode = (call: Call): Reply => {
	const {swarm} = call.simulator;
	const node = nodeNamed(call, call.name);
	if (node.isManager || node.raw.Spec.Role === 'manager') {
		const must = 'It must be demoted to worker before removal';
		throw failedPrecondition(`node ${node.id} is a cluster manager and is a member of the raft cluster. ${must}`);
	}
	if (node.raw.Status.State !== 'down' && !isTrue(call.query['force'])) {
		throw failedPrecondition(`node ${node.id} is not down and can't be removed`);
	}
	const tasks = swarm.store.index.onNode(node.id);
	swarm.store.nodes.remove(node);
	for (const task of tasks.filter(found => !hasEnded(found))) {
		setState(swarm, task, 'orphaned', {message: 'Task belonged to a node that has been deleted'});
	}
	return empty();
};
