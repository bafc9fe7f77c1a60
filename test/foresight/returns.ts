import {decodeService} from '../../source/engine/decode/service.ts';
import {resumed} from '../../source/operations/service/resume-plan.ts';
import {returnForesight} from '../../source/operations/service/return-foresight.ts';
import {rewrittenForesight} from '../../source/operations/service/rewritten.ts';
import type {Foresight} from '../../source/swarm/foresight/foresight.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Dice} from './dice.ts';
import type {Step} from './steps.ts';
import {type Capacity, type ServicePlan, someConstraints, someReservation} from './world.ts';

/** To what a service was before its last write: by the engine, or as a write of its own; or on with a paused update. */
export type ReturnStep =
	| {readonly kind: 'rollback' | 'return'; readonly service: string; readonly plan: ServicePlan}
	| {readonly kind: 'resume'; readonly service: string};

/** What each service was before it was written last, and which updates are paused. */
export type Past = {readonly previous: ReadonlyMap<string, ServicePlan>; readonly paused: ReadonlySet<string>};

export const noPast: Past = {previous: new Map(), paused: new Set()};

const written = (step: Step): readonly string[] => {
	switch (step.kind) {
		case 'deploy':
			return [...step.removes, ...step.writes.map(({plan: {name}}) => name)];
		case 'scale':
		case 'update':
		case 'pause':
		case 'rollback':
		case 'return':
		case 'resume':
			return [step.service];
		default:
			return [];
	}
};

export const pastAfter = ({previous, paused}: Past, plans: readonly ServicePlan[], step: Step): Past => {
	const names = written(step);
	const before = names.flatMap(name => plans.filter(plan => plan.name === name));
	const kept = [...previous].filter(([name]) => !names.includes(name));
	return {
		previous: new Map([...kept, ...before.map(plan => [plan.name, plan] as const)]),
		paused: new Set([
			...[...paused].filter(name => !names.includes(name)),
			...(step.kind === 'pause' ? [step.service] : []),
		]),
	};
};

const isOther = (one: ServicePlan, other: ServicePlan) => JSON.stringify(one) !== JSON.stringify(other);

/** A way back or on, where there is one. */
export const someReturn = (
	dice: Dice,
	plans: readonly ServicePlan[],
	{previous, paused}: Past,
): ReturnStep | undefined => {
	const waiting = plans.filter(({name}) => paused.has(name));

	if (waiting.length > 0 && dice.chance(0.5)) {
		return {kind: 'resume', service: dice.one(waiting).name};
	}

	const ways = plans.flatMap(now => {
		const plan = previous.get(now.name);
		return plan !== undefined && isOther(plan, now) ? [plan] : [];
	});

	if (ways.length === 0) {
		return undefined;
	}

	const plan = dice.one(ways);
	return {kind: dice.chance(0.75) ? 'rollback' : 'return', service: plan.name, plan};
};

/** Several things at once, of which the pace of updates is one; or an update that pauses. */
export const someSetup = (dice: Dice, plans: readonly ServicePlan[], capacity: Capacity): Step => {
	const now = dice.one(plans);
	const tag = `${now.tag}y`;
	const isThirsty = now.cpus + now.memoryBytes > 0;

	if (dice.chance(0.45) && (now.replicas === undefined || now.replicas > 1)) {
		const constraints = dice.chance(0.3) ? {constraints: someConstraints(dice)} : {};
		const plan = {tag, ...constraints, parallelism: dice.one([1, 1, 2]), order: now.order, isWary: true};
		return {kind: 'pause', service: now.name, plan};
	}

	const plan: ServicePlan = {
		...now,
		isWary: false,
		tag: dice.chance(0.6) ? tag : now.tag,
		parallelism: dice.one([0, 1, 2]),
		...(dice.chance(0.4) ? {constraints: someConstraints(dice)} : {}),
		...(dice.chance(isThirsty ? 0.6 : 0.2) ? someReservation(dice, capacity) : {}),
		...(dice.chance(0.3) && now.replicas !== undefined ? {replicas: dice.below(6)} : {}),
	};
	const others = plans.filter(({name}) => name !== now.name).map(other => ({plan: other, before: other}));
	return {kind: 'deploy', writes: [...others, {plan, before: now}], removes: []};
};

export const returnForeseen = (snapshot: Snapshot, service: Service, step: ReturnStep): Foresight | undefined => {
	if (step.kind === 'resume') {
		return service.updateStatus?.state.endsWith('paused')
			? rewrittenForesight([resumed(service)], snapshot)
			: undefined;
	}

	const {previousSpec} = service;

	if (previousSpec === undefined) {
		return undefined;
	}

	const wanted = decodeService({ID: 'imagined', Spec: previousSpec});
	const known = {
		spec: previousSpec,
		image: wanted.image,
		seenAt: undefined,
		replacedAt: undefined,
		replacedBy: undefined,
	};
	const way =
		step.kind === 'rollback' ? ({kind: 'engine'} as const) : ({kind: 'kept', known, keepsScale: false} as const);
	return returnForesight([{service, way, wanted}], snapshot);
};
