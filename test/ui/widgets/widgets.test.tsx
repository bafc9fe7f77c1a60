import {stripVTControlCharacters} from 'node:util';
import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {expect, test, vi} from 'vitest';
import {Dialog, placeDialog} from '../../../source/ui/dialogs/dialog.tsx';
import {type Column, cellOf, layoutColumns} from '../../../source/ui/widgets/column.ts';
import {Lines} from '../../../source/ui/widgets/lines.tsx';
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
	await vi.waitFor(() => expect(onDrawn).toHaveBeenCalled());
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
