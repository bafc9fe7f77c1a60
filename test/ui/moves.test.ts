import {expect, test} from 'vitest';
import {joinMoves, writeFewerMoves} from '../../source/ui/moves.ts';
import {createScreen} from '../e2e/screen.ts';

const next = '\u001b[E';

test('moves to the next line become one, and nothing else changes', () => {
	expect(joinMoves(`a${next.repeat(12)}b${next}c\u001b[2E${next.repeat(2)}`)).toBe(
		`a\u001b[12Eb${next}c\u001b[2E\u001b[2E`,
	);
});

test('a terminal shows the same, also at its last line', async () => {
	const frame = `\u001b[H${next.repeat(3)}three${next.repeat(20)}last\u001b[2A${next}${next}again`;
	const [one, other] = [createScreen(20, 8), createScreen(20, 8)];
	await one.write(frame);
	await other.write(joinMoves(frame));

	expect(other.lines()).toEqual(one.lines());
	expect(other.lines()[3]).toBe('three');
});

test('bytes pass as they are, and a callback is called; afterwards it writes as before', () => {
	const written: unknown[] = [];
	const write = (...given: unknown[]) => written.push(given) > 0;
	const stdout = {write: write as NodeJS.WriteStream['write']};
	const stop = writeFewerMoves(stdout);
	const done = () => {};
	stdout.write(`${next}${next}`, done);
	stdout.write(Buffer.from(`${next}${next}`));
	stop();
	stdout.write(`${next}${next}`);

	expect(written).toEqual([['\u001b[2E', done], [Buffer.from(`${next}${next}`)], [`${next}${next}`]]);
});
