import {stripVTControlCharacters} from 'node:util';
import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {expect, test, vi} from 'vitest';
import {Dialog, placeDialog} from '../../../source/ui/dialogs/dialog.tsx';
import {bullet} from '../../../source/ui/dialogs/dialog-lines.ts';
import {drawTabs} from '../../../source/ui/panes/tabs.ts';
import {tone} from '../../../source/ui/text/style.ts';
import {type Column, cellOf, layoutColumns} from '../../../source/ui/widgets/column.ts';
import {drawKeys} from '../../../source/ui/widgets/foot.ts';
import {Lines} from '../../../source/ui/widgets/lines.tsx';
import {drawTable} from '../../../source/ui/widgets/table.ts';
import {drawTitle} from '../../../source/ui/widgets/title.ts';

const plain = (frame: string | undefined) => stripVTControlCharacters(frame ?? '').split('\n');

test('lines stand one below the other, and one that is too long ends in an ellipsis', () => {
	const {lastFrame} = render(<Lines lines={['one', 'a line of more than twelve', 'three']} width={12} />);
	expect(plain(lastFrame())).toEqual(['one', 'a line of m…', 'three']);
});

test('a changed line is the only one that changes', () => {
	const {lastFrame, rerender} = render(<Lines lines={['one', 'two']} width={12} />);
	rerender(<Lines lines={['one', '2']} width={12} />);
	expect(plain(lastFrame())).toEqual(['one', '2']);
});

test('a title sits in its rule, exactly as wide as asked', () => {
	for (const width of [20, 40, 41]) {
		for (const title of ['1 Services 6', 'a title that is longer than what there is room for, by far']) {
			expect(stripVTControlCharacters(drawTitle(title, width, true))).toHaveLength(width);
			expect(stripVTControlCharacters(drawTitle(title, width, false, 'aside'))).toHaveLength(width);
		}
	}
});

test('a dialog fits its terminal, keeps its keys in view, and tells when it is drawn', async () => {
	const onDrawn = vi.fn();
	const body = Array.from({length: 40}, (_, index) => `line ${index + 1}`);
	const place = placeDialog(80, 24);
	const text = {title: 'Drain node wrk1', body, foot: [['y', 'do it'] as const]};
	const {lastFrame} = render(
		<Box width={80} height={24}>
			<Dialog text={text} place={place} top={0} onDrawn={onDrawn} />
		</Box>,
	);
	const shown = plain(lastFrame());
	expect(shown.length).toBeLessThanOrEqual(24);
	expect(shown.join('\n')).toMatch(/Drain node wrk1[\s\S]*line 1[\s\S]*more lines[\s\S]*y do it/);
	await expect.poll(() => onDrawn).toHaveBeenCalled();
});

test('what is nice to have in a cell goes before what others need to be read', () => {
	type Row = {readonly name: string; readonly words: string; readonly bar: string};
	const rows: readonly Row[] = [{name: 'web', words: 'new 1/2', bar: '###...'}];
	const columns: readonly Column<Row>[] = [
		{id: 'name', title: 'NAME', cell: row => row.name},
		{
			id: 'state',
			title: 'STATE',
			cell: row => `${row.words} ${row.bar}`,
			plain: {cell: row => row.words, expendable: 4},
		},
		{id: 'age', title: 'AGE', cell: () => '3d', expendable: 3},
		{id: 'mode', title: 'MODE', cell: () => 'global', expendable: 5},
	];
	const shownAt = (width: number) =>
		layoutColumns(columns, rows, width, text => text.length).map(one => cellOf(one, rows[0] as Row));
	expect(shownAt(40)).toEqual(['web', 'new 1/2 ###...', '3d', 'global']);
	expect(shownAt(30)).toEqual(['web', 'new 1/2 ###...', '3d']);
	expect(shownAt(20)).toEqual(['web', 'new 1/2', '3d']);
	expect(shownAt(15)).toEqual(['web', 'new 1/2']);
});

test('an image that is cut keeps its tag, and the sign of a row is as urgent as the row', () => {
	const row = {image: 'analytics/collector:2.0.1', sign: '!'};
	const draw = (urgency: 'act' | 'look') =>
		drawTable({
			columns: [
				{id: 'image', title: 'IMAGE', cell: ({image}: typeof row) => image, shrinksTo: 12, keeps: 'end' as const},
			],
			rows: [row],
			width: 19,
			height: 2,
			cursor: -1,
			isFocused: false,
			isMarked: () => false,
			sign: ({sign}) => sign,
			urgency: () => urgency,
			empty: '',
		})[1] ?? '';
	expect(stripVTControlCharacters(draw('look'))).toBe(' ! …collector:2.0.1');
	expect(draw('look')).toContain(tone('look', '!'));
	expect(draw('act')).toContain(tone('act', '!'));
});

test('tabs are as wide as the screen, however many cells their titles take', () => {
	const tabs = [
		{pane: 'services', title: '1 Services 12'},
		{pane: 'tasks', title: '3 Tasks of web'},
	] as const;
	const line = stripVTControlCharacters(drawTabs(tabs, 'tasks', 60));
	expect(line).toMatch(/^─ 1 Services 12 ─\[3 Tasks of web\]─+$/);
	expect(line).toHaveLength(60);
});

test('keys stand apart where all of them have room, and closer where that shows more', () => {
	const hints = [
		['Esc', 'back'],
		['Enter', 'describe'],
		['c', 'copy'],
	] as const;
	expect(stripVTControlCharacters(drawKeys(hints, 60)).trimEnd()).toBe(' Esc back   Enter describe   c copy');
	expect(stripVTControlCharacters(drawKeys(hints, 33)).trimEnd()).toBe(' Esc back  Enter describe  c copy');
});

test('a sentence that goes on in another line is further in there, and nothing of it is lost', () => {
	const lines = bullet('!', 'skep is connected to manager-1 and loses the swarm at once', 30, 'plain');
	expect(lines).toEqual(['! skep is connected to', '    manager-1 and loses the', '    swarm at once']);
});
