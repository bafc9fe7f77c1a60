import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {bigWorld} from '../helpers/small-engine/world.ts';

const days = 24 * 60 * 60_000;

test.each([
	['old', 2 * days, undefined],
	['deployed in the last hour', 0, undefined],
	['all started a moment ago', 0, '2026-11-21T09:30:10.000000000Z'],
])('an idle screen of services that are %s costs next to nothing', async (_, after, startedAt) => {
	const world = bigWorld({nodes: 50, services: 300, replicas: 10});
	for (const {Status} of startedAt === undefined ? [] : world.tasks) {
		Object.assign(Status, {Timestamp: startedAt});
	}
	await using skep = await openDashboard(world, {columns: 160, rows: 48, after});
	await skep.press('1', 'j', 'j');
	await skep.time.skip(3000, skep.settled);
	await skep.settle();
	for (const _minute of [1, 2]) {
		skep.bytesSince();
		const requests = skep.small.requests().length;
		const bytes = skep.small.bytes();
		const frames = skep.frames();
		await skep.time.skip(60_000, skep.settled);
		await skep.settle();
		expect(skep.small.requests().length - requests).toBeLessThan(60);
		expect(skep.small.requests().length - requests).toBeGreaterThan(10);
		expect(skep.small.bytes() - bytes).toBeLessThan(1_500_000);
		expect(skep.frames() - frames).toBeLessThan(6);
		expect(skep.bytesSince()).toBeLessThan(500);
	}
});
