import {at, itemsOf, type Tree, textsOf, treeOf} from '../tree.ts';
import {bytesText, cpusText} from '../units.ts';
import {type Entry, initialOf} from './entry.ts';
import {container, resources} from './paths.ts';
import {rollbacks, updates} from './policies.ts';
import type {FormValues} from './service-form.ts';

type Found = {readonly field: string; readonly problem: string};

type Check = (typed: (name: string) => string, set: Tree) => Found | undefined;

const isGlobal: Check = typed => {
	const field = ['replicas', 'maxPerNode'].find(name => typed(name) !== '');
	const problem =
		field === 'replicas'
			? 'a global service has one task on every node that fits: no count to set'
			: 'a global service has one task on a node anyway: no limit to set';
	return typed('mode').startsWith('global') && field !== undefined ? {field, problem} : undefined;
};

const isNoJob: Check = typed =>
	typed('maxConcurrent') !== '' && typed('mode') !== 'replicated-job'
		? {field: 'maxConcurrent', problem: 'only the tasks of a replicated-job take turns: leave this empty'}
		: undefined;

/** The engine refuses it (manager/controlapi: jobs may not have an update config). */
const isJob: Check = typed => {
	const isTyped = (entry: Entry) => !['', initialOf(entry)].includes(typed(entry.name));
	const field = [...updates.entries, ...rollbacks.entries].find(isTyped)?.name;
	return typed('mode').endsWith('-job') && field !== undefined
		? {field, problem: 'a job is never updated slot by slot: it takes no such settings'}
		: undefined;
};

const isContrary: Check = (_, set) => {
	const [added, dropped] = ['CapabilityAdd', 'CapabilityDrop'].map(name => textsOf(at(set, [...container, name])));
	const both = added?.find(name => dropped?.includes(name));
	return both === undefined ? undefined : {field: 'capDrop', problem: `${both} is given above, and taken away here`};
};

const isUndriven: Check = typed =>
	typed('logOptions') !== '' && typed('logDriver') === ''
		? {field: 'logDriver', problem: 'options are given: name the driver that they are for'}
		: undefined;

const isByNames: Check = (typed, set) => {
	const open = itemsOf(at(set, ['EndpointSpec', 'Ports'])).find(port => treeOf(port)['PublishMode'] === 'ingress');
	const target = treeOf(open)['TargetPort'];
	return typed('endpoint') === 'dnsrr' && open !== undefined
		? {
				field: 'ports',
				problem: `found by dnsrr, it can open ports only on its own nodes: mode=host,target=${target} and published=...`,
			}
		: undefined;
};

const amountAt = (set: Tree, kind: string, name: string) => {
	const amount = at(set, [...resources, kind, name]);
	return typeof amount === 'number' && amount > 0 ? amount : undefined;
};

/** The engine makes no container that is promised more memory than it may have. */
const isOver =
	(field: string, name: string, word: string, text: (amount: number) => string): Check =>
	(_, set) => {
		const [limit, reserved] = [amountAt(set, 'Limits', name), amountAt(set, 'Reservations', name)];
		return limit !== undefined && reserved !== undefined && reserved > limit
			? {field, problem: `${text(reserved)} reserved is more than the ${word} limit of ${text(limit)}`}
			: undefined;
	};

const isOff: Check = typed => {
	const field = ['healthCmd', 'healthInterval', 'healthTimeout', 'healthRetries', 'healthStart'].find(
		name => typed(name) !== '',
	);
	return typed('healthNone') === 'yes' && field !== undefined
		? {field: 'healthNone', problem: 'the check is switched off, and settings of it are given: one of the two'}
		: undefined;
};

const isIdle: Check = typed => {
	const field = ['restartDelay', 'restartAttempts', 'restartWindow'].find(name => typed(name) !== '');
	return typed('restart') === 'none' && field !== undefined
		? {field, problem: 'with restart none nothing is tried again: leave this empty'}
		: undefined;
};

const checks: readonly Check[] = [
	isGlobal,
	isNoJob,
	isJob,
	isByNames,
	isOver('reserveCpu', 'NanoCPUs', 'CPU', amount => `${cpusText(amount)} CPU`),
	isOver('reserveMemory', 'MemoryBytes', 'memory', bytesText),
	isOff,
	isIdle,
	isUndriven,
	isContrary,
];

/** What no field tells by itself: two that don't go together. */
export const wholeProblem = (values: FormValues, set: Tree): Found | undefined => {
	const typed = (name: string) => (values[name] ?? '').trim();

	for (const check of checks) {
		const found = check(typed, set);

		if (found !== undefined) {
			return found;
		}
	}

	return undefined;
};
