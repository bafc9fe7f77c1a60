import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {volumeSourceProblem} from '../../swarm/volume-name.ts';
import {similar} from '../edit/similar.ts';
import {treeOf} from '../tree.ts';
import {parseBytesText} from '../units.ts';
import {type MountDraft, type MountType, mountKeys} from './mount-draft.ts';
import {fieldsIn, itemsIn, readEach, type Word, whenValid} from './words.ts';

const types: readonly MountType[] = ['volume', 'bind', 'tmpfs', 'npipe', 'cluster'];

type Change = Partial<MountDraft>;

const flag = (key: string, value: string | undefined, set: (isOn: boolean) => Change): Parsed<Change> => {
	const text = (value ?? 'true').toLowerCase();
	const isOn = ['true', '1', 't'].includes(text);
	return isOn || ['false', '0', 'f'].includes(text)
		? {value: set(isOn)}
		: {problem: `${key} is true or false, not "${value}"`};
};

const pair = (key: string, value: string): Parsed<readonly [string, string]> => {
	const [, name = '', setting = ''] = /^([^=]+)(?:=(.*))?$/.exec(value) ?? [];
	return name === '' ? {problem: `${key} takes key=value`} : {value: [name, setting]};
};

const octal = (value: string): Parsed<number> =>
	/^[0-7]{1,6}$/.test(value)
		? {value: Number.parseInt(value, 8)}
		: {problem: `tmpfs-mode is octal, such as 1770, not "${value}"`};

const typeOf = (value: string): Parsed<Change> => {
	const type = types.find(known => known === value.toLowerCase());
	const meant = similar(value, types);
	return type === undefined
		? {
				problem: `"${value}" is no kind of mount: ${meant === undefined ? 'volume, bind or tmpfs' : `is ${meant} meant?`}`,
			}
		: {value: {type}};
};

/** What a `key=value`, or a key alone, says of a mount (docker/cli opts/mount.go). */
const readField = (field: string, so: MountDraft): Parsed<Change> => {
	const at = field.indexOf('=');
	const key = at === -1 ? field : field.slice(0, at);
	const value = at === -1 ? undefined : field.slice(at + 1);
	const flags: Readonly<Record<string, (isOn: boolean) => Change>> = {
		readonly: isReadOnly => ({isReadOnly}),
		ro: isReadOnly => ({isReadOnly}),
		'volume-nocopy': NoCopy => ({volume: {...so.volume, NoCopy}}),
		'bind-nonrecursive': NonRecursive => ({bind: {...so.bind, NonRecursive}}),
	};
	const set = Object.hasOwn(flags, key) ? flags[key] : undefined;

	if (set !== undefined) {
		return flag(key, value, set);
	}

	const read = Object.hasOwn(mountKeys, key) ? mountKeys[key] : undefined;

	if (read === undefined) {
		const meant = similar(key, [...Object.keys(flags), ...Object.keys(mountKeys), 'type']);
		return key === 'type' && value !== undefined
			? typeOf(value)
			: {problem: `a mount has no ${key}${meant === undefined ? '' : `; is ${meant} meant?`}`};
	}

	return value === undefined
		? {problem: `${key} needs a value: ${key}=...`}
		: read(value, so, {pair, octal, size: parseBytesText});
};

const isWhole = (path: string) => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);

/** What is wrong with a mount as a whole (docker/cli opts/mount.go, and what the engine refuses of it). */
const problemOf = ({type, source, target, volume, bind, tmpfs}: MountDraft): string | undefined => {
	const misplaced = Object.entries({volume, bind, tmpfs}).find(
		([kind, options]) => options !== undefined && kind !== type,
	);

	if (target === '') {
		return 'a mount needs target=, where it is in the container';
	}

	if (!isWhole(target)) {
		return `target=${target} is no whole path such as /data`;
	}

	if (misplaced !== undefined && !(type === 'cluster' && misplaced[0] === 'volume')) {
		return `${misplaced[0]}-... goes with type=${misplaced[0]}, and this is a ${type}`;
	}

	if (type === 'bind' && !isWhole(source)) {
		return source === ''
			? 'a bind needs source=, a whole path on the node'
			: `source=${source} is no whole path on the node`;
	}

	if (type === 'volume') {
		return volumeSourceProblem(source, String(treeOf(volume?.['DriverConfig'])['Name'] ?? ''));
	}

	return type === 'tmpfs' && source !== '' ? 'a tmpfs has no source: it is memory' : undefined;
};

const rawMount = ({type, source, target, isReadOnly, consistency, volume, bind, tmpfs}: MountDraft): Json => ({
	Type: type,
	...(source === '' ? {} : {Source: source}),
	Target: target,
	...(isReadOnly ? {ReadOnly: true} : {}),
	...(consistency === '' ? {} : {Consistency: consistency}),
	...(bind === undefined ? {} : {BindOptions: bind}),
	...(volume === undefined ? {} : {VolumeOptions: {DriverConfig: {}, ...volume}}),
	...(tmpfs === undefined ? {} : {TmpfsOptions: tmpfs}),
});

const empty: MountDraft = {type: 'volume', source: '', target: '', isReadOnly: false, consistency: ''};

const readMount = (word: Word): Parsed<MountDraft> => {
	if (!word.text.includes('=')) {
		return {problem: `"${word.text}" is how docker run has it: type=volume,source=NAME,target=/PATH here`};
	}

	let draft = empty;

	for (const field of fieldsIn(word)) {
		const change = readField(field, draft);

		if (!isValid(change)) {
			return change;
		}

		draft = {...draft, ...change.value};
	}

	const problem = problemOf(draft);
	return problem === undefined ? {value: draft} : {problem};
};

export const readMounts = (text: string): Parsed<Json> =>
	whenValid(itemsIn(text), items =>
		whenValid(readEach(items, readMount), mounts => {
			const targets = mounts.map(({target}) => target);
			const twice = targets.find((target, at) => targets.indexOf(target) < at);
			return twice === undefined ? {value: mounts.map(rawMount)} : {problem: `${twice} is mounted twice`};
		}),
	);
