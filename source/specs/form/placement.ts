import type {Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {parseCpus, parseMemory} from '../amounts.ts';
import {constraintProblem} from '../edit/constraint-problem.ts';
import {countEntry, type Part, plainEntry} from './entry.ts';
import {placement, resources} from './paths.ts';
import {readEach, textsIn, whenValid} from './words.ts';

/** `a == b` is one constraint, spaces and all. */
const joined = (text: string) => text.replaceAll(/\s*(==|!=|(?<![=!])=(?!=))\s*/g, '$1');

const readConstraints = (text: string): Parsed<Json> =>
	whenValid(textsIn(joined(text)), texts =>
		readEach(texts, constraint => {
			const problem = constraintProblem(constraint);
			return problem === undefined ? {value: constraint} : {problem};
		}),
	);

const readSpread = (text: string): Parsed<Json> => {
	const [, over = ''] = /^(?:spread=)?(.*)$/.exec(text) ?? [];
	return /^(node|engine)\.labels\.[^=\s]+$/i.test(over)
		? {value: {Spread: {SpreadDescriptor: over}}}
		: {problem: `tasks are spread over a label, node.labels.NAME, not over "${over}"`};
};

export const placing: Part = {
	title: 'Placement',
	entries: [
		plainEntry(
			{
				name: 'constraints',
				label: 'constraints',
				hint: 'node.role==worker node.labels.disk!=hdd: all must hold; also node.hostname, node.platform.arch==x86_64',
			},
			[...placement, 'Constraints'],
			readConstraints,
		),
		plainEntry(
			{name: 'spread', label: 'spread over', hint: 'labels to even tasks out over, outermost first: node.labels.zone'},
			[...placement, 'Preferences'],
			text => whenValid(textsIn(joined(text)), texts => readEach(texts, readSpread)),
		),
		countEntry(
			{
				name: 'maxPerNode',
				label: 'most per node',
				hint: 'tasks of it on one node at most; 0 is no limit',
				fallback: 'no limit',
			},
			[...placement, 'MaxReplicas'],
		),
	],
};

const readGeneric = (text: string): Parsed<Json> => {
	const [, Kind = '', amount = ''] = /^([^=\s]+)=(\d{1,9})$/.exec(text) ?? [];
	return Kind === ''
		? {problem: `"${text}" is no resource with its amount, such as GPU=2`}
		: {value: {DiscreteResourceSpec: {Kind, Value: Number(amount)}}};
};

export const room: Part = {
	title: 'Resources',
	entries: [
		plainEntry(
			{name: 'limitCpu', label: 'CPU limit', hint: 'processors it may use at most: 0.5, 2', fallback: 'none'},
			[...resources, 'Limits', 'NanoCPUs'],
			parseCpus,
		),
		plainEntry(
			{name: 'limitMemory', label: 'memory limit', hint: 'killed above it: 512M, 1.5G', fallback: 'none'},
			[...resources, 'Limits', 'MemoryBytes'],
			parseMemory,
		),
		countEntry(
			{
				name: 'limitPids',
				label: 'process limit',
				hint: 'processes and threads at most; 0 is no limit',
				fallback: 'none',
			},
			[...resources, 'Limits', 'Pids'],
		),
		plainEntry(
			{
				name: 'reserveCpu',
				label: 'CPU reserved',
				hint: 'a node must have so much that nobody else reserved: 0.25',
				fallback: 'none',
			},
			[...resources, 'Reservations', 'NanoCPUs'],
			parseCpus,
		),
		plainEntry(
			{
				name: 'reserveMemory',
				label: 'memory reserved',
				hint: 'a node must have so much that nobody else reserved: 256M',
				fallback: 'none',
			},
			[...resources, 'Reservations', 'MemoryBytes'],
			parseMemory,
		),
		plainEntry(
			{name: 'generic', label: 'others reserved', hint: 'what nodes are said to have so many of: GPU=2'},
			[...resources, 'Reservations', 'GenericResources'],
			text => whenValid(textsIn(text), texts => readEach(texts, readGeneric)),
		),
	],
};
