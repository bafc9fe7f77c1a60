import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {rested} from './dialog-steps.ts';
import {plainWorld} from './worlds.ts';

test('who adds something before the swarm as a whole was read waits for that, and gets the form', async () => {
	await using skep = await openDashboard(plainWorld('web'), {columns: 120, rows: 36});
	const {cluster} = skep.context;
	cluster.setState(({snapshot}) => ({snapshot: {...snapshot, swarm: undefined}}));
	await skep.press('1', 'a');
	await rested(skep);
	await skep.waitFor('Create a service');
	expect(skep.dialog()?.phase.kind).toBe('form');
});
