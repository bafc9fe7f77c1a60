import {expect, test} from 'vitest';
import {lookAtWhy} from '../../source/ui/why/look.ts';
import {drawWhyPage} from '../../source/ui/why/page.ts';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {walkTo} from './dialog-steps.ts';
import {waitingWorld} from './why-worlds.ts';

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

test('with two hundred nodes it stays short, and its frames are cheap', async () => {
	const names = Array.from({length: 300}, (_, index) => `app-${String(index).padStart(3, '0')}`);
	const world = waitingWorld({hdds: 193, services: names});
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('1');
	await walkTo(skep, id('ledger_db'));
	await skep.press('w');
	await skep.waitFor(/^ WHY {2}ledger_db\.1/);
	await skep.waitFor('200 nodes, nearest first');
	expect(skep.row(/^ {3}193 workers/)).toMatch(/NO hdd +ok +one label away|NO hdd/);
	expect(skep.text()).toContain('What would make it run');
	await skep.press('f');
	await skep.waitFor(/\d\d\d more below/);

	const {context, cluster} = skep;
	const [drawn, frames]: [number[], number[]] = [[], []];
	for (let round = 0; round < 20; round++) {
		const layer = skep.top();
		const {snapshot} = cluster.getState();
		// As if all tasks had been heard anew: everything is counted again, and every line drawn anew.
		cluster.setState({snapshot: {...snapshot, tasks: new Map(snapshot.tasks)}});
		// Time of the processor, not of the clock: others may keep the machine busy.
		const from = process.cpuUsage();
		const facts = layer?.kind === 'why' ? lookAtWhy(context, layer) : undefined;
		facts && drawWhyPage(facts, {columns: 160, rows: 48}, {section: 'nodes', offset: round});
		const {user, system} = process.cpuUsage(from);
		drawn.push((user + system) / 1000);
		const pressedAt = performance.now();
		await skep.press(round % 2 === 0 ? 'j' : 'k');
		frames.push(performance.now() - pressedAt);
	}
	console.log(
		`Two hundred nodes one by one: ${median(drawn).toFixed(1)} ms of processor to work out and draw, ${median(frames).toFixed(1)} ms from key to terminal, at the median`,
	);
	expect(median(drawn)).toBeLessThan(16);
});
