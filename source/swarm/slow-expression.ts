/** What is being read: a group, or the whole. */
type Part = {
	/** It may be of several lengths, or one of several branches. */
	isVaried: boolean;
	/** How often something broad is repeated without end in it. */
	broad: number;
	/** How much in it may be left out. */
	optional: number;
};

/** A group that is repeated more often counts as repeated without end. */
const longest = 10;
/** So many `.*` in a row are looked through in the time that a key may take. */
const mostBroad = 3;
const mostOptional = 12;

const piece =
	/\\(?:[kpP]\W[^>}]*[>}]|u\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<\w+>))?|\)|\||[*+?]|\{\d+(?:,\d*)?\}|./gs;

const mostOf = (quantifier: string) => {
	const [, least = '', rest, most = ''] = /^\{(\d+)(,(\d*))?\}$/.exec(quantifier) ?? [];
	if (least === '') {
		return quantifier === '?' ? 1 : Number.POSITIVE_INFINITY;
	}
	return rest === undefined ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most);
};

const isExact = (quantifier: string) => /^\{\d+\}$/.test(quantifier);

const isQuantifier = (text: string) => /^(?:[*+?]|\{\d+(?:,\d*)?\})$/.test(text);

/** What takes nearly any character: two of these side by side share a line in many ways. */
const isBroad = (atom: string) => atom === '.' || /^\\[SDWws]$/.test(atom) || atom.startsWith('[^');

const empty = (): Part => ({isVaried: false, broad: 0, optional: 0});

/** What a group closes with counts in what it is in. */
const closeInto = (outer: Part, group: Part) => {
	outer.isVaried ||= group.isVaried;
	outer.broad += group.broad;
	outer.optional += group.optional;
};

/** Counts a quantifier behind an atom or a group; answers whether it repeats what repeats or branches. */
const isRepeatedTwice = (part: Part, quantifier: string, what: string | Part): boolean => {
	const most = mostOf(quantifier);
	const again = Number.isFinite(most) ? most - 1 : 0;
	part.isVaried ||= !isExact(quantifier);
	if (typeof what === 'string') {
		part.broad += most > longest && isBroad(what) ? 1 : 0;
		part.optional += quantifier === '?' ? 1 : 0;
		return false;
	}
	part.broad += what.broad * again;
	part.optional += quantifier === '?' ? 1 : what.optional * again;
	return most > longest && what.isVaried;
};

/**
Whether a regular expression could take longer than anybody waits, on a line that is made for it or by chance: it repeats
what itself repeats or branches, or has too much of what takes anything. May be wrong about harmless ones; they are rare.
*/
export const isSlowExpression = (source: string): boolean => {
	const whole = empty();
	const open: Part[] = [whole];
	let before: string | Part | undefined;
	for (const [text] of source.matchAll(piece)) {
		const part = open.at(-1) ?? whole;
		if (text.startsWith('(')) {
			open.push(empty());
			before = undefined;
		} else if (text === ')' && open.length > 1) {
			before = open.pop() ?? whole;
			closeInto(open.at(-1) ?? whole, before);
		} else if (before !== undefined && isQuantifier(text)) {
			if (isRepeatedTwice(part, text, before)) {
				return true;
			}
			before = undefined;
		} else {
			part.isVaried ||= text === '|';
			before = text;
		}
	}
	return whole.broad > mostBroad || whole.optional > mostOptional;
};
