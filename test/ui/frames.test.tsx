import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {plainWorld} from './worlds.ts';

test('the same screen again costs no frame, under a dialog neither', async () => {
	await using skep = await openDashboard(plainWorld('a', 'b', 'c'), {columns: 160, rows: 48, after: 24 * 60 * 60_000});
	const tell = async () => {
		const before = skep.frames();
		for (let round = 0; round < 5; round++) {
			const {snapshot} = skep.cluster.getState();
			skep.cluster.setState({snapshot: {...snapshot, tasks: new Map(snapshot.tasks)}});
			await skep.settle();
		}
		return skep.frames() - before;
	};
	await skep.press('1');
	await skep.time.skip(2000, skep.settled);
	await skep.settle();
	expect(await tell()).toBe(0);
	await skep.press('s');
	await skep.listening('Scale service');
	await skep.settle();
	expect(await tell()).toBe(0);
});

test('a key is one frame, of the lines that change', async () => {
	await using skep = await openDashboard(bigWorld({nodes: 20, services: 200, replicas: 5}), {columns: 160, rows: 48});
	await skep.press('1', '3');
	await skep.time.skip(2000, skep.settled);
	await skep.settle();
	for (const key of ['j', 'j', 'k', 'k']) {
		const frames = skep.frames();
		skep.bytesSince();
		await skep.press(key);
		expect(skep.frames() - frames).toBe(1);
		expect(skep.bytesSince()).toBeLessThan(600);
	}
});
