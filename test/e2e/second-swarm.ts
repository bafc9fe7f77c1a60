import {callEngine} from '../swarm-lab/engine-api.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {join} from '../swarm-lab/swarm.ts';
import {until} from '../swarm-lab/until.ts';
import type {Expected} from './ask-skep.ts';

/** What is wrong with a swarm as a whole. */
export const swarmTroubles: readonly Expected[] = [
	{urgency: 'look', verdict: 'POOL', name: '10.88.0.0/28', evidence: /has room for none more/, cure: /remove networks/},
	{urgency: 'look', verdict: 'MANAGERS', name: 'managers', evidence: /worse than 1 alone; have 3/, cure: /odd number/},
	{urgency: 'look', verdict: 'VERSIONS', name: 'engines', evidence: /20\.10\.\S+ on solo1/, cure: /upgraded one node/},
];

const listen = {ListenAddr: '0.0.0.0:2377'};

/**
A swarm of its own with two managers of different engine versions, and room for two networks, of which the ingress
network is one.
*/
export async function troubleSwarm(lab: Lab): Promise<LabNode> {
	const [first, second] = await Promise.all([lab.startEngine('solo1'), lab.startEngine('solo2', '26.1')]);
	const pool = {DefaultAddrPool: ['10.88.0.0/28'], SubnetSize: 29};
	await callEngine(first, 'POST', '/swarm/init', {...listen, AdvertiseAddr: first.address, ...pool});
	const {JoinTokens} = await callEngine<{JoinTokens: {Manager: string}}>(first, 'GET', '/swarm');
	await join(second, first, JoinTokens.Manager);
	await lab.docker(first, 'network', 'create', '--driver', 'overlay', 'taken');
	await until('both managers are reachable', async () => {
		const nodes = await callEngine<readonly {ManagerStatus?: {Reachability?: string}}[]>(first, 'GET', '/nodes');
		return nodes.filter(node => node.ManagerStatus?.Reachability === 'reachable').length === 2;
	});
	return first;
}
