import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import {portsClose} from '../removal-words.ts';
import type {StackTarget} from '../target.ts';
import {agree, count, listed} from '../words.ts';
import {runningIn} from './deploy-stack-plan.ts';
import {type Known, partsOf, type StackPart} from './remove-stack-parts.ts';

const nothingKnown: Known = {services: [], networks: [], secrets: [], configs: []};

export const knownIn = (snapshot: Snapshot) => runningIn(snapshot) ?? nothingKnown;

export const servicesOf = ({id}: Pick<StackTarget, 'id'>, {services}: Known) =>
	services.filter(({stack}) => stack === id).toSorted((a, b) => a.name.localeCompare(b.name));

/** What goes with a stack, and what stays. */
export const removalEffects = (target: StackTarget, snapshot: Snapshot): readonly string[] => {
	const known = knownIn(snapshot);
	const services = servicesOf(target, known);
	const parts = partsOf(target.id, known).filter(({users}) => users.length === 0);
	return [
		...servicesGo(services, snapshot),
		...portsClose(services),
		...partsGo(parts),
		...volumesStay(services),
		...externalsStay(target.id, services, known),
		'Docker keeps nothing to roll back to. skep writes the specs to files first, and says where; without that it removes nothing.',
	];
};

const servicesGo = (services: readonly Service[], snapshot: Snapshot): readonly string[] => {
	if (services.length === 0) {
		return [];
	}

	const tasks = services.map(({id}) => snapshot.tasks.get(id)?.items.filter(task => !hasEnded(task)).length);
	const sum = tasks.every(known => known !== undefined) ? tasks.reduce((total, known) => total + known, 0) : undefined;
	const names = listed(services.map(({name}) => name));
	const words =
		sum === undefined
			? 'all their tasks stop; how many is not known'
			: `${count(sum, 'task')} ${agree(sum, 'stops', 'stop')}`;
	return [`${count(services.length, 'service')} ${agree(services.length, 'goes', 'go')}: ${names}; ${words}.`];
};

const partsGo = (parts: readonly StackPart[]): readonly string[] =>
	(['network', 'secret', 'config'] as const).flatMap(kind => {
		const names = parts.filter(part => part.kind === kind).map(({saw}) => saw.name);
		const end = {
			network: `once no task is left on ${agree(names.length, 'it', 'them')}`,
			secret: 'for good: no manager gives out its value',
			config: 'for good, with what is in it',
		}[kind];
		return names.length === 0
			? []
			: [`${count(names.length, kind)} ${agree(names.length, 'goes', 'go')}, ${end}: ${listed(names)}.`];
	});

const volumesStay = (services: readonly Service[]): readonly string[] => {
	const names = [...new Set(services.flatMap(({uses}) => uses?.volumes.map(({name}) => name) ?? []))].sort();
	return names.length === 0
		? []
		: [
				`${agree(names.length, 'The volume', 'The volumes')} ${listed(names)} ${agree(names.length, 'stays', 'stay')} on the nodes, with what is in ${agree(names.length, 'it', 'them')}.`,
			];
};

/** What its services use and isn't labelled as the stack's. */
const externalsStay = (stack: string, services: readonly Service[], known: Known): readonly string[] => {
	const used = new Set<string>(
		services.flatMap(({networks, uses}) => [
			...networks,
			...[...(uses?.secrets ?? []), ...(uses?.configs ?? [])].map(({id}) => id),
		]),
	);
	const outside = <T extends {readonly id: string; readonly name: string; readonly stack: string | undefined}>(
		kind: string,
		items: readonly T[],
	) => items.filter(item => used.has(item.id) && item.stack !== stack).map(({name}) => `${kind} ${name}`);
	const names = [
		...outside('network', known.networks),
		...outside('secret', known.secrets),
		...outside('config', known.configs),
	];
	return names.length === 0
		? []
		: [`Not of this stack, so ${agree(names.length, 'it stays', 'they stay')}: ${listed(names)}.`];
};

/** What others use of it stays: the engine removes nothing in use. */
export const inUse = (target: StackTarget, snapshot: Snapshot): readonly string[] =>
	partsOf(target.id, knownIn(snapshot)).flatMap(({kind, saw, users}) =>
		users.length === 0
			? []
			: [
					`The ${kind} ${saw.name} stays: ${listed(users.map(({name}) => name))} ${agree(users.length, 'uses', 'use')} it.`,
				],
	);
