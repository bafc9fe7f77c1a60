import {expect, test} from 'vitest';
import {measureWrites} from '../../source/ui/slow-terminal.ts';

test('frames that can wait leave four times as long as a write takes, within bounds', () => {
	let now = 0;
	let takes = 1;
	const written: unknown[] = [];
	const stdout = {
		write(chunk: unknown) {
			now += takes;
			written.push(chunk);
			return true;
		},
	};
	const pace = measureWrites(stdout, () => now);
	stdout.write('fast');
	expect(pace.interval()).toBe(100);
	takes = 60;
	stdout.write('slow');
	expect(pace.interval()).toBe(240);
	takes = 3000;
	stdout.write('stuck');
	expect(pace.interval()).toBe(1000);
	takes = 1;
	for (let round = 0; round < 40; round++) stdout.write('fast');
	expect(pace.interval()).toBe(100);
	pace.stop();
	stdout.write('unmeasured');
	expect(written).toHaveLength(44);
});
