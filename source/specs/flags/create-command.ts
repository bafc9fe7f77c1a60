import {comment, docker} from '../../swarm/shell-words.ts';
import {specDiff} from '../../swarm/spec-diff.ts';
import {nameOfPath} from '../../swarm/spec-paths.ts';
import type {Json} from '../../swarm/values.ts';
import type {Names} from '../names.ts';
import {at, isNothing, itemsOf, textsOf} from '../tree.ts';
import type {FlagRule, Words} from './flag-rule.ts';
import {pruned} from './prune.ts';
import {serviceFlags} from './service-flags.ts';
import type {Told} from './update-command.ts';

/** What Docker takes for granted, and what comes with the image or by itself. */
const usual: Readonly<Record<string, Json>> = {
	'TaskTemplate.ContainerSpec.Isolation': 'default',
	'TaskTemplate.Runtime': 'container',
	'EndpointSpec.Mode': 'vip',
};

const own = [
	'Name',
	'TaskTemplate.ContainerSpec.Image',
	'TaskTemplate.ContainerSpec.Args',
	'TaskTemplate.Placement.Platforms',
	'TaskTemplate.ForceUpdate',
];

const placeOf = (path: string) => path.split('.');

const container = ['TaskTemplate', 'ContainerSpec'];

const isUsual = (path: string, value: Json | undefined) => Object.hasOwn(usual, path) && usual[path] === value;

/** A mode is told by its name alone: `{Global: {}}`. */
const isUnset = (path: string, value: Json | undefined) => path !== 'Mode' && isNothing(value);

const wordsOf = ({flag, path, kind}: FlagRule, spec: Json, names: Names): Words => {
	const value = at(spec, placeOf(path));
	return value === undefined || isUnset(path, value) || isUsual(path, value) || own.includes(path)
		? []
		: kind.create(flag, value, names);
};

/** No and none are what Docker takes for granted anyway. */
const others = (spec: Json) => {
	const paths = [...serviceFlags.map(({path}) => path), ...own];
	const usualPaths = Object.keys(usual).filter(path => isUsual(path, at(spec, placeOf(path))));
	return specDiff({}, pruned(spec, [...paths, ...usualPaths]))
		.filter(({after}) => after !== 'false' && after !== '0')
		.map(({path}) => path);
};

/** What `docker service create` needs to be told to make a service of this spec. */
export const createFlags = (spec: Json, names: Names): Told => {
	const told = serviceFlags.map(rule => [rule, wordsOf(rule, spec, names)] as const);
	const [name, image] = [at(spec, ['Name']), at(spec, [...container, 'Image'])];
	const args = itemsOf(at(spec, [...container, 'Args']));
	return {
		words: [
			...(typeof name === 'string' && name !== '' ? ['--name', name] : []),
			...told.flatMap(([, words]) => words ?? []),
			...(typeof image === 'string' ? [image] : []),
			...textsOf(args),
		],
		beyond: [
			...told.flatMap(([{path}, words]) => (words === undefined ? [nameOfPath(placeOf(path))] : [])),
			...others(spec),
		],
	};
};

/** The whole command, quoted for a shell; what no flag says is named behind it as a comment. */
export const createCommand = (spec: Json, names: Names): string => {
	const {words, beyond} = createFlags(spec, names);
	return docker('service', 'create', ...words) + beyondText(beyond, 'POST /services/create');
};

/** What flags don't reach, and the call of the API that does. */
export const beyondText = (beyond: readonly string[], call: string) =>
	beyond.length === 0 ? '' : ` ${comment(`no flag sets ${beyond.join(', ')}: that takes ${call}`)}`;
