import type {Json} from '../../../swarm/values.ts';
import {leastCpus, leastMemory, tooLittleCpus, tooLittleMemory} from '../../amounts.ts';
import {at, isNothing} from '../../tree.ts';
import {constraintProblem} from '../constraint-problem.ts';
import type {Fault} from '../problem.ts';
import {container, entriesAt, modesOf, repeated, template, textsAt} from './paths.ts';

export const placementFaults = (spec: Json): readonly Fault[] => [
	...textsAt(spec, [...template, 'Placement', 'Constraints']).flatMap(({text, path}) => {
		const sentence = constraintProblem(text);
		return sentence === undefined ? [] : [{path, sentence}];
	}),
	...entriesAt(spec, [...template, 'Placement', 'Preferences']).flatMap(({item, path}) => {
		const over = at(item, ['Spread', 'SpreadDescriptor']);
		return typeof over === 'string' && /^(node|engine)\.labels\../i.test(over)
			? []
			: [{path, sentence: 'tasks are spread over a label: Spread with SpreadDescriptor: node.labels.NAME'}];
	}),
];

const least = {
	MemoryBytes: {value: leastMemory, sentence: tooLittleMemory},
	NanoCPUs: {value: leastCpus, sentence: tooLittleCpus},
};

export const resourceFaults = (spec: Json): readonly Fault[] =>
	['Limits', 'Reservations'].flatMap(kind =>
		Object.entries(least).flatMap(([name, {value, sentence}]) => {
			const path = [...template, 'Resources', kind, name];
			const amount = at(spec, path);
			return typeof amount === 'number' && amount !== 0 && amount < value ? [{path, sentence}] : [];
		}),
	);

export const jobFaults = (spec: Json): readonly Fault[] =>
	modesOf(spec).some(mode => mode.endsWith('Job'))
		? ['UpdateConfig', 'RollbackConfig']
				.filter(key => !isNothing(at(spec, [key])))
				.map(key => ({path: [key], sentence: 'a job is never updated slot by slot: it takes no such settings'}))
		: [];

export const networkFaults = (spec: Json): readonly Fault[] =>
	repeated(
		entriesAt(spec, [...template, 'Networks']),
		({item}) => (typeof item['Target'] === 'string' ? item['Target'] : undefined),
		() => 'this network is there twice',
	);

const targets = (spec: Json, kind: 'Secrets' | 'Configs'): readonly Fault[] =>
	repeated(
		entriesAt(spec, [...container, kind]),
		({item}) => {
			const target = at(item, ['File', 'Name']);
			return typeof target === 'string' ? target : undefined;
		},
		target => `there are two files ${target}: each needs a File.Name of its own`,
	);

export const targetFaults = (spec: Json): readonly Fault[] => [
	...targets(spec, 'Secrets'),
	...targets(spec, 'Configs'),
];
