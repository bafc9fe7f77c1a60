import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {rested, sayYes} from './dialog-steps.ts';
import {calmWorld} from './worlds.ts';

const form = (skep: OpenDashboard) => {
	const phase = skep.dialog()?.phase;
	if (phase?.kind !== 'form') {
		throw new Error(`There is no form. Screen:\n${skep.text()}`);
	}
	return phase;
};

const press = async (skep: OpenDashboard, ...keys: readonly string[]) => {
	await skep.press(...keys);
	await rested(skep);
};

const small = {columns: 80, rows: 24};

const withName = async (skep: OpenDashboard) => {
	await press(skep, '1', 'a');
	await skep.burst(...'web', 'tab', ...'shop/web:2', 'tab');
};

test('what was entered for something new is there the next time, and gone once it was sent', async () => {
	await using skep = await openDashboard(calmWorld(), small);
	await withName(skep);
	await skep.press('escape');
	await skep.waitFor('Create a service: what was entered is kept for the next time');
	await press(skep, 'a');
	expect(skep.text()).toContain('Create a service, as it was left');
	expect(form(skep)).toMatchObject({active: 2, values: {name: 'web', image: 'shop/web:2', replicas: ''}});
	await press(skep, 'shift+tab', '9');
	expect(form(skep).values['image']).toBe('shop/web:29');
	await press(skep, 'backspace', 'enter');
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0 && skep.top() === undefined);
	await press(skep, 'a');
	expect(skep.text()).not.toContain('as it was left');
	expect(form(skep).values['name']).toBe('');
});

test('a no to its plan keeps it as well; Ctrl+N empties the form, and brings it back', async () => {
	await using skep = await openDashboard(calmWorld(), small);
	await withName(skep);
	await press(skep, 'enter');
	await press(skep, 'ctrl+c', 'a');
	expect(skep.row('Ctrl+N afresh')).toMatch(/Esc leave *$/);
	await press(skep, 'ctrl+n');
	expect(form(skep).values).toMatchObject({name: '', image: ''});
	expect(skep.text()).not.toContain('as it was left');
	await press(skep, 'ctrl+c', 'a');
	expect(form(skep).values).toMatchObject({name: 'web', image: 'shop/web:2'});
	await press(skep, 'ctrl+n', 'ctrl+n');
	expect(form(skep).values).toMatchObject({name: 'web', image: 'shop/web:2'});
	expect(skep.row('Ctrl+N afresh')).toBeDefined();
});

test("a secret's value is kept nowhere: leaving it is asked about, and the rest is kept", async () => {
	await using skep = await openDashboard(calmWorld(), small);
	await press(skep, '1', ':');
	await skep.burst(...'create a secret', 'enter');
	await rested(skep);
	await skep.burst(...'db-password', 'tab', ...'open sesame');
	await skep.press('escape');
	await skep.waitFor('Esc once more leaves this form');
	await skep.press('!');
	expect(skep.text()).not.toContain('Esc once more');
	await skep.press('escape');
	await skep.waitFor('Esc once more leaves this form');
	expect(form(skep).values['value']).toBe('open sesame!');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	expect(JSON.stringify([...skep.ui().drafts])).toContain('db-password');
	expect(JSON.stringify([...skep.ui().drafts])).not.toContain('sesame');
});

test('what was meant for a change is not kept: more than a line of it is asked about', async () => {
	await using skep = await openDashboard(calmWorld(), small);
	await press(skep, '1', 'u');
	await skep.burst(...':2');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	await press(skep, 'u');
	await skep.burst(...':2', 'tab', '3');
	await skep.press('escape');
	await skep.waitFor('Esc once more leaves this form');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	await press(skep, 'u');
	expect(form(skep).values['image']).not.toBe(':2');
	expect(skep.ui().drafts.size).toBe(0);
});
