import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {bigWorld} from '../helpers/small-engine/world.ts';

const days = 24 * 60 * 60_000;

test.each([
	['old', 2 * days],
	['deployed in the last hour', 0],
])('an idle screen of services that are %s costs next to nothing', {timeout: 60_000}, async (_, after) => {
	const world = bigWorld({nodes: 50, services: 300, replicas: 10});
	await using skep = await openDashboard(world, {columns: 160, rows: 48, after});
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
