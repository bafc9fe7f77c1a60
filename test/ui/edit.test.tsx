import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import type {Editor} from '../../source/ui/context.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {sayYes, walkTo} from './dialog-steps.ts';
import {addService, plainWorld} from './worlds.ts';

type Change = (text: string) => string;

/** An editor that makes one change after the other, each time it is opened. */
const editor = (...changes: readonly Change[]) => {
	const opened: string[] = [];
	const modes: number[] = [];
	const run: Editor['run'] = async path => {
		const text = readFileSync(path, 'utf8');
		const change = changes[opened.length] ?? (same => same);
		opened.push(text);
		modes.push(statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777);
		writeFileSync(path, change(text));
		return undefined;
	};
	return {run, opened, modes};
};

const open = async (run: Editor['run'], options: Parameters<typeof openDashboard>[1] = {}) => {
	const world = plainWorld('api');
	addService(world, 'web', 2);
	const skep = await openDashboard(world, {columns: 120, rows: 36, editor: run, ...options});
	await skep.press('1');
	await walkTo(skep, id('web'));
	return skep;
};

const kept = (skep: OpenDashboard) => {
	try {
		return readdirSync(join(skep.folder, 'edits'));
	} catch {
		return [];
	}
};

/** A dialog asks something, and hears the answer. */
const asked = async (skep: OpenDashboard) => {
	await skep.soon(() => ['review', 'mend'].includes(skep.dialog()?.phase.kind ?? ''));
	await skep.listening();
};

const scaled: Change = text => text.replace('Replicas: 2', 'Replicas: 4');

test('e opens the spec in the editor; what was changed is reviewed, written, and its file goes', async () => {
	const {run, opened, modes} = editor(scaled);
	await using skep = await open(run);
	await skep.press('e');
	await asked(skep);
	await skep.waitFor('Edit service web');
	await skep.waitFor('web: 2 -> 4 replicas, 2 more tasks.');
	await skep.waitFor('+ replicas: 4');
	await skep.waitFor('$ docker service update --replicas 4 web');
	expect(opened[0]).toMatch(/^# The spec of service web \(/);
	expect(modes).toEqual([0o600, 0o700]);

	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0);
	expect(skep.writes()).toMatchObject([{body: {Name: 'web', Mode: {Replicated: {Replicas: 4}}}}]);
	await skep.soon(() => kept(skep).length === 0);
	await skep.soon(() => skep.journal().includes('editService'));
});

test('the command is shown without the values of variables, and copied with them', async () => {
	const env = '    Env: [PASSWORD=hunter2]\n    Image:';
	await using skep = await open(editor(text => text.replace('    Image:', env)).run);
	await skep.press('e');
	await asked(skep);
	await skep.waitFor("$ docker service update --env-add 'PASSWORD=***' web");
	expect(skep.text()).not.toContain('hunter2');
	await skep.press('c');
	await skep.waitFor('The command is copied');
	const [, copied = ''] = /\u001b\]52;c;([\w+/=]+)/.exec(skep.written.join('')) ?? [];
	expect(Buffer.from(copied, 'base64').toString()).toBe('docker service update --env-add PASSWORD=hunter2 web');
});

test('a text that says the same sends nothing', async () => {
	const {run} = editor(text => `# mine\n${text.replace('Replicas: 2', 'Replicas:   2 # two')}`);
	await using skep = await open(run);
	await skep.press('e');
	await skep.waitFor('web: nothing changed, nothing sent');
	expect(skep.writes()).toEqual([]);
	expect(kept(skep)).toEqual([]);
});

test('an empty one leaves it as it is', async () => {
	await using skep = await open(editor(() => '').run);
	await skep.press('e');
	await skep.waitFor('web is left as it is: nothing was sent');
	expect(kept(skep)).toEqual([]);
});

