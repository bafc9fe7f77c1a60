import {expect, test} from 'vitest';
import {writeChanges} from '../../source/ui/changed-cells.ts';
import {createScreen} from '../e2e/screen.ts';
import {type Random, randomFrom} from './random.ts';

const [columns, rows] = [24, 6];

/** As Ink writes a frame that follows another: all its lines are erased upwards. */
const erase = `${'\u001b[2K\u001b[1A'.repeat(rows - 1)}\u001b[2K\u001b[G`;

const styles = [
	['', ''],
	['\u001b[1m', '\u001b[22m'],
	['\u001b[2m\u001b[38;5;244m', '\u001b[39m\u001b[22m'],
	['\u001b[38;2;1;2;3m', '\u001b[39m'],
	['\u001b[48;5;24m\u001b[38;5;231m\u001b[1m', '\u001b[22m\u001b[39m\u001b[49m'],
	['\u001b[31m\u001b[4m', '\u001b[24m\u001b[39m'],
	['\u001b[7m', '\u001b[27m'],
] as const;

const texts = ['a', 'bc', ' ', '   ', '1m', '──', '…', '漢字', 'é', 'ö', '█░', '← x'];

const widths = new Map(texts.map(text => [text, text === '漢字' ? 4 : text === 'é' ? 1 : text.length]));

/** At most as wide as the terminal, and often just as wide: there a cursor waits behind the last cell. */
const lineFrom = (random: Random) => {
	let [line, room] = ['', random.chance(0.3) ? columns : random.below(columns)];
	for (;;) {
		const text = random.pick(texts);
		const width = widths.get(text) ?? 0;
		if (width > room) return line + (random.chance(0.5) ? 'x'.repeat(room) : '');
		const [open, close] = random.pick(styles);
		line += open + text + close;
		room -= width;
	}
};

const frameFrom = (random: Random, before: readonly string[]) =>
	Array.from({length: rows}, (_, row) => {
		const line = before[row];
		if (line === undefined || random.chance(0.5)) return lineFrom(random);
		// A few characters of it become others, anywhere: what is between them stays.
		return random.chance(0.5) ? line : line.replaceAll(/[abcx]/g, letter => (random.chance(0.3) ? 'z' : letter));
	});

const terminalOf = (size = {columns, rows}) => {
	const chunks: string[] = [];
	const write = (chunk: string) => chunks.push(chunk) > 0;
	const stdout = {...size, write: write as NodeJS.WriteStream['write']};
	return {stdout, taken: () => chunks.splice(0).join('')};
};

test('a terminal shows the same, whatever frame follows which', async () => {
	for (let seed = 1; seed <= 25; seed++) {
		const random = randomFrom(seed);
		const [whole, changed] = [createScreen(columns, rows), createScreen(columns, rows)];
		const {stdout, taken} = terminalOf();
		writeChanges(stdout);
		let lines: readonly string[] = [];
		for (let round = 0; round < 6; round++) {
			lines = frameFrom(random, lines);
			const frame = (round === 0 ? '' : erase) + lines.join('\n');
			stdout.write(frame);
			const sent = taken();
			await whole.write(frame.replaceAll('\n', '\r\n'));
			await changed.write(round === 0 ? sent.replaceAll('\n', '\r\n') : sent);
			expect(round === 0 || !sent.includes('\n'), `seed ${seed}, round ${round}`).toBe(true);
			expect(changed.runs(), `seed ${seed}, round ${round}: ${JSON.stringify(lines)}`).toEqual(whole.runs());
		}
	}
});

const first = ['one', 'a \u001b[2m2m\u001b[22m ago  and more', 'three', '', '', 'six'];
const second = first.with(1, 'a \u001b[2m3m\u001b[22m ago  and more');

test('a changed cell is a few bytes, with its style; the cursor stays where Ink takes it to be', () => {
	const {stdout, taken} = terminalOf();
	writeChanges(stdout);
	stdout.write(first.join('\n'));
	taken();
	stdout.write('\u001b[?2026h');
	stdout.write(erase + second.join('\n'));
	expect(taken()).toBe('\u001b[?2026h\u001b[2;3H\u001b[2m3\u001b[0m\u001b[6H');
	stdout.write(erase + first.with(5, '').join('\n'));
	expect(taken()).toBe('\u001b[2;3H\u001b[2m2\u001b[0m\u001b[6;1H\u001b[K\u001b[6H');
});

