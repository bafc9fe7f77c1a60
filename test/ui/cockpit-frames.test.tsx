import {expect, test} from 'vitest';
import {drawCockpit} from '../../source/ui/cockpit/draw.ts';
import {lookAt} from '../../source/ui/cockpit/look.ts';
import {openCockpit} from '../../source/ui/state.ts';
import {openDashboard} from '../helpers/dashboard.tsx';
import {rollingBig} from '../helpers/small-engine/rolling.ts';

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

test('a rollout of a thousand slots stays readable, and its frames are cheap', async () => {
	await using skep = await openDashboard(rollingBig(), {columns: 160, rows: 48});
	await skep.press('1', 'g', 'w');
	await skep.waitFor(/^ app-0001 {3}UPDATING/);
	await skep.waitFor(/SERVING 980 of 1000: 650 on 1, 330 on 2\./);
	expect(skep.text()).toMatch(/\. old 650 .*\+ starting 20 .*# done [23]\d\d/);
	expect(skep.row(/^ +1 [#v]{10} [#v]{10}/)).toBeDefined();
	expect(skep.row(/^ +321 [#v]{10} \+{10} \+{10} \.{10}/)).toBeDefined();
	expect(skep.row(/^ ~ +\d+ +\w+-\d+ +stopped +(starting|up, watched)/)).toBeDefined();

	const {context} = skep;
	const [drawn, frames]: [number[], number[]] = [[], []];
	for (let round = 0; round < 30; round++) {
		// The clock moves on: every phase is worked out again, and every line drawn anew.
		await skep.time.skip(300);
		const layer = openCockpit(context.ui.getState());
		// Time of the processor, not of the clock: others may keep the machine busy.
		const from = process.cpuUsage();
		const facts = layer && lookAt(context, layer);
		facts && drawCockpit(facts, {columns: 160, rows: 48, top: 0});
		const {user, system} = process.cpuUsage(from);
		drawn.push((user + system) / 1000);
		const pressedAt = performance.now();
		await skep.press(round % 2 === 0 ? 'j' : 'k');
		frames.push(performance.now() - pressedAt);
	}
	console.log(
		`A thousand slots: ${median(drawn).toFixed(1)} ms of processor to work out and draw, ${median(frames).toFixed(1)} ms from key to terminal, at the median`,
	);
	expect(median(drawn)).toBeLessThan(16);
});