test('what is wrong is said by its line; Enter opens the editor again, with that above the text', async () => {
	const {run, opened} = editor(
		text => text.replace('Replicas: 2', 'Replicas: many'),
		text => text,
		text => text.replace('Replicas: many', 'Replicas: 3'),
	);
	await using skep = await open(run);
	await skep.press('e');
	await asked(skep);
	await skep.waitFor(/line \d+: Mode\.Replicated\.Replicas: "many" is no whole number from 0\./);
	await skep.press('enter');
	await skep.soon(() => opened.length === 2);
	await asked(skep);
	expect(opened[1]).toMatch(/^# >>> Nothing was sent: one thing is wrong\.\n# line \d+: Mode\.Replicated/);
	expect(opened[1]).toContain('Replicas: many');

	await skep.press('enter');
	await skep.soon(() => opened.length === 3);
	expect(opened[2]?.match(/# >>>/g)).toHaveLength(1);
	await asked(skep);
	await skep.waitFor('+ replicas: 3');
	expect(skep.writes()).toEqual([]);
});

test('a text that is left with what is wrong stays in its file, and its path is said', async () => {
	await using skep = await open(editor(text => text.replace('Replicas: 2', 'Replicas: many')).run);
	await skep.press('e');
	await asked(skep);
	await skep.press('escape');
	await skep.waitFor('Not sent; the text is in');
	const [folder = ''] = kept(skep);
	expect(readFileSync(join(skep.folder, 'edits', folder, 'web.yaml'), 'utf8')).toContain('Replicas: many');
	expect(skep.writes()).toEqual([]);
});

test('a no to the plan keeps the text, too; Shift+Tab goes back to it', async () => {
	const {run, opened} = editor(scaled, text => text.replace('Replicas: 4', 'Replicas: 5'));
	await using skep = await open(run);
	await skep.press('e');
	await asked(skep);
	await skep.waitFor('+ replicas: 4');
	await skep.press('shift+tab');
	await skep.soon(() => opened.length === 2);
	await asked(skep);
	await skep.waitFor('+ replicas: 5');
	await skep.press('n');
	await skep.waitFor('Not sent; the text is in');
	expect(kept(skep)).toHaveLength(1);
	expect(skep.writes()).toEqual([]);
});

test('a refusal of the engine is said with the place of the text', async () => {
	await using skep = await open(editor(scaled).run);
	await skep.press('e');
	await asked(skep);
	skep.small.fault(/\/update/, {status: 400, message: 'rpc error: code = InvalidArgument desc = no'});
	await sayYes(skep);
	await skep.waitFor(/The text is in/);
	expect(kept(skep)).toHaveLength(1);
});

test('an editor that fails is said in a sentence, and nothing is sent', async () => {
	await using skep = await open(
		async () => 'The editor "nano" can\'t be run: set EDITOR or VISUAL to one that is there.',
	);
	await skep.press('e');
	await skep.waitFor('The editor "nano" can\'t be run');
	expect(skep.writes()).toEqual([]);
	expect(kept(skep)).toEqual([]);
});

test('read-only refuses before the editor opens', async () => {
	const {run, opened} = editor(scaled);
	await using skep = await open(run, {isReadOnly: true});
	await skep.press('e');
	await skep.waitFor('skep is read-only here');
	expect(opened).toEqual([]);
});

test('marked rows are too many', async () => {
	const {run, opened} = editor(scaled);
	await using skep = await open(run);
	await skep.press('g', 'space', 'j', 'space', 'e');
	await skep.waitFor('one at a time: take the marks off');
	expect(opened).toEqual([]);
});

test('a node has a spec, too', async () => {
	const {run, opened} = editor(text => text.replace('Availability: active', 'Availability: pause'));
	await using skep = await open(run);
	await skep.press('2', 'g', 'e');
	await asked(skep);
	await skep.waitFor('+ availability: pause');
	expect(opened[0]).toMatch(/^# The spec of node mgr1 \(/);
});

test('what others changed while one edits stays', async () => {
	let change = () => {};
	await using skep = await open(async path => {
		change();
		writeFileSync(path, readFileSync(path, 'utf8').replace(/^Labels:.*$/m, 'Labels: {team: us}'));
		return undefined;
	});
	change = () =>
		skep.small.change(({services}) => {
			const web = services.find(({ID}) => ID === id('web'));
			Object.assign(web?.Spec.Mode ?? {}, {Replicated: {Replicas: 7}});
		});
	await skep.press('e');
	await asked(skep);
	await skep.waitFor('Others have changed web since this text was made, and that stays: replicas.');
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0);
	expect(skep.writes()).toMatchObject([{body: {Labels: {team: 'us'}, Mode: {Replicated: {Replicas: 7}}}}]);
});
