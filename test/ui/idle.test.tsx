import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {bigWorld} from '../helpers/small-engine/world.ts';

test('an idle screen with a silent service selected costs next to nothing', {timeout: 60_000}, async () => {
	const world = bigWorld({nodes: 50, services: 300, replicas: 10});
	// Two days later: nothing on screen is counted in minutes.
	await using skep = await openDashboard(world, {columns: 160, rows: 48, after: 48 * 60 * 60_000});
	await skep.press('1', 'j', 'j');
	await skep.time.skip(3000, skep.settled);
	await skep.settle();
	for (const _minute of [1, 2]) {
		skep.bytesSince();
		const requests = skep.small.requests().length;
		const bytes = skep.small.bytes();
		await skep.time.skip(60_000, skep.settled);
		await skep.settle();
		expect(skep.small.requests().length - requests).toBeLessThan(60);
		expect(skep.small.requests().length - requests).toBeGreaterThan(10);
		expect(skep.small.bytes() - bytes).toBeLessThan(1_500_000);
		expect(skep.bytesSince()).toBeLessThan(1000);
	}
});
