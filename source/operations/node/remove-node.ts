import {EngineError} from '../../engine/errors.ts';
import {waitingOnlyFor} from '../../swarm/foresight/node-foresight.ts';
import type {Node} from '../../swarm/node.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {NodeOperation} from '../operation.ts';
import {docker, nodeArgument} from '../shell.ts';
import {nodeName, nodeNow, nothingToEnter} from '../targets.ts';
import {agree, listed} from '../words.ts';

export const removeNode: NodeOperation<null> = {
	on: 'node',
	id: 'removeNode',
	title: 'Remove node',
	verb: 'remove',
	doing: 'Removing',
	done: 'removed',
	danger: 'destructive',
	blockedBy: (target, snapshot) => whyNot(nodeNow(target, snapshot)),
	parse: nothingToEnter,
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	plan: (targets, _input, snapshot) => ({
		effects: [
			...targets.map(target => forgotten(nodeNow(target, snapshot), snapshot)),
			'A machine that is removed can join again only after `docker swarm leave` there; it then is a new node, without these labels.',
		],
		warnings: targets.flatMap(target => waitInVain(nodeNow(target, snapshot), snapshot)),
		refusals: [],
	}),
	cli: ({saw}, _input, snapshot) => docker('node', 'rm', nodeArgument(saw, snapshot)),
	relies: node => ({role: node.role, state: node.state}),
	run: async ({engine}, fresh, _input, signal) => {
		const reason = whyNot(fresh);

		if (reason !== undefined) {
			throw new EngineError('refused', `${fresh.hostname}: ${reason}.`);
		}

		await engine.removeNode(fresh.id, signal);
		return [];
	},
	isWritten: now => now === undefined,
	isSeen: ({id}, _input, snapshot) => snapshot.nodes !== undefined && !snapshot.nodes.items.has(id),
};

const whyNot = (node: Node) => {
	if (node.role === 'manager' || node.manager !== undefined) {
		return 'a manager: demote it first';
	}

	return node.state === 'down'
		? undefined
		: `still ${node.state}; drain it and stop its engine, or \`docker swarm leave\` there first`;
};

/** Tasks that no other node suits have waited for it to come back. */
const waitInVain = (node: Node, snapshot: Snapshot) => {
	const names = waitingOnlyFor(snapshot, node.id).toSorted();
	return names.length === 0
		? []
		: [
				`${listed(names)} ${agree(names.length, 'waits', 'wait')} for ${nodeName(node, snapshot)}, and no other node suits: after this in vain.`,
			];
};

const forgotten = (node: Node, snapshot: Snapshot) => {
	const labels = Object.entries(node.labels).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
	const lost = labels.length > 0 ? `, with its labels ${labels.join(', ')}` : ' (it has no labels)';

	return `The swarm forgets ${nodeName(node, snapshot)}${lost}.`;
};
