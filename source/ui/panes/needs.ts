import {count} from '../format/plural.ts';
import type {NeedsRow} from '../rows/needs-rows.ts';
import {cells, cut, cutMiddle, fit} from '../text/fit.ts';
import {selectionBar, tone} from '../text/style.ts';
import {drawTitle} from '../widgets/title.ts';

type NeedsView = {
	readonly rows: readonly NeedsRow[];
	readonly cursor: number;
	readonly isFocused: boolean;
	readonly width: number;
	/** Lines in all; where they are no more than the rows, or three, there is no room for a title. */
	readonly height: number;
	/** Said when nothing is wrong, or while it isn't known yet. */
	readonly calm: string;
};

/** What is wrong, worst first, one line each. */
export function drawNeeds(view: NeedsView): readonly string[] {
	const {rows, width, height, calm} = view;
	const hasTitle = height > Math.max(1, Math.min(rows.length, 3));
	const urgent = rows.filter(row => row.tone !== 'moving').length;
	const title = urgent > 0 ? `Needs you: ${urgent}` : 'Needs you';

	if (rows.length === 0) {
		const line = fit(`   ${calm}`, width);
		return hasTitle
			? [drawTitle(title, width, view.isFocused), tone('dim', line), ' '.repeat(width)]
			: [tone('dim', line)];
	}

	if (!hasTitle) {
		return withRest(view, windowOf(view, height));
	}

	const lines = windowOf(view, height - 2).map(row => drawRow(view, row));
	return [drawTitle(title, width, view.isFocused, position(view, height - 2)), ...lines, ' '.repeat(width)];
}

const position = ({rows}: NeedsView, room: number) => (rows.length > room ? `${rows.length - room} more` : '');

/** Where there is no title, the last line ends in how many more there are. */
function withRest(view: NeedsView, shown: readonly NeedsRow[]) {
	const hidden = view.rows.length - shown.length;
	const more = view.width < 80 ? `+${hidden}` : `+ ${hidden} more`;
	const rest = hidden > 0 ? `  ${more}${deadWords(view.rows.filter(row => !shown.includes(row)))}` : '';
	return shown.map((row, index) =>
		index === shown.length - 1 && rest !== ''
			? drawRow(view, row, view.width - cells(rest)) + tone('look', rest)
			: drawRow(view, row),
	);
}

/** A node that is down is often what all the rest comes from: it is named even where it isn't shown. */
function deadWords(hidden: readonly NeedsRow[]) {
	const dead = hidden.filter(({verdict}) => verdict === 'NODE');
	const [first] = dead;
	return first === undefined
		? ''
		: `: ${dead.length === 1 ? `${first.name} ${first.standing}` : `${dead.length} nodes`}`;
}

function windowOf({rows, cursor}: NeedsView, room: number) {
	const top = Math.max(0, Math.min(cursor - room + 1, rows.length - room));
	return rows.slice(top, top + room);
}

/** A name of 63 characters leaves room for the cause. */
const longestName = (width: number) => Math.min(28, Math.round(width * 0.3));

function drawRow({rows, cursor, isFocused, width: whole}: NeedsView, row: NeedsRow, width = whole) {
	const isCursor = isFocused && rows[cursor] === row;
	const verdictWidth = widest(rows, ({verdict}) => verdict);
	const nameWidth = Math.min(
		longestName(whole),
		widest(rows, ({name}) => name),
	);
	const standingWidth = widest(rows, ({standing}) => standing);
	const sinceWidth = widest(rows, ({since}) => since);
	const head = [
		tone(row.tone, fit(row.verdict, verdictWidth)),
		tone('bold', fit(cutMiddle(row.name, nameWidth), nameWidth)),
		fit(row.standing, standingWidth, 'right'),
		tone('dim', fit(row.since, sinceWidth, 'right')),
	].join('  ');
	const room = width - 3 - verdictWidth - nameWidth - standingWidth - sinceWidth - 8;
	const line = ` ${isCursor ? '>' : ' '} ${head}  ${fit(cut(row.cause, room), room)}`;
	return isCursor ? selectionBar(line, {focused: true}) : line;
}

const widest = (rows: readonly NeedsRow[], text: (row: NeedsRow) => string) =>
	rows.reduce((width, row) => Math.max(width, cells(text(row))), 0);

/** What the block says when there is nothing to do. */
export function calmWords(whole: number, services: number, nodes: number) {
	if (services === 0) {
		return `Nothing needs you: no services yet, ${count(nodes, 'node')}`;
	}

	return whole < services
		? `Nothing needs you so far: ${whole} of ${count(services, 'service')} as wanted on ${count(nodes, 'node')}`
		: `Nothing needs you: ${count(services, 'service')} as wanted on ${count(nodes, 'node')}`;
}
