import {decodeService} from '../../source/engine/decode/service.ts';
import type {Foresight} from '../../source/swarm/foresight/foresight.ts';
import {
	activateForesight,
	drainForesight,
	type LabelChange,
	labelForesight,
	lossForesight,
	pauseForesight,
	roleForesight,
} from '../../source/swarm/foresight/node-foresight.ts';
import type {Rewrite} from '../../source/swarm/foresight/rewrite.ts';
import {scaleForesight} from '../../source/swarm/foresight/scale.ts';
import type {ServiceChange} from '../../source/swarm/foresight/service-change.ts';
import {changesForesight} from '../../source/swarm/foresight/several.ts';
import type {ServiceUpdate} from '../../source/swarm/foresight/template-after.ts';
import {updateForesight} from '../../source/swarm/foresight/update.ts';
import type {Node} from '../../source/swarm/node.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Dice} from './dice.ts';
import {type ReturnStep, returnForeseen} from './returns.ts';
import {
	type Capacity,
	type NodePlan,
	type ServicePlan,
	someConstraints,
	somePlan,
	someReservation,
	specOf,
} from './world.ts';

/** One change, as skep would be asked about it and as the engine is told. */
export type Step =
	| {readonly kind: 'availability'; readonly node: string; readonly availability: Node['availability']}
	| {readonly kind: 'role'; readonly node: string; readonly role: Node['role']}
	| {readonly kind: 'label'; readonly node: string; readonly change: LabelChange}
	| {readonly kind: 'loss'; readonly node: string}
	| {readonly kind: 'scale'; readonly service: string; readonly replicas: number}
	| {
			readonly kind: 'update';
			readonly service: string;
			readonly change: ServiceUpdate;
			readonly plan: Partial<ServicePlan>;
	  }
	/** An update that is made to pause: its first new task is killed. Nothing is foreseen of that. */
	| {readonly kind: 'pause'; readonly service: string; readonly plan: Partial<ServicePlan>}
	| ReturnStep
	/** As a stack is deployed: what is no longer wanted goes, then all others are written, changed or not. */
	| {readonly kind: 'deploy'; readonly writes: readonly Written[]; readonly removes: readonly string[]};

type Written = {readonly plan: ServicePlan; readonly before: ServicePlan | undefined};

const nodeStep = (dice: Dice, nodes: readonly NodePlan[]): Step => {
	const node = dice.one(nodes);
	const others = (['active', 'drain', 'pause'] as const).filter(word => word !== node.availability);
	return {kind: 'availability', node: node.hostname, availability: dice.one(others)};
};

const labelStep = (dice: Dice, nodes: readonly NodePlan[]): Step => {
	const {hostname, labels} = dice.one(nodes);
	const key = dice.one(['disk', 'zone']);
	const value = key === 'disk' ? dice.one(['ssd', 'hdd', 'SSD']) : dice.one(['a', 'b']);
	const isRemoved = Object.hasOwn(labels, key) && dice.chance(0.5);
	return {
		kind: 'label',
		node: hostname,
		change: isRemoved ? {set: {}, remove: [key]} : {set: {[key]: value}, remove: []},
	};
};

const updateStep = (dice: Dice, plan: ServicePlan, capacity: Capacity): Step => {
	const kind = dice.one(['constraints', 'constraints', 'reservations', 'image'] as const);
	const service = plan.name;

	if (kind === 'constraints') {
		const constraints = someConstraints(dice);
		return {kind: 'update', service, change: {constraints}, plan: {constraints}};
	}

	if (kind === 'reservations') {
		const reservations = someReservation(dice, capacity);
		return {kind: 'update', service, change: {reservations}, plan: reservations};
	}

	const tag = `${plan.tag}x`;
	return {kind: 'update', service, change: {image: `web:${tag}`}, plan: {tag}};
};

/** Another of its kind: the mode stays, as no update changes it. */
const rewritten = (dice: Dice, plan: ServicePlan, capacity: Capacity): ServicePlan => ({
	...plan,
	...(dice.chance(0.4) ? {constraints: someConstraints(dice)} : {}),
	...(dice.chance(0.2) && plan.cpus + plan.memoryBytes > 0 ? someReservation(dice, capacity) : {}),
	...(dice.chance(0.3) ? {tag: `${plan.tag}x`} : {}),
	...(dice.chance(0.3) && plan.replicas !== undefined ? {replicas: dice.below(5)} : {}),
});

const deployStep = (dice: Dice, plans: readonly ServicePlan[], capacity: Capacity): Step => {
	const removed = plans.length > 2 && dice.chance(0.3) ? dice.one(plans) : undefined;
	const kept = plans.filter(plan => plan !== removed);
	const writes: readonly Written[] = kept.map(before => ({before, plan: rewritten(dice, before, capacity)}));
	const names = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9'];
	const name = names.find(free => !plans.some(plan => plan.name === free));
	const isMore = name !== undefined && kept.length < 4 && dice.chance(0.4);
	const more = isMore ? [{before: undefined, plan: somePlan(dice, name, capacity, dice.chance(0.2))}] : [];
	return {kind: 'deploy', writes: [...writes, ...more], removes: removed ? [removed.name] : []};
};

