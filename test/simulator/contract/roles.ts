import {expect} from 'vitest';
import {type ContractCase, expectRefusal} from './case.ts';
import {changeNode, tryNode, untilNode} from './nodes.ts';
import type {ContractSwarm} from './swarm.ts';
import {until} from './watching.ts';

const failed = 'rpc error: code = FailedPrecondition desc =';

const becomesManager = async (swarm: ContractSwarm, hostname: string) => {
	await changeNode(swarm, hostname, {Role: 'manager'});
	return untilNode(swarm, hostname, 'reachable', ({ManagerStatus}) => ManagerStatus?.Reachability === 'reachable');
};

const becomesWorker = async (swarm: ContractSwarm, hostname: string) => {
	// Another manager that a busy machine hears nothing of for a moment would leave too few.
	const {status, body} = await until(swarm, `${hostname} may go`, async () => {
		const answer = await tryNode(swarm, hostname, {Role: 'worker'});
		return answer.body.includes('loss of quorum') ? undefined : answer;
	});
	expect(status, body.toString()).toBe(200);
	return untilNode(swarm, hostname, 'a worker', ({ManagerStatus}) => ManagerStatus === undefined);
};

/** Managers come and go. These cases have the swarm to themselves, and come last: they leave one manager. */
export const roles: readonly ContractCase[] = [
	{
		name: 'a worker becomes a manager and a worker again',
		run: async swarm => {
			const [name = ''] = swarm.workers;
			const manager = await becomesManager(swarm, name);
			expect(manager).toMatchObject({Spec: {Role: 'manager'}, ManagerStatus: {Addr: expect.stringMatching(/:2377$/)}});
			expect(manager.ManagerStatus?.Leader).toBeUndefined();
			await becomesWorker(swarm, name);
		},
	},
	{
		name: 'the last managers can’t all go: not the one that keeps the quorum, not the very last',
		run: async swarm => {
			const [first = '', second = '', third = ''] = swarm.managers;
			await swarm.kill(third);
			await untilNode(swarm, third, 'unreachable', ({ManagerStatus}) => ManagerStatus?.Reachability === 'unreachable');
			const quorum = `${failed} can't remove member from the raft: this would result in a loss of quorum`;
			expectRefusal(await tryNode(swarm, second, {Role: 'worker'}), 400, quorum);
			await swarm.bringBack(third);
			await untilNode(swarm, third, 'reachable', ({ManagerStatus}) => ManagerStatus?.Reachability === 'reachable');
			await becomesWorker(swarm, third);
			await becomesWorker(swarm, second);
			const last = `${failed} attempting to demote the last manager of the swarm`;
			// What a node is, is settled a moment after it has left Raft; until then, another refusal holds.
			const refused = await until(swarm, 'a refusal for good', async () => {
				const answer = await tryNode(swarm, first, {Role: 'worker'});
				return answer.status === 400 && !answer.body.includes('loss of quorum') ? answer : undefined;
			});
			expectRefusal(refused, 400, last);
			await untilNode(swarm, first, 'the leader', ({ManagerStatus}) => ManagerStatus?.Leader === true);
		},
	},
];
