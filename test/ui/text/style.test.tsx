import {Text} from 'ink';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {chooseColours, coloursFor} from '../../../source/ui/text/colours.ts';
import {cells} from '../../../source/ui/text/fit.ts';
import {dimmed, selectionBar, tone} from '../../../source/ui/text/style.ts';
import {drawOnScreen} from '../../helpers/screen.tsx';

beforeEach(() => chooseColours('256'));
afterEach(() => chooseColours('256'));

/** The cells of one line as a terminal shows it. */
const shown = async (line: string) => {
	const screen = drawOnScreen(<Text>{line}</Text>, {columns: 40, rows: 3});
	await screen.settle();
	const row = Array.from({length: cells(line)}, (_, x) => screen.cell(x, 0));
	await screen.unmount();
	return row;
};

describe('tones', () => {
	test('what is well has no colour', () => {
		expect(tone('plain', 'web')).toBe('web');
	});

	test('an outer tone goes on after an inner one', async () => {
		const row = await shown(tone('look', `a${tone('act', 'b')}c`));
		expect(row[0]?.foreground).toBe(row[2]?.foreground);
		expect(row[1]?.foreground).not.toBe(row[0]?.foreground);
	});

	test('a bold name stays bold around what is dim', async () => {
		const row = await shown(tone('bold', `a${tone('dim', 'b')}c`));
		expect(row.map(cell => cell.bold)).toEqual([true, true, true]);
	});

	test('without colours nothing sets one', () => {
		chooseColours('none');
		const line = (['plain', 'moving', 'look', 'act', 'dim', 'bold', 'fresh'] as const)
			.map(name => tone(name, 'x'))
			.join('');
		expect(line).not.toMatch(/\u001b\[(?!(?:1|2|22)m)/);
	});

	test('blanks cost no bytes', () => {
		expect(tone('dim', '    ')).toBe('    ');
		expect(tone('dim', '  <1m  ')).toBe('  \u001b[38;5;244m<1m\u001b[39m  ');
	});

	test('empty text stays empty', () => {
		expect(tone('act', '')).toBe('');
	});
});

describe('the selection bar', () => {
	const line = `${tone('bold', 'web')} ${tone('moving', '3')}${tone('look', '4')}${tone('act', '5')}${tone('dim', 'm')}  `;

	test.each([true, false])('is one background from end to end, focused %s', async focused => {
		const row = await shown(selectionBar(line, {focused}));
		expect(new Set(row.map(cell => cell.background)).size).toBe(1);
		expect(row[0]?.background).toBeDefined();
		for (const cell of row) expect(cell.foreground).toBeDefined();
		expect(row.slice(0, 3).every(cell => cell.bold)).toBe(true);
	});

	test.each([true, false])('everything on it can be read, focused %s', async focused => {
		for (const {foreground = 0, background = 0} of await shown(selectionBar(line, {focused}))) {
			expect(contrast(foreground, background)).toBeGreaterThan(4.5);
		}
	});

	test('is softer without the focus', async () => {
		const [focused] = await shown(selectionBar('web', {focused: true}));
		const [other] = await shown(selectionBar('web', {focused: false}));
		expect(focused?.background).not.toBe(other?.background);
	});

	test('survives a reset inside it', async () => {
		const row = await shown(selectionBar('a\u001b[31mb\u001b[0mc', {focused: true}));
		expect(row[2]).toMatchObject({background: row[0]?.background, foreground: row[0]?.foreground});
	});

	test.each(['none', '16'] as const)('inverts where there are few colours: %s', async depth => {
		chooseColours(depth);
		const focused = await shown(selectionBar(tone('act', 'ab') + tone('dim', 'c'), {focused: true}));
		const other = await shown(selectionBar(tone('act', 'ab'), {focused: false}));
		expect(focused.every(cell => cell.inverse && !cell.dim && cell.foreground === undefined)).toBe(true);
		expect(other.every(cell => cell.underline && !cell.inverse)).toBe(true);
	});
});

test('tones can be read on black and on white', async () => {
	for (const name of ['moving', 'look', 'act', 'dim'] as const) {
		const [cell] = await shown(tone(name, 'x'));
		expect(contrast(cell?.foreground ?? 0, 16), name).toBeGreaterThan(3.9);
		expect(contrast(cell?.foreground ?? 0, 231), name).toBeGreaterThan(2.6);
	}
});

test('what is under a dialog is faint and has no tones', async () => {
	const row = await shown(dimmed(`${tone('act', 'a')}${tone('bold', 'b')}c`));
	expect(new Set(row.map(cell => cell.foreground)).size).toBe(1);
	expect(row.every(cell => cell.dim && !cell.bold)).toBe(true);
});

test.each([
	[{TERM: 'xterm-256color'}, '256'],
	[{TERM: 'xterm'}, '256'],
	[{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolor'],
	[{TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1'}, 'none'],
	[{TERM: 'xterm-256color', NO_COLOR: ''}, '256'],
	[{TERM: 'linux'}, '16'],
	[{TERM: 'dumb'}, 'none'],
	[{FORCE_COLOR: '3'}, 'truecolor'],
	[{FORCE_COLOR: '3', NO_COLOR: '1'}, 'none'],
])('%j shows %s', (env, depth) => {
	expect(coloursFor(env)).toBe(depth);
});

/** WCAG's contrast of two colours of the 256-colour palette. */
const contrast = (one: number, other: number) => {
	const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (high + 0.05) / (low + 0.05);
};

const luminance = (palette: number) => {
	const [red = 0, green = 0, blue = 0] = rgb(palette).map(value => {
		const share = value / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const rgb = (palette: number) => {
	if (palette >= 232) return Array(3).fill(8 + (palette - 232) * 10);
	const steps = [0, 95, 135, 175, 215, 255];
	const index = palette - 16;
	return [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map(step => steps[step] ?? 0);
};
