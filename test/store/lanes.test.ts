import {expect, test} from 'vitest';
import {pause} from '../../source/store/clock.ts';
import {type Lane, runLanes} from '../../source/store/lanes.ts';
import {createFakeClock} from './fake-clock.ts';

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

const run = (delays: readonly (() => number)[], every: number, fails = () => false, isWatched = () => false) => {
	const time = createFakeClock(turn);
	const ending = new AbortController();
	const asked: number[][] = delays.map(() => []);
	let most = 0;
	const lanes = delays.map((delay, index): Lane => {
		let underWay = 0;
		const times = asked[index] ?? [];
		return {
			dueAt: () => (times.at(-1) ?? Number.NEGATIVE_INFINITY) + every,
			isWatched,
			ask: async signal => {
				times.push(time.now());
				underWay += 1;
				most = Math.max(most, underWay);
				await pause(time.clock, delay(), signal);
				underWay -= 1;
				if (fails()) {
					throw new Error('no');
				}
			},
		};
	});
	const lanesRun = runLanes({
		lanes,
		clock: time.clock,
		signal: ending.signal,
		received: () => 0,
		onSilence: () => {},
		onAnswer: () => {},
		onFailure: () => {},
	});
	lanesRun.wake();
	return {...lanesRun, time, ending, asked, most: () => most};
};

test('a lane whose answers take long is asked less often, one that is merely far away is not', async () => {
	const {time, asked} = run([() => 100, () => 600], 1000);
	await time.advance(120_000);
	expect(asked[0]?.length).toBeGreaterThan(110);
	// Half a second of the engine's own: a twentieth of the time is one question in ten seconds.
	expect(asked[1]?.length).toBeLessThanOrEqual(14);
});

test('while somebody watches, slow answers are asked for again much sooner', async () => {
	const {time, asked} = run([() => 100, () => 1600], 1000, undefined, () => true);
	await time.advance(60_000);
	expect(asked[1]?.length).toBeGreaterThan(12);
	expect(asked[1]?.length).toBeLessThan(20);
});

test('one slow answer changes nothing', async () => {
	let count = 0;
	const {time, asked} = run([() => (++count === 5 ? 3000 : 50)], 1000);
	await time.advance(30_000);
	expect(asked[0]?.length).toBeGreaterThan(25);
});

test('nor does it when it is the first, as from an engine that is just waking up', async () => {
	let count = 0;
	const {time, asked} = run([() => (++count === 1 ? 3000 : 50), () => 1], 1000);
	await time.advance(30_000);
	expect(asked[0]?.length).toBeGreaterThan(25);
});

test('who asks for it gets an answer however slow they are', async () => {
	const {time, asked, hurry} = run([() => 1, () => 3000], 1000);
	await time.advance(20_000);
	const before = asked[1]?.length ?? 0;
	await time.advance(5_000);
	expect(asked[1]).toHaveLength(before);
	hurry();
	await time.advance(1);
	expect(asked[1]).toHaveLength(before + 1);
});

test('one question of a kind is under way at a time', async () => {
	const {time, asked, most} = run([() => 2500], 500);
	await time.advance(20_000);
	expect(most()).toBe(1);
	expect(asked[0]?.length).toBeGreaterThanOrEqual(8);
	expect(asked[0]?.length).toBeLessThanOrEqual(9);
});

test('a question that fails is asked again later and later', async () => {
	const {time, asked, ending} = run([() => 10], 100, () => true);
	await time.advance(60_000);
	expect(asked[0]?.length).toBeLessThan(14);
	ending.abort();
	await time.advance(1);
	expect(time.timers()).toBe(0);
});
