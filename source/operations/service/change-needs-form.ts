import type {NeedsChange} from '../../engine/changes.ts';
import {parseCpus, parseMemory} from '../../specs/amounts.ts';
import {constraintProblem} from '../../specs/edit/constraint-problem.ts';
import {bytesText, cpusText} from '../../specs/units.ts';
import {isValid, type Parsed as Read} from '../../swarm/parsed.ts';
import type {Service} from '../../swarm/service.ts';
import type {Json} from '../../swarm/values.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {ServiceTarget} from '../target.ts';

/** What is to be other than it is; what is absent stays. */
export type Needed = NeedsChange;

type Need = {
	readonly name: keyof Needed;
	readonly label: string;
	readonly hint: string;
	readonly of: (service: Service) => string;
	/** `before` is what was prefilled. */
	readonly read: (text: string, before: string) => Read<readonly string[] | number>;
};

const memoryText = (bytes: number) => (bytes === 0 ? '' : bytesText(bytes));
const cpuText = (cpus: number) => (cpus === 0 ? '' : cpusText(Math.round(cpus * 1e9)));

const readMemory = (text: string): Read<number> => (text === '' ? {value: 0} : parseMemory(text));

const readCpus = (text: string): Read<number> => {
	const nanos: Read<number> = text === '' ? {value: 0} : parseCpus(text);
	return isValid(nanos) ? {value: nanos.value / 1e9} : nanos;
};

const readMost = (text: string): Read<number> =>
	/^\d{0,9}$/.test(text) ? {value: Number(text)} : {problem: `"${text}" is no whole number; empty is no limit`};

const partsOf = (text: string) =>
	text
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '');

/** One that can't mean what it says (`node.platform.arch == amd64`) is told, unless it was there before. */
const readConstraints = (text: string, before: string): Read<readonly string[]> => {
	const [parts, known] = [partsOf(text), partsOf(before)];
	const [problem] = parts.flatMap(part => (known.includes(part) ? [] : (constraintProblem(part) ?? [])));
	return problem === undefined ? {value: parts} : {problem};
};

const size = 'such as 512MiB or 2GiB; empty for none';

const all: readonly Need[] = [
	{
		name: 'constraints',
		label: 'constraints',
		hint: 'conditions with commas between, such as node.labels.disk == ssd, node.role == worker; empty for none',
		of: ({constraints}) => constraints.join(', '),
		read: readConstraints,
	},
	{
		name: 'maxPerNode',
		label: 'at most per node',
		hint: 'a whole number of tasks; empty for no limit',
		of: ({maxPerNode}) => (maxPerNode === 0 ? '' : `${maxPerNode}`),
		read: readMost,
	},
	{
		name: 'reservedMemory',
		label: 'reserved memory',
		hint: `what a node must have free for each task, ${size}`,
		of: ({reservations}) => memoryText(reservations.memoryBytes),
		read: readMemory,
	},
	{
		name: 'reservedCpus',
		label: 'reserved cpus',
		hint: 'what a node must have free for each task, such as 0.5; empty for none',
		of: ({reservations}) => cpuText(reservations.cpus),
		read: readCpus,
	},
	{
		name: 'memoryLimit',
		label: 'memory limit',
		hint: `what kills a task that takes more, ${size}`,
		of: ({limits}) => memoryText(limits.memoryBytes),
		read: readMemory,
	},
	{
		name: 'cpuLimit',
		label: 'cpu limit',
		hint: 'what a task is held to, such as 1.5; empty for none',
		of: ({limits}) => cpuText(limits.cpus),
		read: readCpus,
	},
];

/** What all of them have; nothing where they differ. */
const common = (targets: readonly ServiceTarget[], {of}: Need) => {
	const [first, ...others] = [...new Set(targets.map(({saw}) => of(saw)))];
	return others.length === 0 ? (first ?? '') : '';
};

export const needFields = (targets: readonly ServiceTarget[]): readonly Field[] =>
	all.map(need => ({name: need.name, label: need.label, hint: need.hint, initial: common(targets, need)}));

/** What was left as prefilled stays as it is, also where several services differ in it. */
export const parseNeeds = (values: FormValues, targets: readonly ServiceTarget[]): Parsed<Needed> => {
	const input: Record<string, unknown> = {};

	for (const need of all) {
		const text = (values[need.name] ?? common(targets, need)).trim();
		const parsed = need.read(text, common(targets, need));

		if (!isValid(parsed)) {
			return {kind: 'problem', field: need.name, problem: `${parsed.problem}.`};
		}

		if (text !== common(targets, need)) {
			input[need.name] = parsed.value;
		}
	}

	return {kind: 'input', input};
};

const value = (service: Service, name: keyof Needed): readonly string[] | number => {
	const {constraints, reservations, limits, maxPerNode} = service;
	return {
		constraints,
		maxPerNode,
		reservedMemory: reservations.memoryBytes,
		reservedCpus: reservations.cpus,
		memoryLimit: limits.memoryBytes,
		cpuLimit: limits.cpus,
	}[name];
};

/** What the input is about, as a service has it. */
export const needsOf = (service: Service, input: Needed): Readonly<Record<string, Json>> =>
	Object.fromEntries(Object.keys(input).map(name => [name, value(service, name as keyof Needed)]));

const shown = (name: keyof Needed, value: readonly string[] | number): string => {
	if (typeof value !== 'number') {
		return value.length === 0 ? 'none' : value.join(', ');
	}

	if (value === 0) {
		return 'none';
	}

	return /memory/i.test(name) ? bytesText(value) : `${value}`;
};

/** What really changes, in words. */
export const changedNeeds = (service: Service, input: Needed) =>
	all
		.filter(({name}) => input[name] !== undefined && String(value(service, name)) !== String(input[name]))
		.map(({name, label}) => ({
			label,
			before: shown(name, value(service, name)),
			after: shown(name, input[name] ?? 0),
		}));

const flagNames = {
	maxPerNode: '--replicas-max-per-node',
	reservedMemory: '--reserve-memory',
	reservedCpus: '--reserve-cpu',
	memoryLimit: '--limit-memory',
	cpuLimit: '--limit-cpu',
} as const;

/** The same as options of `docker service update`. */
export const flagsOf = ({constraints}: Service, input: Needed): readonly string[] => {
	const wanted = input.constraints ?? constraints;
	const numbers = Object.entries(flagNames).flatMap(([name, flag]) => {
		const amount = input[name as keyof typeof flagNames];
		return amount === undefined ? [] : [flag, `${amount}`];
	});
	return [
		...constraints.filter(known => !wanted.includes(known)).flatMap(known => ['--constraint-rm', known]),
		...wanted.filter(text => !constraints.includes(text)).flatMap(text => ['--constraint-add', text]),
		...numbers,
	];
};
