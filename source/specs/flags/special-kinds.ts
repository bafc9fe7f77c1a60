import {quoted} from '../../swarm/shell-words.ts';
import type {Json} from '../../swarm/values.ts';
import {nameOf} from '../names.ts';
import {at, isNothing, isTree, itemsOf, type Tree, textsOf, treeOf} from '../tree.ts';
import {dashed, type FlagKind, type Words} from './flag-rule.ts';
import {both, each} from './list-kinds.ts';

/** The CLI takes apart what it gets as a shell would. */
const asWords = (flag: string, value: Json | undefined): Words =>
	itemsOf(value).every(item => typeof item === 'string' && item !== '')
		? [dashed(flag), textsOf(value).map(quoted).join(' ')]
		: undefined;

/** A program with its arguments in one flag. */
export const wordsKind: FlagKind = {create: asWords, update: (flag, _, after) => asWords(flag, after)};

const spreadText = (item: Json) => {
	const over = at(item, ['Spread', 'SpreadDescriptor']);
	return typeof over === 'string' && over !== '' && !over.includes('=') ? `spread=${over}` : undefined;
};

const spreads = (value: Json | undefined) => itemsOf(value).map(spreadText);

/** Spreads: their order is that of importance, and new ones come last. */
export const spreadKind: FlagKind = {
	create: (flag, value) => each(flag, spreads(value)),
	update(flag, before, after) {
		const [old, now] = [spreads(before), spreads(after)];
		const kept = old.filter(text => now.includes(text));
		const isInOrder = kept.every((text, index) => now[index] === text);
		const [gone, more] = isInOrder ? [old.filter(text => !now.includes(text)), now.slice(kept.length)] : [old, now];
		return both(each(`${flag}-rm`, gone), each(`${flag}-add`, more));
	},
};

const capability = /^CAP_[A-Z_]+$/;

/** The CLI takes an added one out of the dropped ones first, and the other way round. */
export const capabilityKind = (opposite: string): FlagKind => ({
	create: (flag, value) =>
		each(
			flag,
			itemsOf(value).map(item => (capability.test(String(item)) ? String(item) : undefined)),
		),
	update(flag, before, after) {
		const [old, now] = [textsOf(before), textsOf(after)];
		const [gone, more] = [old.filter(item => !now.includes(item)), now.filter(item => !old.includes(item))];
		const isSaid = [...old, ...now].every(item => capability.test(item));
		return isSaid ? both(each(opposite, gone), each(flag, more)) : undefined;
	},
});

/** A log driver comes with all its options or not at all, and no flag takes it away. */
export const logKind: FlagKind = {
	create: (_, value) => logWords(value),
	update: (_, __, after) => logWords(after),
};

const logWords = (value: Json | undefined): Words => {
	const {Name: name, Options: options} = treeOf(value);
	const pairs = Object.entries(treeOf(options)).map(([key, text]) =>
		/[=\s]/.test(key) ? undefined : `${key}=${text}`,
	);
	return typeof name === 'string' && name !== '' ? both(['--log-driver', name], each('log-opt', pairs)) : undefined;
};

/** The test of a health check: a command for a shell, or none at all; in the CLI's words. */
export const healthKind: FlagKind = {
	create: (_, value) => healthWords(value),
	update: (_, __, after) => healthWords(after),
};

const healthWords = (value: Json | undefined): Words => {
	const [first, second, ...rest] = textsOf(value);

	if (first === undefined) {
		return ['--health-cmd', ''];
	}

	if (first === 'NONE') {
		return ['--no-healthcheck'];
	}

	return first === 'CMD-SHELL' && second !== undefined && second !== '' && rest.length === 0
		? ['--health-cmd', second]
		: undefined;
};

/** `config://web`, `file://x.json`, `registry://x`. */
export const credentialKind: FlagKind = {
	create: (flag, value, names) => credentialWords(flag, value, names.configs),
	update: (flag, _, after, names) =>
		isNothing(after) ? [dashed(flag), ''] : credentialWords(flag, after, names.configs),
};

const credentialWords = (
	flag: string,
	value: Json | undefined,
	configs: ReadonlyMap<string, string> | undefined,
): Words => {
	const spec = treeOf(value);
	const given = ['Config', 'File', 'Registry'].filter(key => !isNothing(spec[key]));
	const [only] = given;
	const target = only === undefined ? undefined : spec[only];

	if (only === undefined || given.length > 1 || typeof target !== 'string') {
		return undefined;
	}

	return [dashed(flag), `${only.toLowerCase()}://${only === 'Config' ? nameOf(configs, target) : target}`];
};

/** One more is a restart; anything else has no flag. */
export const forceKind: FlagKind = {
	create: () => undefined,
	update: (_, before, after) => (Number(after) === Number(before ?? 0) + 1 ? ['--force'] : undefined),
};

const modes: Readonly<Record<string, string>> = {
	Replicated: 'replicated',
	Global: 'global',
	ReplicatedJob: 'replicated-job',
	GlobalJob: 'global-job',
};

const countWords = (flag: string, value: Json | undefined): readonly string[] =>
	typeof value === 'number' ? [dashed(flag), `${value}`] : [];

/** What runs how often; only replicas can be changed afterwards. */
export const modeKind: FlagKind = {
	create(flag, value) {
		const tree = treeOf(value);
		const [mode, ...others] = Object.keys(tree).filter(key => isTree(tree[key]));

		if (mode === undefined || others.length > 0 || modes[mode] === undefined) {
			return undefined;
		}

		const {Replicas, TotalCompletions, MaxConcurrent} = treeOf(tree[mode]);
		return [
			...(mode === 'Replicated' ? [] : [dashed(flag), modes[mode]]),
			...countWords('replicas', Replicas ?? TotalCompletions),
			...countWords('max-concurrent', MaxConcurrent),
		];
	},
	update: (_, before, after) =>
		isReplicated(treeOf(before)) && isReplicated(treeOf(after))
			? countWords('replicas', at(after, ['Replicated', 'Replicas']) ?? 1)
			: undefined,
};

const isReplicated = (mode: Tree) => Object.keys(mode).join() === 'Replicated';
