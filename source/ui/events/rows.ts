import type {Entry, HappeningsState} from '../../store/happenings.ts';
import type {HappeningKind} from '../../swarm/happenings.ts';
import {absolute, clock} from '../format/clock.ts';
import type {EventsLayer} from '../layers.ts';
import {memo} from '../memo.ts';
import {matcherOf} from '../rows/arrange.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';

export type EventRow = {
	readonly id: string;
	readonly sign: '!' | '~' | ' ';
	readonly time: string;
	readonly kind: string;
	readonly name: string;
	readonly words: string;
	readonly tone: Tone | undefined;
	readonly details: readonly string[];
	readonly entry: Entry;
};

const kindWords: Readonly<Record<HappeningKind, string>> = {
	node: 'node',
	service: 'service',
	rollout: 'rollout',
	task: 'tasks',
	connection: 'swarm',
	skep: 'by skep',
};

const signs = {act: '!', look: '!', moving: '~', none: ' '} as const;
const tones = {act: 'act', look: 'look', moving: 'moving', none: undefined} as const;

const madeOf = (isLong: boolean) => {
	const kept = new WeakMap<Entry, EventRow>();
	return (entry: Entry): EventRow => {
		const known = kept.get(entry);

		if (known !== undefined) {
			return known;
		}

		const {id, at, kind, name, words, urgency, details} = entry;
		const row = {
			id,
			sign: signs[urgency],
			time: isLong ? absolute(at).slice(5, 19) : clock(at),
			kind: kindWords[kind],
			name: clean(name),
			words: clean(words),
			tone: tones[urgency],
			details: details.map(clean),
			entry,
		};
		kept.set(entry, row);
		return row;
	};
};

const dayOf = (entry: Entry | undefined) => absolute(entry?.at ?? 0).slice(0, 10);

/** The rows of the timeline, oldest first; each made once. */
export function createEventRows() {
	const [shortRow, longRow] = [madeOf(false), madeOf(true)];
	const rows = memo((entries: HappeningsState['entries'], _version: number) => {
		const all = entries.slice(0, entries.length);
		// The time of day is enough while all was on one day.
		return all.map(dayOf(all[0]) === dayOf(all.at(-1)) ? shortRow : longRow);
	});
	const shown = memo((all: readonly EventRow[], hidden: EventsLayer['hidden'], filter: string) => {
		const matches = matcherOf(filter);
		const text = ({time, kind, name, words, details}: EventRow) => [time, kind, name, words, ...details].join(' ');
		return all.filter(row => !hidden.has(row.entry.kind) && (filter === '' || matches(text(row))));
	});
	return ({entries, version}: HappeningsState, {hidden, filter}: Pick<EventsLayer, 'hidden' | 'filter'>) =>
		shown(rows(entries, version), hidden, filter);
}

/** Without a chosen row the newest has the cursor. One that was let go or is hidden hands it to the one before it. */
export function placeOf(rows: readonly EventRow[], {cursor}: Pick<EventsLayer, 'cursor'>) {
	if (cursor === undefined) {
		return rows.length - 1;
	}

	const place = rows.findLastIndex(({id}) => Number(id) <= Number(cursor));
	return place < 0 ? Math.min(0, rows.length - 1) : place;
}

export const eventColumns: readonly Column<EventRow>[] = [
	{id: 'time', title: 'TIME', cell: row => row.time, tone: () => 'dim'},
	{id: 'kind', title: 'WHAT', cell: row => row.kind, tone: row => (row.entry.kind === 'skep' ? 'bold' : 'dim')},
	{id: 'name', title: 'NAME', cell: row => row.name, tone: () => 'bold', shrinksTo: 14},
	{id: 'words', title: 'HAPPENED', cell: row => row.words, tone: row => row.tone, shrinksTo: 20, grows: true},
];
