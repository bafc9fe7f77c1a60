import fc from 'fast-check';
import {expect, test} from 'vitest';
import {keepPace} from '../../source/simulator/pace.ts';
import {createProcesses, type Process, sleep, until} from '../../source/simulator/processes.ts';
import {createTimeline} from '../../source/simulator/timeline.ts';

test('everything happens at its time, in order; what is due at once in the order it was asked for', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(50), {maxLength: 60}), delays => {
			const timeline = createTimeline(1000);
			const seen: [number, number][] = [];
			for (const [at, delay] of delays.entries()) {
				timeline.after(delay, () => seen.push([timeline.now() - 1000, at]));
			}
			timeline.advance(50);
			const expected = delays.map((delay, at): [number, number] => [delay, at]);
			expect(seen).toEqual(expected.sort(([one, first], [other, second]) => one - other || first - second));
		}),
	);
});

test('what was called off does not happen, and what happens may ask for more', () => {
	const timeline = createTimeline(0);
	const seen: string[] = [];
	const off = timeline.after(10, () => seen.push('never'));
	timeline.after(5, () => {
		seen.push('first');
		off();
		timeline.after(3, () => seen.push('second'));
	});
	timeline.advance(7);
	expect(seen).toEqual(['first']);
	expect(timeline.nextAt()).toBe(8);
	timeline.advance(100);
	expect(seen).toEqual(['first', 'second']);
	expect(timeline.now()).toBe(107);
});

test('a process sleeps, waits for a condition, and gives up waiting when told to', () => {
	const timeline = createTimeline(0);
	const processes = createProcesses(timeline);
	const seen: string[] = [];
	let isOpen = false;
	function* work(name: string, patience?: number): Process {
		yield sleep(10);
		yield until(['door'], () => isOpen, patience);
		seen.push(`${name} at ${timeline.now()}`);
	}
	processes.start(work('patient'));
	processes.start(work('hasty', 20));
	const end = processes.start(work('ended'));
	timeline.advance(40);
	processes.touch('door');
	end();
	isOpen = true;
	processes.touch('window');
	expect(seen).toEqual(['hasty at 30']);
	processes.touch('door');
	expect(seen).toEqual(['hasty at 30', 'patient at 40']);
});

test('simulated time runs as fast as it is told to, and catches up for whoever asks', () => {
	const timeline = createTimeline(0);
	const timers: {readonly at: number; readonly run: () => void}[] = [];
	let now = 0;
	const pace = keepPace(timeline, 10, {
		now: () => now,
		after(milliseconds, run) {
			const timer = {at: now + milliseconds, run};
			timers.push(timer);
			return () => void timers.splice(timers.indexOf(timer), 1);
		},
	});
	const seen: number[] = [];
	timeline.after(500, () => seen.push(timeline.now()));
	now = 49;
	pace.catchUp();
	expect([timeline.now(), seen]).toEqual([490, []]);
	timers.shift()?.run();
	expect(timers.map(({at}) => at)).toEqual([50]);
	now = 50;
	timers.shift()?.run();
	expect(seen).toEqual([500]);
	pace.stop();
	expect(timers).toEqual([]);
});
