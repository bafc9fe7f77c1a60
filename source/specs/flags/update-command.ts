import {isEqualJson} from '../../swarm/equal.ts';
import {specDiff} from '../../swarm/spec-diff.ts';
import {nameOfPath} from '../../swarm/spec-paths.ts';
import type {Json} from '../../swarm/values.ts';
import type {Names} from '../names.ts';
import {at, isNothing, isTree, itemsOf, textsOf} from '../tree.ts';
import type {FlagRule, Words} from './flag-rule.ts';
import {pruned} from './prune.ts';
import {serviceFlags} from './service-flags.ts';
import {wordsKind} from './special-kinds.ts';

/** A change as flags of the `docker` CLI, and the places of it that no flag reaches, in words. */
export type Told = {readonly words: readonly string[]; readonly beyond: readonly string[]};

const placeOf = (path: string) => path.split('.');

const imagePath = 'TaskTemplate.ContainerSpec.Image';
const platformsPath = 'TaskTemplate.Placement.Platforms';
const testPath = 'TaskTemplate.ContainerSpec.Healthcheck.Test';
const placementPath = 'TaskTemplate.Placement';

/** Flags set what is in these, and never take one of them away as a whole. */
const wholes = ['UpdateConfig', 'RollbackConfig', 'TaskTemplate.RestartPolicy'];

/** A login goes along; what isn't pinned must stay so. */
const imageWords = (after: Json | undefined): Words => {
	const image = typeof after === 'string' ? after : '';
	return [...(image.includes('@') ? [] : ['--no-resolve-image']), '--with-registry-auth', '--image', image];
};

/** Those that `docker service update` has besides the ones of `create`. */
const updateRules: readonly FlagRule[] = [
	{flag: 'image', path: imagePath, kind: {create: () => [], update: (_, __, after) => imageWords(after)}},
	{flag: 'args', path: 'TaskTemplate.ContainerSpec.Args', kind: wordsKind},
	...serviceFlags,
];

type Change = {readonly before: Json; readonly after: Json; readonly names: Names};

const isSame = (before: Json | undefined, after: Json | undefined) =>
	isNothing(before) ? isNothing(after) : after !== undefined && before !== undefined && isEqualJson(before, after);

/** What is taken away as a whole, as no flag can. */
const droppedWith = ({path}: FlagRule, {after}: Change) =>
	wholes.find(whole => path.startsWith(`${whole}.`) && at(after, placeOf(whole)) === undefined);

const capabilities = ['CapabilityAdd', 'CapabilityDrop'].map(key => ['TaskTemplate', 'ContainerSpec', key]);

/** The CLI takes an added capability out of the dropped ones, and leaves it at that; the other way round, too. */
const isTurned = ({path}: FlagRule, {before, after}: Change) => {
	const other = capabilities.find(place => place.join('.') !== path) ?? [];
	const isOne = capabilities.some(place => place.join('.') === path);
	return isOne && textsOf(at(after, placeOf(path))).some(item => textsOf(at(before, other)).includes(item));
};

const credentialPlace = ['TaskTemplate', 'ContainerSpec', 'Privileges', 'CredentialSpec'];

/** Configs that stand for a credential spec come and go with it alone. */
const isApart = ({path}: FlagRule, {before, after}: Change) => {
	const [was, is] = [before, after].map(spec => inRuntime(at(spec, placeOf(path))));
	return (
		path.endsWith('.Configs') &&
		isSame(at(before, credentialPlace), at(after, credentialPlace)) &&
		!isEqualJson(was ?? null, is ?? null)
	);
};

const inRuntime = (value: Json | undefined): Json =>
	itemsOf(value).filter(item => isTree(item) && isTree(item['Runtime']));

/** What the CLI can't do, or does otherwise than it says. */
const isOut = (rule: FlagRule, change: Change) => {
	// It looks into a placement that must be there.
	const isWithout =
		rule.path === `${placementPath}.MaxReplicas` && at(change.before, placeOf(placementPath)) === undefined;
	// It has the flag, and ignores it.
	const isIgnored = rule.path.endsWith('.StartInterval');
	return (
		isWithout || isIgnored || droppedWith(rule, change) !== undefined || isTurned(rule, change) || isApart(rule, change)
	);
};

/** Without a check there are no settings of one, and the CLI drops them itself. */
const isCheckless = ({path}: FlagRule, {after}: Change) =>
	path.includes('.Healthcheck.') && path !== testPath && itemsOf(at(after, placeOf(testPath)))[0] === 'NONE';

const wordsOf = (rule: FlagRule, change: Change): Words => {
	const [was, is] = [at(change.before, placeOf(rule.path)), at(change.after, placeOf(rule.path))];

	if (isSame(was, is) || (isCheckless(rule, change) && isNothing(is))) {
		return [];
	}

	return isOut(rule, change) || isCheckless(rule, change)
		? undefined
		: rule.kind.update(rule.flag, was, is, change.names);
};

/** The places that differ and that no flag is there for; the platforms of an image come with it. */
const others = ({before, after}: Change) => {
	const known = updateRules.map(({path}) => path);
	const follows = isSame(at(before, placeOf(imagePath)), at(after, placeOf(imagePath))) ? [] : [platformsPath];
	const [was, is] = [before, after].map(spec => pruned(spec, [...known, ...follows]));
	return specDiff(was ?? null, is ?? null, {maskEnv: true}).map(({path}) => path);
};

/** What `docker service update` needs to be told to get from one spec to the other. */
export const updateFlags = (before: Json, after: Json, names: Names): Told => {
	const change = {before, after, names};
	const told = updateRules.map(rule => [rule, wordsOf(rule, change)] as const);
	return {
		words: told.flatMap(([, words]) => words ?? []),
		beyond: [
			...new Set([
				...told.flatMap(([rule, words]) =>
					words === undefined ? [nameOfPath(placeOf(droppedWith(rule, change) ?? rule.path))] : [],
				),
				...others(change),
			]),
		],
	};
};

/** The words without the values of variables: they may be passwords. */
export const maskedEnv = (words: readonly string[]): readonly string[] =>
	words.map((word, index) =>
		['--env', '--env-add'].includes(words[index - 1] ?? '') ? `${word.split('=', 1).join('')}=***` : word,
	);
