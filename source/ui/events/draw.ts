import {happeningKinds} from '../../swarm/happenings.ts';
import type {CommandContext} from '../context.ts';
import {absolute, clock} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import type {EventsLayer} from '../layers.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawFoot} from '../widgets/foot.ts';
import {detailRows, drawDetail, drawListPage} from '../widgets/list-page.ts';
import {type EventRow, eventColumns, placeOf} from './rows.ts';

/** How many rows there is room for: below title, kinds and heading, above the detail and the foot. */
export const eventRoom = ({rows}: UiState['size']) => Math.max(1, rows - detailRows - 4);

/** In the order of their keys. */
const kindNames = ['nodes', 'services', 'rollouts', 'tasks', 'swarm', 'by skep'];

/** What happened, newest at the bottom, over the whole screen. */
export function drawEvents({view, happenings}: CommandContext, layer: EventsLayer, ui: UiState): readonly string[] {
	const {columns: width} = ui.size;
	const rows = view.events(layer);
	const cursor = placeOf(rows, layer);
	const {since, entries} = happenings.store.getState();
	const newer = rows.length - 1 - cursor;
	const shown = rows.length === entries.length ? '' : ` of ${entries.length}`;
	const matching = layer.filter === '' ? '' : `, matching /${clean(layer.filter)}`;
	return drawListPage<EventRow>(
		{
			title: `Events ${rows.length}${shown} as skep saw them since ${clock(since)}${matching}`,
			aside: layer.cursor === undefined ? 'following' : `held, ${newer} newer: f follows`,
			above: [drawKinds(layer, unreadWords(view.snapshot()), width)],
			columns: eventColumns,
			rows,
			cursor,
			sign: row => row.sign,
			empty: entries.length === 0 ? 'Nothing has happened since skep looks' : emptyWords(layer),
			detail: detailOf(rows[cursor], width),
			foot: drawFoot(keys, ui, width),
		},
		ui.size,
	);
}

const emptyWords = ({filter}: EventsLayer) =>
	filter === '' ? 'Nothing of what is shown has happened' : `Nothing matches /${clean(filter)}; Esc shows all again`;

/** Each kind with its key; one that is hidden says so. */
function drawKinds({hidden}: EventsLayer, note: string, width: number) {
	const kinds = happeningKinds.map((kind, index) => {
		const name = kindNames[index] ?? kind;
		return hidden.has(kind) ? tone('dim', `${index + 1} no ${name}`) : `${tone('bold', String(index + 1))} ${name}`;
	});
	const line = `   ${kinds.join('   ')}`;
	const room = width - cells(line) - cells(note) - 4;
	return fitStyled(room < 0 || note === '' ? line : `${line}${' '.repeat(room + 2)}${tone('dim', note)}`, width);
}

/** Tasks that were never read can't be seen to come and go. */
function unreadWords({services, tasks}: ReturnType<CommandContext['view']['snapshot']>) {
	const unread =
		services?.items
			.keys()
			.filter(id => !tasks.has(id))
			.toArray().length ?? 0;
	return unread === 0 ? '' : `tasks of ${count(unread, 'service')} not read`;
}

function detailOf(row: EventRow | undefined, width: number) {
	if (row === undefined) {
		return drawDetail('', '', width);
	}

	const {entry, details, words, name, kind} = row;
	const text = [words, ...details.filter(detail => !words.includes(detail))].join('; ');
	return drawDetail(`${name || kind}   ${timeWords(entry)}`, text, width);
}

/** When it was, how long it went on, and whose clock that is by. */
function timeWords({at, until: end = at, seenAt, by}: EventRow['entry']) {
	if (by === 'seen') {
		return `${absolute(at)}, when skep saw it`;
	}

	const until = clock(end) === clock(at) ? '' : ` to ${clock(end)}`;
	const seen = seenAt - end >= late ? `, seen ${clock(seenAt)}` : '';
	return `${absolute(at)}${until}, by the engine's clock${seen}`;
}

/** Milliseconds between what the engine says and what skep saw that are worth a word. */
const late = 10_000;

const keys = [
	['Esc', 'back'],
	['Enter', 'go there'],
	['1-6', 'kinds'],
	['/', 'filter'],
	['f', 'follow'],
	['S', 'save'],
	['c', 'copy'],
] as const;
