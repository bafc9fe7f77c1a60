import type {Dice} from './dice.ts';
import {noPast, pastAfter, someReturn, someSetup} from './returns.ts';
import {type Step, someStep} from './steps.ts';
import {type Capacity, type NodePlan, type ServicePlan, somePlan} from './world.ts';

export type World = {readonly nodes: readonly NodePlan[]; readonly services: readonly ServicePlan[]};

export type Round = {
	readonly number: number;
	/** At the beginning of a new world. */
	readonly world: World | undefined;
	readonly step: Step;
	/** All services as the step leaves them, and the one it changes. */
	readonly plans: readonly ServicePlan[];
	readonly changed: ServicePlan | undefined;
};

/** So many steps are taken in one world, one after the other. */
const stepsOfWorld = 6;

/** Every node as at first, and a few services that get in each other's way now and then. */
const freshWorld = (dice: Dice, nodes: readonly NodePlan[], capacity: Capacity): World => {
	const fresh = nodes.map((node): NodePlan => {
		const disk = dice.one(['ssd', 'hdd', undefined]);
		const labels = {...(disk && {disk}), zone: dice.one(['a', 'b'])};
		return {...node, labels, availability: dice.chance(0.15) ? 'pause' : 'active'};
	});
	const count = 2 + dice.below(2);
	const services = Array.from({length: count}, (_, at) =>
		somePlan(dice, `s${at}`, capacity, dice.chance(at === 0 ? 0.6 : 0.2)),
	);
	return {nodes: fresh, services};
};

const serviceAfter = (plan: ServicePlan, step: Step): ServicePlan => {
	if (!('service' in step) || step.service !== plan.name || step.kind === 'resume') {
		return plan;
	}

	// What a way back leads to has no more than its plan says.
	const isBack = step.kind === 'rollback' || step.kind === 'return';
	return isBack ? step.plan : {...plan, ...(step.kind === 'scale' ? {replicas: step.replicas} : step.plan)};
};

const plansAfter = (plans: readonly ServicePlan[], step: Step): readonly ServicePlan[] =>
	step.kind === 'deploy' ? step.writes.map(({plan}) => plan) : plans.map(plan => serviceAfter(plan, step));

const nodeAfter = (node: NodePlan, step: Step): NodePlan => {
	if (!('node' in step) || step.node !== node.hostname) {
		return node;
	}

	switch (step.kind) {
		case 'availability':
			return {...node, availability: step.availability};
		case 'role':
			return {...node, role: step.role};
		case 'label': {
			const {set, remove} = step.change;
			const kept = Object.entries(node.labels).filter(([key]) => !remove.includes(key));
			return {...node, labels: {...Object.fromEntries(kept), ...set}};
		}
		default:
			return node;
	}
};

type Options = {
	readonly nodes: readonly NodePlan[];
	readonly capacity: Capacity;
	readonly scenarios: number;
	/** With lost nodes and changed roles, which take their time. */
	readonly isLong: boolean;
	/** Mostly ways back, and what they are the way back from. */
	readonly isBack?: boolean;
};

/** All that happens, told from the dice alone: any part of it can be played by itself. */
export const scriptOf = (
	dice: Dice,
	{nodes: first, capacity, scenarios, isLong, isBack = false}: Options,
): readonly Round[] => {
	const rounds: Round[] = [];
	let nodes = first;
	let plans: readonly ServicePlan[] = [];
	let past = noPast;

	for (let number = 0; number < scenarios; number += 1) {
		const world = number % stepsOfWorld === 0 ? freshWorld(dice, nodes, capacity) : undefined;
		nodes = world?.nodes ?? nodes;
		plans = world?.services ?? plans;
		past = world ? noPast : past;
		const back = isBack && number % 2 === 1 ? someReturn(dice, plans, past) : undefined;
		const isSetup = isBack && number % 2 === 0 && dice.chance(0.8);
		const setup = isSetup ? someSetup(dice, plans, capacity) : undefined;
		const step = back ?? setup ?? someStep(dice, {nodes, plans, capacity}, isLong);
		past = pastAfter(past, plans, step);
		nodes = nodes.map(node => nodeAfter(node, step));
		plans = plansAfter(plans, step);
		const changed = plans.find(({name}) => 'service' in step && step.service === name);
		rounds.push({number, world, step, plans, changed});
	}

	return rounds;
};

/** The scenario with what goes before it in its world. */
export const upTo = (script: readonly Round[], number: number) =>
	script.filter(round => round.number <= number && round.number >= number - (number % stepsOfWorld));

/** What is left from the world of a scenario on. */
export const since = (script: readonly Round[], number: number) =>
	script.filter(round => round.number >= number - (number % stepsOfWorld));

/** Each world's rounds, in order. */
export const worldsOf = (rounds: readonly Round[]): readonly (readonly Round[])[] => [
	...Map.groupBy(rounds, ({number}) => Math.floor(number / stepsOfWorld)).values(),
];
