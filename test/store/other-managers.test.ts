import {expect, it} from 'vitest';
import {otherManagers} from '../../source/store/other-managers.ts';
import {node, snapshotOf} from '../helpers/builders.ts';

const manager = (name: string, address: string, reachability: 'reachable' | 'unreachable' = 'reachable') =>
	node(name, {role: 'manager', manager: {isLeader: name === 'mgr1', reachability, address}});

const nodes = [
	manager('mgr1', '10.0.0.1:2377'),
	manager('mgr2', '10.0.0.2:2377'),
	manager('mgr3', '[fd00::3]:2377'),
	manager('mgr4', '10.0.0.4:2377', 'unreachable'),
	node('work1'),
];
const swarm = snapshotOf({nodes});

it.each([
	['ssh://kim@mgr1:2222/run/docker.sock', ['ssh://kim@10.0.0.2:2222', 'ssh://kim@[fd00::3]:2222']],
	['ssh://mgr1', ['ssh://10.0.0.2', 'ssh://[fd00::3]']],
	['tcp://[fd00::1]:2376', ['tcp://10.0.0.2:2376', 'tcp://[fd00::3]:2376']],
	['unix:///var/run/docker.sock', ['ssh://10.0.0.2', 'ssh://[fd00::3]']],
])('when %s is gone, the other managers that were up are tried the same way', (address, hosts) => {
	expect(otherManagers(swarm, address)).toEqual([
		{name: 'mgr2', host: hosts[0]},
		{name: 'mgr3', host: hosts[1]},
	]);
});

it('knows of none where there are none', () => {
	expect(otherManagers(snapshotOf({nodes: nodes.slice(0, 1)}), 'ssh://mgr1')).toEqual([]);
	expect(otherManagers(snapshotOf({}), 'ssh://mgr1')).toEqual([]);
});
