import {expect, test} from 'vitest';
import {notification} from '../../source/ui/notices.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {complete, pauseFor, replaceTask, rollingWorld} from './rolling-world.ts';

const foot = (skep: OpenDashboard) => skep.lines().at(-1) ?? '';
const paused = 'shop_web: update paused, exit 3 in slot 3';

/** Everything written that no screen is made of: control strings and bells. */
const told = (skep: OpenDashboard) => skep.written.join('').match(/\u001b\][^\u0007]*\u0007|\u0007/g) ?? [];

test('a pause is told in a line wherever one looks, and only on screen', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 120, rows: 36});
	await skep.press('2');
	skep.written.length = 0;
	skep.small.change(world => pauseFor(world, 3, '30:30'));
	await skep.soon(() => foot(skep).includes(paused));
	expect(skep.ui().focus).toBe('nodes');
	expect(foot(skep)).toContain('(0 goes to what needs you)');
	expect(told(skep)).toEqual([]);
	await skep.press('escape');
	await skep.soon(() => !foot(skep).includes(paused));
});

test('on the service itself the line names the key that shows more', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 120, rows: 36});
	await skep.press('1', 'G');
	skep.small.change(world => pauseFor(world, 3, '30:30'));
	await skep.soon(() => foot(skep).includes(`${paused} (w shows it)`));
});

test('who has its cockpit open sees it, and is not told', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 120, rows: 36, notify: 'bell'});
	await skep.press('1', 'G', 'w');
	await skep.soon(() => skep.top()?.kind === 'cockpit');
	skep.written.length = 0;
	skep.small.change(world => pauseFor(world, 3, '30:30'));
	await skep.soon(() => /shop_web .*PAUSED/.test(skep.text()));
	await skep.time.skip(6000, skep.settled);
	expect(skep.ui().message).toBeUndefined();
	expect(told(skep)).toEqual([]);
});

test('what was so before skep began is not told', async () => {
	const world = rollingWorld();
	pauseFor(world, 3, '30:15');
	await using skep = await openDashboard(world, {columns: 120, rows: 36, notify: 'bell'});
	await skep.waitFor('PAUSED');
	await skep.time.skip(3000, skep.settled);
	await skep.settle();
	expect(skep.ui().message).toBeUndefined();
	expect(told(skep)).toEqual([]);
});

test('the end is told when the tasks agree, not when the engine says so', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 120, rows: 36, notify: 'osc9'});
	skep.small.change(world => complete(world, '30:31'));
	await skep.refreshed();
	await skep.time.skip(2000, skep.settled);
	expect(skep.ui().message).toBeUndefined();
	skep.small.change(world => {
		for (const slot of [3, 4, 5, 6]) {
			replaceTask(world, slot, '30:20');
		}
	});
	await skep.soon(() => foot(skep).includes('shop_web: update completed, 6 of 6 on 2'));
	expect(told(skep)).toEqual(['\u001b]9;skep: shop_web: update completed, 6 of 6 on 2\u0007']);
});

test('asked for it, the bell rings once for a pause', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 120, rows: 36, notify: 'bell'});
	skep.written.length = 0;
	skep.small.change(world => pauseFor(world, 3, '30:30'));
	await skep.soon(() => foot(skep).includes(paused));
	await skep.time.skip(5000, skep.settled);
	expect(told(skep)).toEqual(['\u0007']);
});

test('one of three hundred services, off the screen, is told as soon', async () => {
	const world = bigWorld({nodes: 20, services: 300, replicas: 3});
	await using skep = await openDashboard(world, {columns: 120, rows: 36});
	const last = ({services}: typeof world) => services.find(({Spec}) => Spec.Name === 'app-0300');
	const status = (State: string) => ({UpdateStatus: {State, StartedAt: '2026-11-21T09:30:00Z', Message: ''}});
	skep.small.change(world => Object.assign(last(world) ?? {}, status('updating')));
	await skep.time.skip(5000, skep.settled);
	const before = skep.time.now();
	skep.small.change(world => {
		const service = last(world);
		Object.assign(service ?? {}, {...status('paused'), UpdatedAt: '2026-11-21T09:30:30Z'});
		const failed = world.tasks.find(({ServiceID, Slot}) => ServiceID === service?.ID && Slot === 2);
		Object.assign(failed ?? {}, {DesiredState: 'shutdown', CreatedAt: '2026-11-21T09:30:05Z'});
		Object.assign(failed?.Status ?? {}, {
			State: 'failed',
			Err: 'task: non-zero exit (3)',
			ContainerStatus: {ExitCode: 3},
		});
	});
	await skep.soon(() => foot(skep).includes('app-0300: update paused, exit 3 in slot 2'));
	expect(skep.time.now() - before).toBeLessThan(6000);
});

test('a notification ends where it should, whatever a task says', () => {
	const hostile = `web: update paused, \u001b]0;gotcha\u0007 \u009c\u001b\\ 4;1;50 ${'x'.repeat(500)}`;
	const bytes = notification('osc9', hostile);
	expect(bytes.startsWith('\u001b]9;skep: web: update paused, ')).toBe(true);
	expect(bytes.slice(1, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
	expect(bytes.endsWith('\u0007')).toBe(true);
	expect(bytes.length).toBeLessThan(230);
	expect(notification('bell', hostile)).toBe('\u0007');
});
