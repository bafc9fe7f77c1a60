import type {Check} from './node-checks.ts';
import type {NodeRow} from './why.ts';

/** Of nodes that have too little of something and nothing else against them, so many stand alone. */
const nearest = 2;

const isAmount = ({rule}: Check) => rule === 'resource';

/** The same rules broken in the same way; of amounts only which, not how much is missing. */
const kindOf = ({checks}: NodeRow) =>
	checks.map(check => (isAmount(check) ? `resource ${check.need}` : check.words)).join('|');

/** `2.8 GiB short` and `3.7 GiB short` are `2.8 to 3.7 GiB short`. */
const range = (least: string, most: string): string => {
	const [, low = '', unit] = /^([\d.]+) (.*)$/s.exec(least) ?? [];
	const isOneUnit = unit !== undefined && most.endsWith(` ${unit}`);
	return least === most ? least : `${isOneUnit ? low : least.replace(/ short$| free$/, '')} to ${most}`;
};

const mergeChecks = (checks: readonly Check[]): readonly Check[] => {
	const byDistance = checks.toSorted((a, b) => a.distance - b.distance);
	const [least, most] = [byDistance[0], byDistance.at(-1)];
	return least === undefined || most === undefined
		? []
		: [{...least, have: range(most.have, least.have), words: range(least.words, most.words)}];
};

/** Every node by itself. */
export const unfoldRows = (rows: readonly NodeRow[]): readonly NodeRow[] =>
	rows.flatMap(({nodes, free, checks}) =>
		nodes.map((node, at) => ({nodes: [node], free: free.slice(at, at + 1), checks})),
	);

const byName = (a: NodeRow, b: NodeRow) => ((a.nodes[0]?.hostname ?? '') < (b.nodes[0]?.hostname ?? '') ? -1 : 1);

const merge = (rows: readonly NodeRow[]): NodeRow => {
	const alone = unfoldRows(rows).toSorted(byName);
	return {
		nodes: alone.flatMap(({nodes}) => nodes),
		free: alone.flatMap(({free}) => free),
		checks: (rows[0]?.checks ?? []).flatMap((_, at) => mergeChecks(rows.flatMap(({checks}) => checks[at] ?? []))),
	};
};

const foldKind = (rows: readonly NodeRow[]): readonly NodeRow[] => {
	const standsAlone = rows[0]?.checks.every(isAmount) ? nearest : 0;
	const rest = rows.slice(standsAlone);
	return rest.length < 2 ? rows : [...rows.slice(0, standsAlone), merge(rest)];
};

/** Rows for reading: nodes that break the same rules are one row, whatever they lack how much of; the nearest stay alone. */
export const foldRows = (rows: readonly NodeRow[]): readonly NodeRow[] =>
	[...Map.groupBy(rows, kindOf).values()].flatMap(foldKind);
