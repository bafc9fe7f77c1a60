import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {rested} from './dialog-steps.ts';
import {plainWorld} from './worlds.ts';

const open = () => openDashboard(plainWorld('api', 'web'), {columns: 100, rows: 30});

/** Opens a form, replaces what is in its first field, and goes on. */
const enter = async (skep: OpenDashboard, key: string, text: string, pane = '1') => {
	await skep.press(pane, key);
	await rested(skep);
	await (text === '' ? skep.press('x', 'ctrl+u') : skep.type(text));
	await skep.press('enter');
	await rested(skep);
};

const values = (skep: OpenDashboard) => {
	const phase = skep.dialog()?.phase;
	return phase?.kind === 'form' ? Object.values(phase.values) : [];
};

test.each([
	['s', 'abc', /whole number/],
	['s', '-1', /whole number|0 or more|negative/],
	['s', '1e9', /whole number/],
	['s', '3.5', /whole number/],
	['s', '', /whole number|how many|empty|missing/],
	['s', '99999999999', /\d|many|large|most/],
	['s', '4 5', /whole number/],
	['u', 'Shop/Web:1', /lowercase|lower case|small letters|image/i],
	['u', 'web:la test', /image|tag|space/i],
	['u', 'web@sha256:123', /digest|image/i],
	['#', '=value', /key|label/i],
	['#', 'a==', undefined],
])('%s with "%s" is said in the dialog, before anything is sent', async (key, text, said) => {
	await using skep = await open();
	const before = skep.small.requests(/distribution/).length;
	await enter(skep, key, text);
	if (said === undefined) {
		expect(skep.dialog()?.phase.kind).toBe('review');
		return;
	}
	const phase = skep.dialog()?.phase;
	expect(phase?.kind).toBe('form');
	const problem = phase?.kind === 'form' ? phase.problem?.text : undefined;
	expect(problem).toMatch(said);
	expect(skep.text()).toContain(problem?.split(' ').slice(0, 3).join(' '));
	expect(values(skep)[0]).toBe(text);
	expect(skep.writes()).toEqual([]);
	expect(skep.small.requests(/distribution/)).toHaveLength(before);
	// What was typed can be mended, and the complaint goes.
	await skep.press('backspace');
	expect(values(skep)[0]).toBe(text.slice(0, -1));
	expect(skep.dialog()?.phase).toMatchObject({problem: undefined});
});

test('blanks around a number are no mistake', async () => {
	await using skep = await open();
	await enter(skep, 's', '4 ');
	expect(skep.dialog()?.phase.kind).toBe('review');
	expect(skep.text()).toContain('1 -> 4');
});

test('an image left out stays as it is, and a plan without a change is refused', async () => {
	await using skep = await open();
	await enter(skep, 'u', '');
	const phase = skep.dialog()?.phase;
	expect(phase?.kind === 'review' ? phase.plan.refusals : []).not.toEqual([]);
	await skep.burst('y', 'enter');
	await rested(skep);
	expect(skep.writes()).toEqual([]);
});

test('a label is set on a node as typed, and an odd one is refused in the dialog', async () => {
	await using skep = await open();
	await enter(skep, '#', '= ', '2');
	expect(skep.dialog()?.phase.kind).toBe('form');
	await skep.press('ctrl+u');
	await skep.type('zone=seoul');
	await skep.press('enter');
	await rested(skep);
	expect(skep.dialog()?.phase.kind).toBe('review');
	expect(skep.text()).toContain('docker node update --label-add zone=seoul');
});

test('the first key typed replaces what was there; Backspace edits it; a pasted line break presses nothing', async () => {
	await using skep = await open();
	await skep.press('1', 'u');
	await rested(skep);
	const shown = values(skep)[0] ?? '';
	await skep.press('backspace');
	expect(values(skep)[0]).toBe(shown.slice(0, -1));
	await skep.paste('9\n');
	expect(skep.dialog()?.phase.kind).toBe('form');
	expect(values(skep)[0]).toBe(`${shown.slice(0, -1)}9 `);
});

test('another name than the one to type is told so, and nothing is done', async () => {
	await using skep = await open();
	await skep.press('1', 'ctrl+d');
	await rested(skep);
	await skep.type('web');
	await skep.press('enter');
	await skep.waitFor('That is not it: nothing is done.');
	expect(skep.writes()).toEqual([]);
	await skep.press('ctrl+u');
	expect(skep.text()).not.toContain('That is not it');
	await skep.type('api');
	await skep.press('enter');
	await skep.soon(() => skep.writes().length === 1);
});
