import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {walkTo} from './dialog-steps.ts';
import {pauseFor, rollingWorld} from './rolling-world.ts';

const minute = 60_000;

test.each([
	['its cockpit', ['w'], 'What now'],
	['its cockpit, with ages', ['w', 't'], '10m+ ago'],
	['the dashboard', [], 'PAUSED 12m'],
	['the list of rollouts', [':', ...'rollouts', 'enter'], 'worst first'],
])('a paused update on which nothing moves costs next to nothing: %s', async (_, keys, shown) => {
	const world = rollingWorld();
	pauseFor(world, 3, '30:30');
	await using skep = await openDashboard(world, {after: 12 * minute});
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.press(...keys);
	await skep.soon(() => skep.text().includes(shown));
	await skep.time.skip(minute / 2, skep.settled);
	await skep.settle();
	skep.bytesSince();
	await skep.time.skip(minute, skep.settled);
	await skep.settle();
	expect(skep.text()).toMatch(/PAUSED 1[034]m/);
	expect(skep.bytesSince()).toBeLessThan(300);
});
