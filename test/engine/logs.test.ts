import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {pieceSplitter} from '../../source/engine/log-frames.ts';
import {lineJoiner} from '../../source/engine/log-lines.ts';
import {replayFilter} from '../../source/engine/log-replays.ts';
import {frame} from '../helpers/small-engine/logs.ts';
import {cut} from './cut.ts';

const read = (chunks: readonly Buffer[]) => {
	const pieces = pieceSplitter();
	const lines = lineJoiner(() => 0);
	const isNew = replayFilter();
	return chunks.flatMap(chunk => lines(pieces(chunk)).filter(isNew));
};

const stamp = (second: number) => `2026-11-21T01:00:${String(second).padStart(2, '0')}.000000001Z`;
const details = (task: string) =>
	`com.docker.swarm.node.id=node1,com.docker.swarm.service.id=service1,com.docker.swarm.task.id=${task}`;
const said = (task: string, second: number, text: string, type = 1) =>
	frame(type, `${stamp(second)} ${details(task)} ${text}`);

describe('a recorded log', () => {
	const bytes = readFileSync(new URL('../recordings/service-logs-raw-frames.bin', import.meta.url));
	const whole = read([bytes]);

	it('is read line by line', () => {
		expect(whole).toHaveLength(41);
		expect(whole[0]).toEqual({
			timestamp: '2026-11-21T01:50:44.059237313Z',
			at: Date.UTC(2026, 10, 21, 1, 50, 44, 59),
			stream: 'stdout',
			taskId: 'onk7ypsp1wl3kdlkwfoa9l19h',
			nodeId: 'uyx6ys26dwqzusjmec5ndr6t1',
			serviceId: 'yo21ls4qp4syv5ntq4fw8v2xc',
			text: 'tick 4 from 27e764905ef0',
		});
	});

	it("has the engine's own words without their wrapping", () => {
		expect(whole.find(({stream}) => stream === 'engine')?.text).toBe(
			'warning: incomplete log stream. some logs could not be retrieved for the following reasons: ' +
				'node 19ipmyy5bpp2mx7gzwfnio4em is not available',
		);
	});

	it('is the same wherever its chunks end', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(), {maxLength: 60}), places => {
				expect(read(cut(bytes, places))).toEqual(whole);
			}),
		);
	});
});

describe('frames', () => {
	it('tell stdout from stderr', () => {
		expect(read([Buffer.concat([said('t1', 1, 'a\n'), said('t1', 2, 'b\n', 2)])])).toMatchObject([
			{stream: 'stdout', text: 'a'},
			{stream: 'stderr', text: 'b'},
		]);
	});

	it('of one long line are joined, task by task, inside a character too', () => {
		const line = Buffer.from(`${'é'.repeat(10_000)}\n`);
		const [head, tail] = [line.subarray(0, 16_383), line.subarray(16_383)];
		const prefix = Buffer.from(`${stamp(1)} ${details('t1')} `);
		const bytes = Buffer.concat([
			frame(1, Buffer.concat([prefix, head])),
			said('t2', 1, 'between\n'),
			frame(1, Buffer.concat([prefix, tail])),
		]);
		expect(read([bytes]).map(({taskId, text}) => [taskId, text])).toEqual([
			['t2', 'between'],
			['t1', 'é'.repeat(10_000)],
		]);
	});

	it('are read by the thousand from one chunk', () => {
		const frames = Array.from({length: 20_000}, (_, index) => said(`t${index}`, 1, `${index}\n`));
		expect(read([Buffer.concat(frames)])).toHaveLength(20_000);
	});

	it('keep what a container writes as it is', () => {
		const text = '\u001b[31mred\u001b[0m  two  spaces \t\r';
		expect(read([said('t1', 1, `${text}\n`)])[0]?.text).toBe(text.slice(0, -1));
	});

	it('without a prefix are the engine speaking', () => {
		expect(
			read([frame(3, 'Error grabbing logs: rpc error: code = Unknown desc = task x has not been scheduled\n')]),
		).toMatchObject([{stream: 'engine', taskId: undefined, text: 'task x has not been scheduled'}]);
	});

	it('that are no frames are refused', () => {
		expect(() => read([Buffer.from([1, 2, 3, 4, 0, 0, 0, 1, 65])])).toThrow(expect.objectContaining({kind: 'garbled'}));
		expect(() => read([Buffer.from([1, 0, 0, 0, 255, 255, 255, 255, 65])])).toThrow(/makes no sense/);
	});

	it('that never end a line are shown all the same, before they fill the memory', () => {
		const chunk = said('t1', 1, 'x'.repeat(16_384));
		expect(read(Array.from({length: 70}, () => chunk))).toHaveLength(1);
	});
});

describe("a terminal's log", () => {
	it('is raw lines with the same prefix', () => {
		const bytes = Buffer.from(`${stamp(1)} ${details('t1')} one\r\n${stamp(2)} ${details('t1')} two\r\nErr`);
		fc.assert(
			fc.property(fc.array(fc.nat(), {maxLength: 20}), places => {
				expect(read(cut(bytes, places))).toMatchObject([
					{stream: 'stdout', taskId: 't1', text: 'one'},
					{stream: 'stdout', taskId: 't1', text: 'two'},
				]);
			}),
		);
	});

	it('has the words of the engine in it', () => {
		const text = 'Error grabbing logs: rpc error: code = Unknown desc = node x is not available\n';
		expect(read([Buffer.from(text)])).toMatchObject([{stream: 'engine', text: 'node x is not available'}]);
	});
});

describe('lines that are sent again', () => {
	const line = (task: string, second: number) => said(task, second, `${second}\n`);
	const texts = (frames: readonly Buffer[]) => read(frames).map(({taskId, text}) => `${taskId} ${text}`);

	it('are dropped, while another task’s at the same time are not', () => {
		const tail = [line('t1', 1), line('t1', 2), line('t2', 1)];
		expect(texts([...tail, ...tail, line('t1', 3)])).toEqual(['t1 1', 't1 2', 't2 1', 't1 3']);
	});

	it('are told from lines that only come late', () => {
		expect(texts([line('t1', 5), line('t1', 3), line('t1', 3)])).toEqual(['t1 5', 't1 3']);
	});

	it('are dropped even when they are too old to be remembered', () => {
		const isNew = replayFilter(10);
		const lines = lineJoiner();
		const pieces = pieceSplitter();
		const all = lines(pieces(Buffer.concat(Array.from({length: 50}, (_, second) => line('t1', second)))));
		expect(all.filter(isNew)).toHaveLength(50);
		expect(all.filter(isNew)).toHaveLength(0);
	});
});