type Bag = {readonly nodes: readonly NodePlan[]; readonly plans: readonly ServicePlan[]; readonly capacity: Capacity};

/** Losing a node takes the managers 12 s to notice, and a changed role moves Raft: both stay rare. */
export const someStep = (dice: Dice, {nodes, plans, capacity}: Bag, isLong: boolean): Step => {
	const roll = dice.below(100);
	const counted = plans.filter(({replicas}) => replicas !== undefined);

	if (isLong && roll < 3) {
		return {kind: 'loss', node: 'work2'};
	}

	if (isLong && roll < 7) {
		const worker = nodes.find(({hostname}) => hostname === 'work1');
		return {kind: 'role', node: 'work1', role: worker?.role === 'manager' ? 'worker' : 'manager'};
	}

	if (roll < 38) {
		return nodeStep(dice, nodes);
	}

	if (roll < 55) {
		return labelStep(dice, nodes);
	}

	if (roll < 70 && counted.length > 0) {
		const plan = dice.one(counted);
		const replicas = dice.one([0, 1, 2, 3, 4, 5].filter(count => count !== plan.replicas));
		return {kind: 'scale', service: plan.name, replicas};
	}

	return roll < 90 ? updateStep(dice, dice.one(plans), capacity) : deployStep(dice, plans, capacity);
};

const nodeNamed = (snapshot: Snapshot, name: string) => {
	const found = [...(snapshot.nodes?.items.values() ?? [])].find(({hostname}) => hostname === name);

	if (found === undefined) {
		throw new Error(`no node ${name}`);
	}

	return found.id;
};

const serviceNamed = (snapshot: Snapshot, name: string) => {
	const found = [...(snapshot.services?.items.values() ?? [])].find(service => service.name === name);

	if (found === undefined) {
		throw new Error(`no service ${name}`);
	}

	return found.id;
};

const serviceOf = (snapshot: Snapshot, name: string): Service =>
	snapshot.services?.items.get(serviceNamed(snapshot, name)) as Service;

/** What of it the update replaces (orchestrator/task.go, IsTaskDirty). */
const replacedIn = (before: ServicePlan, plan: ServicePlan): Rewrite['replaced'] => {
	const {constraints, maxPerNode, spread} = before;
	const isPlaced = JSON.stringify(constraints) === JSON.stringify(plan.constraints);
	const {replicas: _, ...rest} = {...plan, constraints, maxPerNode, spread};
	const {replicas: __, ...old} = {...before, spread};
	return JSON.stringify(Object.entries(rest).sort()) === JSON.stringify(Object.entries(old).sort())
		? isPlaced
			? 'none'
			: 'misfits'
		: 'all';
};

const changesOf = (
	snapshot: Snapshot,
	{writes, removes}: Extract<Step, {kind: 'deploy'}>,
): readonly ServiceChange[] => [
	...removes.map((name): ServiceChange => ({kind: 'remove', service: serviceOf(snapshot, name)})),
	...writes.map(({plan, before}): ServiceChange => {
		const wanted = decodeService({ID: `new ${plan.name}`, Spec: specOf(plan)});
		return before === undefined
			? {kind: 'create', service: wanted}
			: {kind: 'change', before: serviceOf(snapshot, plan.name), wanted, replaced: replacedIn(before, plan)};
	}),
];

const availabilities = {active: activateForesight, drain: drainForesight, pause: pauseForesight};

/** What skep says before the change. */
export const foreseen = (snapshot: Snapshot, step: Step, now: number): Foresight | undefined => {
	switch (step.kind) {
		case 'availability':
			return availabilities[step.availability](snapshot, [nodeNamed(snapshot, step.node)], now);
		case 'role':
			return roleForesight(snapshot, [nodeNamed(snapshot, step.node)], step.role, now);
		case 'label':
			return labelForesight(snapshot, [nodeNamed(snapshot, step.node)], step.change, now);
		case 'loss':
			return lossForesight(snapshot, [nodeNamed(snapshot, step.node)], now);
		case 'scale':
			return scaleForesight(snapshot, serviceNamed(snapshot, step.service), step.replicas, now);
		case 'deploy':
			return changesForesight(snapshot, changesOf(snapshot, step), now);
		case 'rollback':
		case 'return':
		case 'resume':
			return returnForeseen(snapshot, serviceOf(snapshot, step.service), step);
		case 'pause':
			return undefined;
		default:
			return updateForesight(snapshot, serviceNamed(snapshot, step.service), step.change, now);
	}
};
