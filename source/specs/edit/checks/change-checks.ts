import {isEqualJson} from '../../../swarm/equal.ts';
import type {Json} from '../../../swarm/values.ts';
import {at, isNothing} from '../../tree.ts';
import type {Fault} from '../problem.ts';
import {modesOf} from './paths.ts';

const words: Readonly<Record<string, string>> = {
	Replicated: 'replicated',
	Global: 'global',
	ReplicatedJob: 'a replicated job',
	GlobalJob: 'a global job',
};

const wordsOf = (modes: readonly string[]) => modes.map(mode => words[mode] ?? mode).join(' and ') || 'nothing';

const nameChange = (spec: Json, before: Json): readonly Fault[] => {
	const [was, is] = [at(before, ['Name']), at(spec, ['Name'])];
	return isEqualJson(was ?? null, is ?? null)
		? []
		: [
				{
					path: ['Name'],
					sentence: `Swarm renames no service: it stays ${typeof was === 'string' ? was : 'as it is'}. A service of another name is created`,
				},
			];
};

/** No mode at all is one replica to the engine. */
const modeChange = (spec: Json, before: Json): readonly Fault[] => {
	const [was, is] = [modesOf(before), modesOf(spec)];

	if (isEqualJson(was, is)) {
		return [];
	}

	return is.length > 1
		? [{path: ['Mode'], sentence: `a service has one mode, not ${wordsOf(is)}`}]
		: [
				{
					path: ['Mode'],
					sentence: `Swarm changes no service's mode: this one is ${wordsOf(was)}, and stays so until it is created anew`,
				},
			];
};

/** The old place of networks (manager/controlapi: networks must be migrated to TaskSpec before being changed). */
const oldNetworksChange = (spec: Json, before: Json): readonly Fault[] => {
	const [was, is] = [at(before, ['Networks']), at(spec, ['Networks'])];
	return isEqualJson(was ?? [], is ?? [])
		? []
		: [{path: ['Networks'], sentence: 'Swarm takes no change of networks here: they go into TaskTemplate.Networks'}];
};

/** What the engine refuses to change; of what isn't there yet nothing is changed. */
export const changeFaults = (spec: Json, before: Json): readonly Fault[] =>
	isNothing(before)
		? []
		: [...nameChange(spec, before), ...modeChange(spec, before), ...oldNetworksChange(spec, before)];
