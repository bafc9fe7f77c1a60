import {type StyledCell, styledCells} from './styled-cells.ts';

const csi = '\u001b[';
const plain = `${csi}0m`;

/** What a terminal has to be sent, so that the one line becomes the other: from the first cell that differs to the last. */
export function changeOf(before: string, after: string, row: number): string {
	const [old, fresh] = [styledCells(before), styledCells(after)];
	const start = firstDifference(old, fresh);
	const kept = keptAtEnd(old.slice(start), fresh.slice(start));
	const [gone, come] = [old.slice(start, old.length - kept), fresh.slice(start, fresh.length - kept)];
	const clear = widthOf(come) < widthOf(gone) ? `${csi}K` : '';
	// Cleared first: after a line that is full, it would be its last cell.
	return `${csi}${row + 1};${widthOf(fresh.slice(0, start)) + 1}H${clear}${written(come)}`;
}

const isSame = (one: StyledCell | undefined, other: StyledCell | undefined) =>
	one?.text === other?.text && one?.style === other?.style;

function firstDifference(old: readonly StyledCell[], fresh: readonly StyledCell[]) {
	const most = Math.min(old.length, fresh.length);
	let start = 0;
	while (start < most && isSame(old[start], fresh[start])) start++;
	return start;
}

/** Cells at the end that stay where they are. */
function keptAtEnd(old: readonly StyledCell[], fresh: readonly StyledCell[]) {
	const most = widthOf(old) === widthOf(fresh) ? Math.min(old.length, fresh.length) : 0;
	let kept = 0;
	while (kept < most && isSame(old.at(-1 - kept), fresh.at(-1 - kept))) kept++;
	return kept;
}

const widthOf = (line: readonly StyledCell[]) => line.reduce((sum, {width}) => sum + width, 0);

function written(line: readonly StyledCell[]) {
	let [text, style] = ['', ''];

	for (const cell of line) {
		text += cell.style === style ? cell.text : (style === '' ? '' : plain) + cell.style + cell.text;
		style = cell.style;
	}

	return style === '' ? text : text + plain;
}
