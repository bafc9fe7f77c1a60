import type {ContextsLayer} from '../layers.ts';
import {cursorIndex} from '../rows/arrange.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {fit, wrap} from '../text/fit.ts';
import {type Tone, tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';
import {drawFoot} from '../widgets/foot.ts';
import {drawListPage} from '../widgets/list-page.ts';
import {drawTitle} from '../widgets/title.ts';
import type {Offer} from './offers.ts';

/** What there is to say of the row under the cursor: a rule and its lines. */
const detailRows = 6;

/** How many rows there is room for: below the title and the heading, above the detail and the foot. */
export const contextRoom = ({rows}: UiState['size']) => Math.max(1, rows - detailRows - 3);

const columns: readonly Column<Offer>[] = [
	{id: 'name', title: 'CONTEXT', cell: ({name}) => clean(name), tone: () => 'bold', shrinksTo: 14},
	{id: 'skep', title: 'SKEP', cell: ({isInUse}) => (isInUse ? 'is here' : '')},
	{id: 'docker', title: 'DOCKER', cell: ({isDockers}) => (isDockers ? 'current' : '')},
	{
		id: 'host',
		title: 'HOST',
		cell: ({host, problem}) => (problem === undefined ? clean(host) : 'not usable'),
		tone: ({problem}) => (problem === undefined ? undefined : 'look'),
		shrinksTo: 20,
	},
	{id: 'description', title: 'DESCRIPTION', cell: ({description}) => clean(description), shrinksTo: 12, expendable: 2},
];

const keys = [
	['Esc', 'back'],
	['Enter', 'connect'],
	['j k', 'move'],
	['Ctrl+R', 'read again'],
	['?', 'keys'],
] as const;

const tryingKeys = [['Esc', 'give up']] as const;

/** All that skep can be connected to, over the whole screen. */
export function drawContexts(layer: ContextsLayer, {message, size}: Pick<UiState, 'message' | 'size'>) {
	const {offers, trying} = layer;
	const cursor = cursorIndex(offers, layer);
	const hidden = offers.length - contextRoom(size);
	return drawListPage<Offer>(
		{
			title: `Docker contexts ${offers.length}`,
			aside: hidden > 0 ? `${hidden} more` : '',
			columns,
			rows: offers,
			cursor,
			sign: ({isInUse, problem}) => (problem === undefined ? (isInUse ? '*' : ' ') : '!'),
			empty: '',
			detail: drawDetail(layer, offers[cursor], size.columns),
			foot: drawFoot(trying === undefined ? keys : tryingKeys, {message}, size.columns),
		},
		size,
	);
}

function drawDetail(layer: ContextsLayer, row: Offer | undefined, width: number): readonly string[] {
	const lines = paragraphs(layer, row).flatMap(([meaning, text]) =>
		wrap(clean(text), width - 4).map(line => tone(meaning, fit(`   ${line}`, width))),
	);
	const blank = ' '.repeat(width);
	const filled = Array.from({length: detailRows - 1}, (_, index) => lines[index] ?? blank);
	// Its address in full: the list may have had no room for it.
	return [drawTitle(clean(`${row?.name ?? ''}  ${row?.host ?? ''}`.trim()), width, false), ...filled];
}

type Paragraph = readonly [Tone, string];

function paragraphs({trying, failed, problem}: ContextsLayer, row: Offer | undefined): readonly Paragraph[] {
	if (row === undefined) {
		return [];
	}

	if (trying !== undefined) {
		return [
			['moving', `Connecting to ${row.host}`],
			['plain', 'Until its engine answers, skep stays where it is.'],
		];
	}

	if (failed?.id === row.id) {
		return [
			['look', failed.why],
			['plain', 'Nothing has changed: skep is still where it was.'],
		];
	}

	if (row.problem !== undefined) {
		return [['look', row.problem]];
	}

	return [
		['plain', row.isInUse ? 'skep shows this one.' : 'Enter connects this skep to it.'],
		['dim', 'What plain docker uses is not changed from here: docker context use does that.'],
		...(problem === undefined ? [] : [['look', problem] as const]),
	];
}
