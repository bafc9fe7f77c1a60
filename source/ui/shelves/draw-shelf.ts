import type {ShelfLayer} from '../layers.ts';
import {cursorIndex} from '../rows/arrange.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {drawFoot, type KeyHint} from '../widgets/foot.ts';
import {detailRows, drawDetail} from '../widgets/list-page.ts';
import {drawTitle} from '../widgets/title.ts';
import type {Shelf} from './shelf.ts';

/** How many rows there is room for: below the title and the heading, above the detail and the foot. */
export const shelfRoom = ({rows}: UiState['size']) => Math.max(1, rows - detailRows - 3);

/** A list over the whole screen; one that is old was true when the swarm was last heard. */
export function drawShelf(
	shelf: Shelf,
	{list}: ShelfLayer,
	{size, prompt, message}: UiState,
	isOld: boolean,
): readonly string[] {
	const {columns: width, rows: height} = size;
	const rows = shelf.rows(list);
	const cursor = cursorIndex(rows, list);
	const hidden = rows.length - shelfRoom(size);
	const aside = isOld ? 'no answer: as it was' : hidden > 0 ? `${hidden} more` : shelf.aside();
	const row = rows[cursor];
	return [
		drawTitle(shelf.title() + stateWords(shelf, list), width, true, aside),
		...shelf.draw(list, cursor, {width, height: height - detailRows - 2}),
		...drawDetail(row?.name ?? '', row?.detail ?? '', width),
		drawFoot(keysOf(shelf), {prompt, message}, width),
	];
}

function stateWords({columns}: Shelf, {sortBy, isDescending, filter}: ShelfLayer['list']) {
	const column = columns.find(({id}) => id === sortBy);
	const order =
		column === undefined && !isDescending
			? ''
			: `, by ${(column ?? columns[0])?.title.toLowerCase()}${isDescending ? ', last first' : ''}`;
	return order + (filter === '' ? '' : `, matching /${clean(filter)}`);
}

/** What every list has goes first where there is no room: the help has it, too. */
const keysOf = ({enter, also}: Shelf): readonly KeyHint[] => [
	['Esc', 'back'],
	['Enter', enter],
	...also,
	['/', 'filter'],
	['c', 'copy'],
	['o', 'sort'],
];
