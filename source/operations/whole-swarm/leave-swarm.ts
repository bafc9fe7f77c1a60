import type {TaskHere} from '../../engine/engine.ts';
import {type LeaveObstacle, leaveObstacle} from '../../swarm/leaving.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {EngineOperation, Plan} from '../operation.ts';
import {docker} from '../shell.ts';
import type {EngineTarget} from '../target.ts';
import {count, listed} from '../words.ts';

/** As the engine itself has it when the plan is made: a worker is told nothing by the swarm. */
export type Leaving = {readonly tasks: readonly TaskHere[] | undefined; readonly isManager?: boolean};

const leaveByForce = 'docker swarm leave --force';

export const leaveSwarm: EngineOperation<Leaving> = {
	on: 'engine',
	id: 'leaveSwarm',
	title: 'Leave the swarm with this engine',
	verb: 'leave the swarm',
	doing: 'Leaving the swarm with',
	done: 'left the swarm',
	danger: 'destructive',
	blockedBy: ({saw}) => (saw.swarmState === 'inactive' ? `${saw.name} is in no swarm` : undefined),
	parse: () => ({kind: 'input', input: {tasks: undefined}}),
	prepare: async (_input, _targets, {engine}, signal) => {
		const [tasks, info] = await Promise.all([engine.tasksHere(signal).catch(() => undefined), engine.info(signal)]);
		return {tasks, isManager: info.isManager};
	},
	recorded: () => null,
	needs: () => ({engine: true}),
	plan: ([target], input, snapshot) => (target === undefined ? nothing : planOf(target, input, snapshot)),
	cli: () => docker('swarm', 'leave'),
	relies: ({nodeId}) => ({node: nodeId ?? null}),
	run: async ({engine}, _fresh, _input, signal) => {
		await engine.leaveSwarm(signal);
		return [];
	},
	isWritten: now => now?.swarmState === 'inactive',
	// Done when the engine says so: there is nothing left to see it in.
	isSeen: () => true,
};

const nothing: Plan = {effects: [], warnings: [], refusals: []};

const planOf = (target: EngineTarget, input: Leaving, snapshot: Snapshot): Plan => {
	const {name, swarmState} = target.saw;

	if (swarmState === 'locked') {
		return lockedPlan(name);
	}

	if (swarmState === 'pending') {
		return {...nothing, effects: [`${name} gives up joining, and is in no swarm then.`]};
	}

	const obstacle = (input.isManager ?? target.saw.isManager) ? leaveObstacle(snapshot) : undefined;
	return obstacle === undefined ? workerPlan(name, input) : refusedPlan(name, obstacle);
};

const workerPlan = (name: string, {tasks}: Leaving): Plan => ({
	effects: [
		`This acts on ${name}, the engine that skep is connected to, and on no other.`,
		...(tasks === undefined
			? [`What runs of the swarm on ${name} can't be read; all of it stops.`]
			: lost(name, tasks)),
		`The managers see ${name} as down within seconds, and keep its entry and its labels until someone removes it (Ctrl+D there).`,
		'Its local volumes and what `docker run` started stay. To come back it joins again by a token, as a new node without labels.',
	],
	warnings: [],
	refusals: [],
});

const lost = (name: string, tasks: readonly TaskHere[]) =>
	tasks.length === 0
		? [`Nothing of the swarm runs on ${name}.`]
		: [
				`${count(tasks.length, 'task')} on ${name} stop at once: ${listed(servicesOf(tasks))}. Those of replicated services start elsewhere, where there is room; drained first (D on a manager), it has none left to lose.`,
			];

/** `shop_web (2)`, most first. */
const servicesOf = (tasks: readonly TaskHere[]) => {
	const groups = Object.entries(Object.groupBy(tasks, ({service}) => service));
	return groups
		.map(([service, some = []]) => [service, some.length] as const)
		.toSorted(([a, more], [b, less]) => less - more || a.localeCompare(b))
		.map(([service, amount]) => (amount === 1 ? service : `${service} (${amount})`));
};

const refusedPlan = (name: string, obstacle: LeaveObstacle): Plan => {
	switch (obstacle.kind) {
		case 'last-manager':
			return lastManagerPlan(name, obstacle.others);
		case 'quorum':
			return {
				...nothing,
				refusals: [
					`Without ${name} the managers would have no quorum: ${obstacle.reachable} of those left can be reached, ${obstacle.needed} are needed. Bring one back first, or demote one that is gone.`,
				],
				effects: [
					`\`${leaveByForce}\` on ${name} would leave a swarm that nothing can be changed or healed in. skep shows this and does not run it.`,
				],
			};
		default:
			return {
				...nothing,
				refusals: [`${name} is a manager: it becomes a worker first, and leaves then.`],
				effects: [
					`\`${leaveByForce}\` would leave its seat empty: it counts against the quorum until someone demotes and removes it. skep does not run it.`,
				],
				instead: 'demoteNode',
			};
	}
};

const lastManagerPlan = (name: string, others: number): Plan => ({
	...nothing,
	refusals: [`${name} is the last manager: the swarm would be gone for good with it.`],
	effects: [
		`What would do it, on ${name}: \`${leaveByForce}\`. Every service, secret, config and network is lost, and their containers stop${others > 0 ? `; ${count(others, 'other node')} would be left without a manager` : ''}. skep shows this and does not run it.`,
		...(others > 0 ? ['Promote another node first (M), and this one can become a worker and leave.'] : []),
	],
});

const lockedPlan = (name: string): Plan => ({
	refusals: [`${name} is a locked manager: unlock it first.`],
	effects: [
		`Without the key there is only \`${leaveByForce}\` on ${name}: its part of the swarm is gone then, and its seat stays empty until another manager demotes and removes it. If it was the only manager, so is the swarm. skep does not run it.`,
	],
	warnings: [],
});
