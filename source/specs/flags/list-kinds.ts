import {isEqualJson} from '../../swarm/equal.ts';
import type {Json} from '../../swarm/values.ts';
import type {Names} from '../names.ts';
import {isTree, itemsOf, type Tree, treeOf} from '../tree.ts';
import {dashed, type FlagKind, type Words} from './flag-rule.ts';

/** The flag once for each; undefined where one of them can't be said. */
export const each = (flag: string, texts: readonly (string | undefined)[]): Words =>
	texts.every(text => text !== undefined) ? texts.flatMap(text => [dashed(flag), text]) : undefined;

/** Both, where both can be said. */
export const both = (first: Words, second: Words): Words =>
	first === undefined || second === undefined ? undefined : [...first, ...second];

const isText = (item: Json): item is string => typeof item === 'string';

const isSet = (keys: readonly (string | undefined)[]) => new Set(keys).size === keys.length;

type TextList = {
	/** In the flag; undefined where it wouldn't arrive as it is. */
	readonly write?: (text: string) => string | undefined;
	/** What takes it away again, and what another takes its place by. */
	readonly keyOf?: (text: string) => string | undefined;
	/** The CLI sorts the whole list, and its order means something. */
	readonly isSorted?: boolean;
};

const same = (text: string) => text;

/** A list of texts in which none is there twice, such as constraints. */
export const textsKind = ({write = same, keyOf = same, isSorted = false}: TextList = {}): FlagKind => ({
	create: (flag, value) =>
		itemsOf(value).every(isText) ? each(flag, itemsOf(value).filter(isText).map(write)) : undefined,
	update(flag, before, after) {
		const [old, now] = [itemsOf(before), itemsOf(after)];
		const isLost = isSorted && now.join('\n') !== now.toSorted().join('\n');

		if (isLost || !old.every(isText) || !now.every(isText) || !isSet(old.map(keyOf)) || !isSet(now.map(keyOf))) {
			return undefined;
		}

		const [keys, more] = [now.map(keyOf), now.filter(item => !old.includes(item))];
		const gone = old.map(keyOf).filter(key => !keys.includes(key));
		return both(each(`${flag}-rm`, gone), each(`${flag}-add`, more.map(write)));
	},
});

/** A key that the CLI would cut elsewhere, or trim. */
const isSplit = (key: string) => key === '' || /[=\s]/.test(key);

const pairsOf = (value: Json | undefined) =>
	Object.entries(treeOf(value)).map(([key, text]) =>
		isSplit(key) || typeof text !== 'string' ? undefined : `${key}=${text}`,
	);

/** Texts by names, such as labels. */
export const mapKind: FlagKind = {
	create: (flag, value) => each(flag, pairsOf(value)),
	update(flag, before, after) {
		const [old, now] = [treeOf(before), treeOf(after)];
		const gone = Object.keys(old).filter(key => !Object.hasOwn(now, key));
		const more = Object.entries(now).filter(([key, text]) => !Object.hasOwn(old, key) || old[key] !== text);
		return both(
			each(
				`${flag}-rm`,
				gone.map(key => (isSplit(key) ? undefined : key)),
			),
			each(`${flag}-add`, pairsOf(Object.fromEntries(more))),
		);
	},
};

type Group = {
	/** What the CLI tells items apart by. */
	readonly keyOf: (item: Tree) => string;
	readonly write: (item: Tree, names: Names) => string | undefined;
	/** What takes all items of that key away. */
	readonly remove: (item: Tree, names: Names) => string | undefined;
	/** An added one takes the place of another of its key. */
	readonly replaces?: boolean;
	/** Whether one of the key that stays would be lost with those that go, for good. */
	readonly isLossy?: boolean;
};

const isIn = (items: readonly Tree[], item: Tree) => items.some(other => isEqualJson(other, item));

/** Those of one key: they come one by one, and go together. */
const groupWords =
	({write, remove, replaces = false, isLossy = false}: Group) =>
	(flag: string, was: readonly Tree[], is: readonly Tree[], names: Names): Words => {
		const [first] = was.filter(item => !isIn(is, item));
		const more = is.filter(item => !isIn(was, item));

		if (first === undefined || (replaces && is.length > 0)) {
			return each(
				`${flag}-add`,
				more.map(item => write(item, names)),
			);
		}

		return isLossy && was.some(item => isIn(is, item))
			? undefined
			: both(
					each(`${flag}-rm`, [remove(first, names)]),
					each(
						`${flag}-add`,
						is.map(item => write(item, names)),
					),
				);
	};

/** A list of fields, such as mounts: those of one key go and come together. */
export const groupKind = ({keyOf, write, ...group}: Group): FlagKind => ({
	create: (flag, value, names) =>
		each(
			flag,
			itemsOf(value).map(item => (isTree(item) ? write(item, names) : undefined)),
		),
	update(flag, before, after, names) {
		const [old, now] = [before, after].map(value => Map.groupBy(itemsOf(value).filter(isTree), keyOf));
		const keys = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])];
		const wordsOf = groupWords({keyOf, write, ...group});
		const words = keys.map(key => wordsOf(flag, old?.get(key) ?? [], now?.get(key) ?? [], names));
		return words.reduce<Words>(both, []);
	},
});
