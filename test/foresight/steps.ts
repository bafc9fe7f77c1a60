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
import {scaleForesight} from '../../source/swarm/foresight/scale.ts';
import type {ServiceUpdate} from '../../source/swarm/foresight/template-after.ts';
import {updateForesight} from '../../source/swarm/foresight/update.ts';
import type {Node} from '../../source/swarm/node.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Dice} from './dice.ts';
import {type Capacity, type NodePlan, type ServicePlan, someConstraints, someReservation} from './world.ts';

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
	  };

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

	if (roll < 40) {
		return nodeStep(dice, nodes);
	}

	if (roll < 60) {
		return labelStep(dice, nodes);
	}

	if (roll < 78 && counted.length > 0) {
		const plan = dice.one(counted);
		const replicas = dice.one([0, 1, 2, 3, 4, 5].filter(count => count !== plan.replicas));
		return {kind: 'scale', service: plan.name, replicas};
	}

	return updateStep(dice, dice.one(plans), capacity);
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
		default:
			return updateForesight(snapshot, serviceNamed(snapshot, step.service), step.change, now);
	}
};
