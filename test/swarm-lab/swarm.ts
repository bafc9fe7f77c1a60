import {callEngine} from './engine-api.ts';
import type {LabNode} from './layout.ts';
import {until} from './until.ts';

type RawNode = {
	readonly Description?: {readonly Hostname?: string};
	readonly Status?: {readonly State?: string};
	readonly ManagerStatus?: {readonly Reachability?: string};
};

type RawInfo = {readonly Swarm: {readonly LocalNodeState: string}};

const listenAddress = '0.0.0.0:2377';

/** Make a swarm on the first manager and have the others join it. Ready when each node says so. */
export async function formSwarm(managers: readonly LabNode[], workers: readonly LabNode[]) {
	const [first, ...others] = managers;

	if (!first) {
		return;
	}

	await callEngine(first, 'POST', '/swarm/init', {ListenAddr: listenAddress, AdvertiseAddr: first.address});
	const {JoinTokens: tokens} = await callEngine<{JoinTokens: {Worker: string; Manager: string}}>(
		first,
		'GET',
		'/swarm',
	);

	const joining = workers.map(node => join(node, first, tokens.Worker));

	// Raft takes one new member at a time.
	for (const node of others) {
		await join(node, first, tokens.Manager);
	}

	await Promise.all(joining);
	await untilWhole(first, managers.length, managers.length + workers.length);
}

/** The engine waits 20 s for the managers; then it says that it was too long, and goes on trying by itself. */
export async function join(node: LabNode, manager: LabNode, token: string) {
	const body = {
		ListenAddr: listenAddress,
		AdvertiseAddr: node.address,
		RemoteAddrs: [`${manager.address}:2377`],
		JoinToken: token,
	};

	await until(
		`${node.name} has joined`,
		async () => {
			const {Swarm} = await callEngine<RawInfo>(node, 'GET', '/info');

			if (Swarm.LocalNodeState === 'inactive') {
				await callEngine(node, 'POST', '/swarm/join', body);
			}

			return Swarm.LocalNodeState === 'active';
		},
		{every: 20},
	);
}

async function untilWhole(manager: LabNode, managerCount: number, nodeCount: number) {
	await until(
		`${nodeCount} nodes are ready, ${managerCount} managers reachable`,
		async () => {
			const nodes = await callEngine<readonly RawNode[]>(manager, 'GET', '/nodes');
			const ready = nodes.filter(node => node.Status?.State === 'ready' && node.Description?.Hostname);
			const reachable = nodes.filter(node => node.ManagerStatus?.Reachability === 'reachable');

			return ready.length === nodeCount && reachable.length === managerCount;
		},
		{every: 50},
	);
}
