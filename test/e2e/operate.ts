import {expect} from 'vitest';
import type {CommandId} from '../../source/ui/commands/commands.ts';
import {keyOf} from '../../source/ui/keymap.ts';
import {bytesOf} from '../helpers/keys.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import type {Skep} from './skep.ts';

/** Presses the key that the keymap has for a command. */
export function command(skep: Skep, id: CommandId) {
	const key = keyOf(id);

	if (key === undefined) {
		throw new Error(`No key has the command ${id}`);
	}

	skep.press(bytesOf(key));
}

/** Runs the command that the palette finds first. */
export async function palette(skep: Skep, query: string) {
	command(skep, 'openPalette');
	await skep.waitForDialog(/Up Down choose/);
	skep.type(query);
	await skep.waitForDialog(new RegExp(query));
	skep.press(bytesOf('enter'));
}

/** Puts the cursor on a service or node, and waits until the tasks pane is about it. */
export async function choose(skep: Skep, kind: 'service' | 'node', name: string) {
	const [number, title] =
		kind === 'service' ? ([1, `3 Tasks of ${name} `] as const) : ([2, `3 Tasks on ${name} `] as const);
	await skep.waitForLine(number, name, /./);
	// A plan drawn before all tasks were read says so, and is asked about again once they were.
	await skep.waitFor(/tasks \d+\/\d+/);

	// Rows that come and go meanwhile have it go astray: then it sets out again.
	await until(`the cursor on ${name}`, async () => {
		goTo(skep, kind, placeOf(skep, number, name));
		await skep.waitFor(title, {seconds: 10});
		return true;
	});
}

function goTo(skep: Skep, kind: 'service' | 'node', place: number) {
	command(skep, kind === 'service' ? 'focusServices' : 'focusNodes');
	command(skep, 'moveToTop');

	for (let row = 0; row < place; row++) {
		command(skep, 'moveDown');
	}
}

/** Marks rows, so that they act together. */
export async function mark(skep: Skep, kind: 'service' | 'node', ...names: readonly string[]) {
	for (const name of names) {
		await choose(skep, kind, name);
		command(skep, 'mark');
		await skep.waitFor(new RegExp(`\\+.? ${name} `));
	}
}

/** Types over what a form was filled with, and goes on to the plan. */
export async function fillIn(skep: Skep, value: string) {
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);
	skep.type(value);
	await skep.waitForDialog(new RegExp(value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
	skep.press(bytesOf('enter'));
}

/** What goes into the fields of a form, one after the other; undefined leaves one as it is, an array presses keys. */
export type Entered = readonly (string | readonly string[] | undefined)[];

/** Fills in a form that was just opened, and goes on to its plan. */
export async function enter(skep: Skep, values: Entered) {
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);

	for (const [index, value] of values.entries()) {
		if (index > 0) {
			skep.press(bytesOf('tab'));
		}

		if (typeof value === 'string') {
			skep.type(value);
		} else {
			skep.press(...(value ?? []).map(bytesOf));
		}
	}

	skep.press(bytesOf('enter'));
}

/** Goes so many fields further in a form that was just opened. */
export async function nextFields(skep: Skep, count: number) {
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);
	skep.press(...Array.from({length: count}, () => bytesOf('tab')));
}

/** Goes on to the plan with what the form has. */
export async function goOn(skep: Skep) {
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);
	skep.press(bytesOf('enter'));
}

/** Waits for the plan with a `docker` command, and gives the whole dialog. */
export async function review(skep: Skep, dockerCommand: string): Promise<string> {
	await skep.waitForDialog(/\$ docker.*(do it|leave it as it is|read-only)/);
	const said = skep.dialog();
	expect(said).toContain(`$ ${dockerCommand}`);

	return said;
}

/** Answers a plan as it asks for: `y`, or the word it wants typed and Enter. */
export async function confirm(skep: Skep, word?: string) {
	await hearing(skep);

	if (word === undefined) {
		expect(skep.dialog()).toContain('y do it');
		command(skep, 'confirm');
		return;
	}

	expect(skep.dialog()).toContain(`Type ${word} to confirm`);
	skep.type(word);
	await skep.waitForDialog(new RegExp(`to confirm: ${word}`));
	command(skep, 'confirmTyped');
}

/** Back from a dialog to where its text or its form was. */
export async function goBack(skep: Skep) {
	await hearing(skep);
	command(skep, 'reviseForm');
}

/** Says yes to a plan, whatever it asks for. */
export const agree = (skep: Skep) => confirm(skep, /Type (\S+) to confirm/.exec(skep.dialog())?.[1]);

/** Says no to a dialog. */
export async function leave(skep: Skep) {
	await hearing(skep);
	skep.press(bytesOf('escape'));
	await skep.waitForDialog(/^$/);
}

const placeOf = (skep: Skep, number: 1 | 2, name: string) =>
	skep
		.pane(number)
		.slice(1)
		.findIndex(row => row.slice(3).trimStart().startsWith(`${name} `));

/** The journal gets its line after the engine's answer, so the engine can show a change before. */
export const journaled = (skep: Skep, entries: readonly object[]) =>
	until('the journal has it', () => {
		expect(skep.journal()).toMatchObject(entries);
		return true;
	});