test.each([
	['another size', (stdout: NodeJS.WriteStream) => Object.assign(stdout, {columns: columns + 1})],
	['the other screen', (stdout: NodeJS.WriteStream) => stdout.write('\u001b[?1049h')],
	['another program', (stdout: NodeJS.WriteStream) => stdout.write(Buffer.from('bytes'))],
	['what erases it', (stdout: NodeJS.WriteStream) => stdout.write(erase)],
	['a frame of another height', (stdout: NodeJS.WriteStream) => stdout.write(`${erase}too\nsmall\n`)],
])('after %s, a frame is sent as it is', (_, happen) => {
	const {stdout, taken} = terminalOf();
	writeChanges(stdout);
	stdout.write(first.join('\n'));
	happen(stdout as NodeJS.WriteStream);
	taken();
	stdout.write(erase + second.join('\n'));
	expect(taken()).toBe(erase + second.join('\n'));
	stdout.write(erase + first.join('\n'));
	expect(taken().length).toBeLessThan(30);
});

test('bytes, a copied text and callbacks pass; afterwards it writes as before', () => {
	const written: unknown[] = [];
	const write = (...given: unknown[]) => written.push(given) > 0;
	const stdout = {columns, rows, write: write as NodeJS.WriteStream['write']};
	const {stop} = writeChanges(stdout);
	const done = () => {};
	stdout.write(first.join('\n'), done);
	stdout.write('\u001b]52;c;aGE=\u0007');
	stdout.write(erase + first.join('\n'));
	stdout.write(Buffer.from('bytes'));
	stop();
	stdout.write(erase + second.join('\n'));
	expect(written).toEqual([
		[first.join('\n'), done],
		['\u001b]52;c;aGE=\u0007'],
		['\u001b[6H'],
		[Buffer.from('bytes')],
		[erase + second.join('\n')],
	]);
});

test('the first frame begins in the corner, wherever a shell left the cursor', async () => {
	const screen = createScreen(columns, rows);
	const {stdout, taken} = terminalOf();
	writeChanges(stdout);
	stdout.write('typed too early');
	stdout.write('\u001b[?1049h');
	stdout.write(Array.from({length: rows}, (_, row) => `line ${row}`.padEnd(columns, 'x')).join('\n'));
	await screen.write(taken().replaceAll('\n', '\r\n'));
	expect(
		screen
			.lines()
			.slice(0, 2)
			.map(line => line.slice(0, 6)),
	).toEqual(['line 0', 'line 1']);
});

test('a frame from before Ink stays: Ink switches no screen, and sends what differs', async () => {
	const {stdout, taken} = terminalOf();
	const {begin} = writeChanges(stdout);
	begin(first);
	const screen = createScreen(columns, rows);
	await screen.write(taken());
	stdout.write('\u001b[?1049h');
	stdout.write('\u001b[?25l');
	stdout.write('\u001b[?2026h');
	stdout.write(second.join('\n'));
	const sent = taken();
	expect(sent).toBe('\u001b[?25l\u001b[?2026h\u001b[2;3H\u001b[2m3\u001b[0m\u001b[6H');
	await screen.write(`${sent}\u001b[?2026l`);
	expect(screen.lines().map(line => line.trimEnd())).toEqual(['one', 'a 3m ago  and more', 'three', '', '', 'six']);
	stdout.write('\u001b[?1049h');
	expect(taken()).toBe('\u001b[?1049h\u001b[H');
});

test('a terminal that changed its size meanwhile is cleared for the first frame of Ink', () => {
	const {stdout, taken} = terminalOf();
	const {begin} = writeChanges(stdout);
	begin(first);
	Object.assign(stdout, {columns: columns + 1});
	taken();
	stdout.write(second.join('\n'));
	expect(taken()).toBe(`\u001b[H\u001b[J${second.join('\n')}`);
});
