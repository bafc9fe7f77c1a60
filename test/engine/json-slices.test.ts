import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readList} from '../../source/engine/body.ts';
import {arraySlicer} from '../../source/engine/json-slices.ts';
import {anyCharacter} from '../helpers/any-character.ts';
import {cut} from './cut.ts';

const sliced = (chunks: readonly Buffer[]) => {
	const slicer = arraySlicer();
	const items = chunks.flatMap(chunk => [...slicer.push(chunk)].map(text => JSON.parse(text) as unknown));
	slicer.end();
	return items;
};

const arrays = fc.array(fc.jsonValue({depthSize: 'medium', stringUnit: anyCharacter}));
const spaces = fc.constantFrom(undefined, 1, '\t');
const places = fc.array(fc.nat());

describe('arraySlicer', () => {
	it('finds the same elements as JSON.parse, wherever the chunks end', () => {
		fc.assert(
			fc.property(arrays, spaces, places, (array, space, at) => {
				const bytes = Buffer.from(`${JSON.stringify(array, undefined, space)}\n`);
				expect(sliced(cut(bytes, at))).toEqual(JSON.parse(bytes.toString()));
			}),
			{numRuns: 300},
		);
	});

	it('never takes a part for the whole', () => {
		fc.assert(
			fc.property(arrays, fc.nat(), places, (array, length, at) => {
				const bytes = Buffer.from(JSON.stringify(array));
				const part = bytes.subarray(0, length % bytes.length);
				expect(() => sliced(cut(part, at))).toThrow(SyntaxError);
			}),
		);
	});

	it.each(['{}', '[1][2]', '[1,]', '[,]', 'null', '<html>', '[1 2]'])('refuses %s', text => {
		expect(() => sliced([Buffer.from(text)])).toThrow(SyntaxError);
	});
});

describe('readList', () => {
	const rows = Array.from({length: 4000}, (_, id) => ({id, text: 'é"\\[{,'.repeat(20)}));
	const bytes = Buffer.from(JSON.stringify(rows));

	it('reads a body that is too large to be parsed at once', async () => {
		expect(bytes.length).toBeGreaterThan(500_000);
		async function* body() {
			for (let at = 0; at < bytes.length; at += 10_007) {
				yield bytes.subarray(at, at + 10_007);
			}
		}
		const list = await readList(body(), json => json);
		expect(list).toEqual({items: rows, bytes: bytes.length});
	});

	it('lets others have their turn meanwhile', async () => {
		let turns = 0;
		let isReading = true;
		const count = () => {
			turns += 1;
			if (isReading) {
				setImmediate(count);
			}
		};
		setImmediate(count);
		// All of it at once: nothing but the reader itself can give way.
		async function* body() {
			yield bytes;
		}
		const busy = (json: unknown) => {
			const end = performance.now() + 0.01;
			while (performance.now() < end);
			return json;
		};
		await readList(body(), busy);
		isReading = false;
		expect(turns).toBeGreaterThan(3);
	});
});
