import {image} from '../swarm-lab/images.ts';
import type {Dice} from './dice.ts';

/** A service as the API takes it: what a scenario may change again is kept as plain values. */
export type ServicePlan = {
	readonly name: string;
	/** Absent for a global one. */
	readonly replicas?: number;
	readonly constraints: readonly string[];
	readonly cpus: number;
	readonly memoryBytes: number;
	readonly hostPort?: number;
	readonly maxPerNode: number;
	readonly spread?: string;
	readonly parallelism: number;
	readonly order: 'stop-first' | 'start-first';
	readonly tag: string;
	/** Its updates take their time, and pause when a new task fails. */
	readonly isWary?: boolean;
};

/** What scenarios change about a node, and read of it. */
export type NodePlan = {
	readonly hostname: string;
	readonly availability: 'active' | 'pause' | 'drain';
	readonly role: 'manager' | 'worker';
	readonly labels: Readonly<Record<string, string>>;
};

const constraints = [
	'node.labels.disk == ssd',
	'node.labels.disk != ssd',
	'node.labels.zone == a',
	'node.labels.zone != b',
	'node.role == worker',
	'node.role != manager',
	'node.role == manager',
	'node.hostname != work2',
	'node.hostname == mgr2',
	'node.platform.arch == x86_64',
	'node.platform.os == linux',
	'NODE.LABELS.disk == SSD',
	'node.labels.Disk == ssd',
	'node.labels.none != x',
];

export const someConstraints = (dice: Dice): readonly string[] =>
	dice.chance(0.35) ? [] : dice.chance(0.75) ? [dice.one(constraints)] : [dice.one(constraints), dice.one(constraints)];

/** The capacity of one of the lab's nodes: they are all the same machine. */
export type Capacity = {readonly cpus: number; readonly memoryBytes: number};

/** Large against a node, so that room runs out. */
export const someReservation = (dice: Dice, {cpus, memoryBytes}: Capacity): Capacity => {
	const share = dice.one([0.3, 0.45, 0.55, 0.8, 1]);
	const isMemory = dice.chance(0.5);
	return isMemory
		? {cpus: 0, memoryBytes: Math.floor((memoryBytes * share) / 1048576) * 1048576}
		: {cpus: Math.round(cpus * share * 100) / 100, memoryBytes: 0};
};

export const somePlan = (dice: Dice, name: string, capacity: Capacity, isThirsty: boolean): ServicePlan => {
	const isGlobal = dice.chance(0.2);
	return {
		name,
		...(isGlobal ? {} : {replicas: 1 + dice.below(4)}),
		constraints: someConstraints(dice),
		...(isThirsty ? someReservation(dice, capacity) : {cpus: 0, memoryBytes: 0}),
		...(dice.chance(0.25) ? {hostPort: 18000 + dice.below(2)} : {}),
		maxPerNode: !isGlobal && dice.chance(0.4) ? 1 : 0,
		...(dice.chance(0.2) ? {spread: 'node.labels.zone'} : {}),
		parallelism: dice.one([0, 1, 2]),
		order: dice.chance(0.25) ? 'start-first' : 'stop-first',
		tag: 'a',
	};
};

const otherOrder = {'stop-first': 'start-first', 'start-first': 'stop-first'} as const;

export const specOf = (plan: ServicePlan) => ({
	Name: plan.name,
	TaskTemplate: {
		ContainerSpec: {Image: image('shop/quiet:1'), Env: [`TAG=${plan.tag}`], StopGracePeriod: 1e9},
		Resources: {Reservations: {NanoCPUs: Math.round(plan.cpus * 1e9), MemoryBytes: plan.memoryBytes}},
		RestartPolicy: {Condition: 'any', Delay: 1e8},
		Placement: {
			Constraints: plan.constraints,
			MaxReplicas: plan.maxPerNode,
			...(plan.spread ? {Preferences: [{Spread: {SpreadDescriptor: plan.spread}}]} : {}),
		},
	},
	Mode: plan.replicas === undefined ? {Global: {}} : {Replicated: {Replicas: plan.replicas}},
	UpdateConfig: {
		Parallelism: plan.parallelism,
		Order: plan.order,
		...(plan.isWary ? {Delay: 2e9, Monitor: 6e9, FailureAction: 'pause'} : {Monitor: 1e8, FailureAction: 'continue'}),
	},
	// Another pace than that of updates, so that one taken for the other shows.
	RollbackConfig: {
		Parallelism: (plan.parallelism + 1) % 3,
		Order: plan.parallelism === 2 ? otherOrder[plan.order] : plan.order,
		Monitor: 1e8,
		FailureAction: 'continue',
	},
	...(plan.hostPort === undefined
		? {}
		: {
				EndpointSpec: {
					Ports: [{Protocol: 'tcp', TargetPort: 80, PublishedPort: plan.hostPort, PublishMode: 'host'}],
				},
			}),
});
