import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {similar} from '../edit/similar.ts';
import {parseModeText} from '../units.ts';
import {type Entry, type Part, plainEntry} from './entry.ts';
import {meantBy} from './known-names.ts';
import {readMounts} from './mounts.ts';
import {container} from './paths.ts';
import {fieldsIn, itemsIn, readEach, type Word, whenValid} from './words.ts';

type Use = {
	readonly name: string;
	readonly target: string;
	readonly uid: string;
	readonly gid: string;
	readonly mode: number;
};

type Kind = 'secret' | 'config';

const keys = ['source', 'target', 'uid', 'gid', 'mode'];

const readField = (kind: Kind, field: string): Parsed<Partial<Use>> => {
	const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(field) ?? [];

	switch (key.toLowerCase()) {
		case 'source':
		case 'src':
			return {value: {name: value}};
		case 'target':
			return {value: {target: value}};
		case 'uid':
			return {value: {uid: value}};
		case 'gid':
			return {value: {gid: value}};
		case 'mode':
			return whenValid(parseModeText(value), mode => ({value: {mode}}));
		default: {
			const meant = similar(key || field, keys);
			return {
				problem: `a ${kind} has no ${key || field} here${meant === undefined ? `: ${keys.join(', ')}` : `; is ${meant} meant?`}`,
			};
		}
	}
};

/** `name`, or `source=name,target=file,uid=0,gid=0,mode=0400`. */
const readUse = (kind: Kind, word: Word): Parsed<readonly Use[]> => {
	const usual = {uid: '0', gid: '0', mode: 0o444};

	if (!word.text.includes('=')) {
		return {value: fieldsIn(word).map(name => ({name, target: name, ...usual}))};
	}

	return whenValid(
		readEach(fieldsIn(word), field => readField(kind, field)),
		fields => {
			const use: Use = Object.assign({name: '', target: '', ...usual}, ...fields);
			return use.name === ''
				? {problem: `"${word.text}" needs source=, the ${kind}'s name`}
				: {value: [{...use, target: use.target || use.name}]};
		},
	);
};

/** The id of a secret or config by its name; the name itself where nobody read which there are. */
const idOf = (kind: Kind, name: string, known: Snapshot): Parsed<string> => {
	const all = known[`${kind}s`]?.items;
	const found = [...(all?.values() ?? [])].find(object => object.name === name);

	if (found !== undefined || all === undefined) {
		return {value: found?.id ?? name};
	}

	const names = [...all.values()].map(object => object.name);
	return {problem: `there is no ${kind} ${name}${meantBy(name, names)}`};
};

const rawUse = (kind: Kind, {name, target, uid, gid, mode}: Use, id: string): Json => {
	const prefix = kind === 'secret' ? 'Secret' : 'Config';
	return {File: {Name: target, UID: uid, GID: gid, Mode: mode}, [`${prefix}ID`]: id, [`${prefix}Name`]: name};
};

const rawUses = (kind: Kind, uses: readonly Use[], known: Snapshot): Parsed<Json> => {
	const targets = uses.map(({target}) => target);
	const twice = targets.find((target, at) => targets.indexOf(target) < at);
	return twice === undefined
		? readEach(uses, use => whenValid(idOf(kind, use.name, known), id => ({value: rawUse(kind, use, id)})))
		: {problem: `two ${kind}s would be the file ${twice}: give one another target=`};
};

const fileEntry = (kind: Kind): Entry => ({
	name: `${kind}s`,
	label: `${kind}s`,
	hint: `names with spaces between, or source=NAME,target=${kind === 'secret' ? 'FILE' : '/PATH'},uid=0,gid=0,mode=0400`,
	read: (text, known) =>
		whenValid(itemsIn(text), items =>
			whenValid(
				readEach(items, word => readUse(kind, word)),
				uses => {
					const raw = rawUses(kind, uses.flat(), known);
					return isValid(raw)
						? {value: [{path: [...container, kind === 'secret' ? 'Secrets' : 'Configs'], value: raw.value}]}
						: raw;
				},
			),
		),
});

export const files: Part = {
	title: 'Mounts and secrets',
	entries: [
		plainEntry(
			{
				name: 'mounts',
				label: 'mounts',
				hint: 'type=volume,source=data,target=/data,readonly; type=bind or tmpfs; several with spaces between',
			},
			[...container, 'Mounts'],
			readMounts,
		),
		fileEntry('secret'),
		fileEntry('config'),
	],
};
