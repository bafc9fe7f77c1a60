import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {rested, walkTo} from './dialog-steps.ts';
import {addService, calmWorld, plainWorld, troubledWorld} from './worlds.ts';

const names = Array.from({length: 60}, (_, index) => `svc-${String(index + 1).padStart(2, '0')}`);

test('movement: down, up, ends, pages, arrows', async () => {
	await using skep = await openDashboard(plainWorld(...names), {columns: 80, rows: 24});
	await skep.press('1');
	const at = () => names.findIndex(name => id(name) === skep.selectedId());
	await skep.press('j', 'j', 'down', 'k', 'up');
	expect(at()).toBe(1);
	await skep.press('G');
	expect(at()).toBe(59);
	await skep.waitFor(/> +svc-60/);
	await skep.press('j');
	expect(at()).toBe(59);
	await skep.press('home', 'k');
	expect(at()).toBe(0);
	await skep.press('pagedown');
	const page = at();
	expect(page).toBeGreaterThan(5);
	await skep.press('ctrl+f', 'pageup');
	expect(at()).toBe(page);
	await skep.press('end', 'g');
	expect(at()).toBe(0);
});

test('the focus goes by number and by Tab, around and back', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 160, rows: 48});
	expect(skep.ui().focus).toBe('needs');
	const seen: string[] = [];
	for (const key of ['1', '2', '3', '4', '0']) {
		await skep.press(key);
		seen.push(skep.ui().focus);
	}
	expect(seen).toEqual(['services', 'nodes', 'tasks', 'logs', 'needs']);
	const around: string[] = [];
	for (let step = 0; step < 5; step++) {
		await skep.press('tab');
		around.push(skep.ui().focus);
	}
	expect(around).toEqual(['services', 'nodes', 'tasks', 'logs', 'needs']);
	await skep.press('shift+tab');
	expect(skep.ui().focus).toBe('logs');
});

test('the selection stays on its row while rows come and go, and moves on when its row goes', async () => {
	await using skep = await openDashboard(plainWorld('b', 'd', 'f'), {columns: 80, rows: 24});
	await skep.press('1');
	await walkTo(skep, id('d'));
	skep.small.change(world => {
		for (const name of ['a', 'c', 'e']) {
			addService(world, name, 1);
		}
	});
	await skep.waitFor('Services 6');
	expect(skep.selectedId()).toBe(id('d'));
	skep.small.change(world => {
		world.services = world.services.filter(({ID}) => ID !== id('d') && ID !== id('a'));
	});
	await skep.waitFor('Services 4');
	const next = skep.selectedId();
	expect([id('e'), id('f')]).toContain(next);
	skep.small.change(world => addService(world, 'aa', 1));
	await skep.waitFor('Services 5');
	expect(skep.selectedId()).toBe(next);
});

test('a filter is a regular expression, inverted by !, shown while it holds, and gone with Escape', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 80, rows: 24});
	const shown = () => skep.context.view.services().map(({name}) => name);
	await skep.press('1', '/');
	await skep.type('^shop_(api|db)');
	expect(shown()).toEqual(['shop_api', 'shop_db']);
	await skep.press('enter');
	await skep.waitFor('matching /^shop_(api|db)');
	await skep.press('/', 'ctrl+u');
	await skep.type('!shop_');
	expect(shown()).toEqual(['mail', 'queue', 'search']);
	await skep.press('escape');
	await skep.soon(() => shown().join() === 'shop_api,shop_db');
	await skep.press('escape');
	await skep.soon(() => shown().length === 6);
	await skep.press('/');
	await skep.type('shop_(');
	expect(shown()).toEqual([]);
	await skep.waitFor('Nothing matches /shop_(');
});

test('o sorts by the next column and says so, O turns it around', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 80, rows: 24});
	const first = () => skep.context.view.services()[0]?.name;
	await skep.press('1', 'O');
	expect(first()).toBe('shop_web');
	await skep.waitFor('last first');
	await skep.press('O', 'o');
	await skep.waitFor(/by \w+/);
	const orders = new Set<string>();
	for (let step = 0; step < 8; step++) {
		orders.add(
			skep.context.view
				.services()
				.map(({name}) => name)
				.join(),
		);
		await skep.press('o');
	}
	expect(orders.size).toBeGreaterThan(1);
});

test('z gives one pane the screen, and gives it back', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await skep.press('2', 'z');
	await skep.waitUntilGone('1 Services');
	await skep.waitFor('2 Nodes 5');
	await skep.press('escape');
	await skep.waitFor('1 Services 6');
});

test('! shows what is not as wanted, and all again', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 120, rows: 36});
	await skep.press('1', '!');
	expect(skep.context.view.services().map(({name}) => name)).toEqual(['reports', 'shop_api', 'shop_web']);
	await skep.waitFor('not as wanted only');
	await skep.press('!');
	await skep.waitFor('search');
});

test('Enter goes from a problem to its row, its tasks, their logs; Escape goes back', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 160, rows: 48});
	const way: string[] = [skep.ui().focus];
	for (const key of ['enter', 'enter', 'enter']) {
		await skep.press(key);
		way.push(skep.ui().focus);
	}
	expect(way).toEqual(['needs', 'services', 'tasks', 'logs']);
	await skep.press('escape');
	await skep.soon(() => skep.ui().focus === 'tasks');
	await skep.press('escape');
	await skep.soon(() => skep.ui().focus === 'services');
});

test('d describes, i shows the YAML, c copies, and Escape comes back to the same row', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 80, rows: 24});
	await skep.press('1');
	await walkTo(skep, id('shop_db'));
	await skep.press('d');
	await skep.waitFor('Service shop_db');
	await skep.press('i');
	await skep.waitFor('as YAML');
	await skep.waitFor('Name: shop_db');
	await skep.press('G', 'escape');
	await skep.soon(() => skep.top() === undefined);
	expect(skep.selectedId()).toBe(id('shop_db'));
	skep.written.length = 0;
	await skep.press('c');
	await skep.waitFor('copied: shop_db');
	expect(skep.written.join('')).toContain(`\u001b]52;c;${Buffer.from('shop_db').toString('base64')}\u0007`);
});

test('q leaves at once when nothing is under way, and asks when something is', async () => {
	await using skep = await openDashboard(plainWorld('web'), {columns: 80, rows: 24});
	await skep.press('2', 'g', 'P');
	await rested(skep);
	// Nobody hears of it: what was asked for stays under way.
	const end = skep.small.fault(/^\/(nodes|events)$/, {never: true});
	skep.context.underWay.setState({
		items:
			skep.dialog() === undefined
				? []
				: [
						{
							operation: skep.dialog()?.operation as never,
							target: skep.dialog()?.targets[0] as never,
							name: 'mgr1',
							input: null,
							since: skep.time.now(),
						},
					],
	});
	await skep.press('escape');
	await skep.soon(() => skep.dialog() === undefined);
	// Nobody says yes to a question in the same breath that brings it up.
	await skep.burst('q', 'y');
	await skep.listening('Still under way');
	expect(skep.hasQuit()).toBe(false);
	await skep.press('n');
	await skep.soon(() => skep.top() === undefined);
	end();
	skep.context.underWay.setState({items: []});
	await skep.press('q');
	expect(skep.hasQuit()).toBe(true);
});
