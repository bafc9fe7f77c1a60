import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {rested, sayYes, walkTo} from './dialog-steps.ts';
import {plainWorld} from './worlds.ts';

test('a plan that is asked again over what someone else wrote needs one more yes, not two', async () => {
	await using skep = await openDashboard(plainWorld('api', 'db'));
	await skep.press('1');
	await walkTo(skep, id('api'));
	await skep.press('s');
	await rested(skep);
	await skep.press('7', 'enter');
	await rested(skep);
	skep.small.change(world => {
		Object.assign(world.services.find(({ID}) => ID === id('api'))?.Spec.Mode ?? {}, {Replicated: {Replicas: 5}});
	});

	await sayYes(skep);
	await skep.waitFor('has changed since it was shown');
	await skep.waitFor('5 -> 7 replicas');
	// What is new stands out, and what it said before is there.
	expect(skep.text()).toMatch(/no longer: api: \d -> 7 replicas/);
	expect(skep.writes()).toEqual([]);

	await rested(skep);
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0);
	expect(skep.writes()).toMatchObject([{body: {Mode: {Replicated: {Replicas: 7}}}}]);
});
