import type {Json} from '../../../swarm/values.ts';
import {volumeSourceProblem} from '../../../swarm/volume-name.ts';
import {at, type Tree} from '../../tree.ts';
import type {Fault} from '../problem.ts';
import {container, entriesAt, repeated} from './paths.ts';

const optionsOf: Readonly<Record<string, string>> = {
	BindOptions: 'bind',
	VolumeOptions: 'volume',
	TmpfsOptions: 'tmpfs',
	ImageOptions: 'image',
};

const isAbsolute = (path: string) => path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\');

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The local driver refuses other names on the node, task after task. */
const sourceProblems = (mount: Tree): readonly string[] => {
	const driver = textOf(at(mount, ['VolumeOptions', 'DriverConfig', 'Name']));
	const problem = mount['Type'] === 'volume' ? volumeSourceProblem(textOf(mount['Source']), driver) : undefined;
	return problem === undefined ? [] : [`Source ${problem}`];
};

const sentencesOn = ({Type: type, Source: source, Target: target, ...rest}: Tree): readonly string[] => {
	const misplaced = Object.keys(rest).filter(key => Object.hasOwn(optionsOf, key) && optionsOf[key] !== type);
	return [
		...(typeof target === 'string' && target !== '' ? [] : ['a mount needs a Target: where it is in the container']),
		...(typeof target === 'string' && target !== '' && !isAbsolute(target)
			? [`Target "${target}" is no whole path such as /data`]
			: []),
		...(type === 'bind' && !(typeof source === 'string' && isAbsolute(source))
			? ['a bind mount needs a Source: a whole path on the node']
			: []),
		...(type === 'tmpfs' && typeof source === 'string' && source !== '' ? ['a tmpfs has no Source'] : []),
		...(type === undefined
			? []
			: misplaced.map(key => `${key} belongs to a mount of type ${optionsOf[key]}, not ${type}`)),
	];
};

export const mountFaults = (spec: Json): readonly Fault[] => {
	const mounts = entriesAt(spec, [...container, 'Mounts']);
	return [
		...mounts.flatMap(({item, path}) =>
			[...sentencesOn(item), ...sourceProblems(item)].map(sentence => ({path, sentence})),
		),
		...repeated(
			mounts,
			({item}) => (typeof item['Target'] === 'string' ? item['Target'] : undefined),
			target => `${target} is mounted twice`,
		),
	];
};
