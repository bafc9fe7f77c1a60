import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {rested, sayYes} from './dialog-steps.ts';
import {plainWorld} from './worlds.ts';

test('Enter does not close a dialog that is reading, checking or writing; Esc does', async () => {
	await using skep = await openDashboard(plainWorld('web'));
	const answer = skep.small.fault(/^\/services(\?|$)/, {never: true});
	await skep.press('1', 'g', 's');
	await skep.soon(() => skep.dialog()?.phase.kind === 'loading');
	await skep.listening();
	await skep.press('enter', 'q', 'y');
	expect(skep.dialog()?.phase.kind).toBe('loading');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	answer();

	await skep.press('s');
	await rested(skep);
	await skep.press('7', 'enter');
	await rested(skep);
	const later = skep.small.fault(/^\/services(\?|$)/, {never: true});
	await sayYes(skep);
	await skep.soon(() => skep.dialog()?.phase.kind === 'checking');
	await skep.press('enter');
	expect(skep.dialog()?.phase.kind).toBe('checking');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	later();
	expect(skep.writes()).toEqual([]);
});

test('what fails while a leader is chosen says so, and that it may be tried again', async () => {
	await using skep = await openDashboard(plainWorld('web'));
	await skep.press('1', 'g', 's');
	await rested(skep);
	await skep.press('7', 'enter');
	await rested(skep);
	const message = 'rpc error: code = Unknown desc = The swarm does not have a leader.';
	skep.small.fault(/^\/services/, {status: 503, message});
	await skep.soon(() => skep.cluster.getState().connection.kind === 'electing');
	await sayYes(skep);
	await skep.soon(() => skep.dialog()?.phase.kind === 'failed');
	expect(skep.dialog()?.phase).toMatchObject({
		sentence: expect.stringMatching(/choosing a leader.* try again then\.$/),
	});
});
