import {readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {runCommand} from '../../source/ui/dispatch.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {sayYes, walkTo} from './dialog-steps.ts';
import {calmWorld} from './worlds.ts';

type Change = (text: string) => string;

/** An editor that makes one change after the other, each time it is opened. */
const open = async (...changes: readonly Change[]) => {
	const opened: string[] = [];
	const skep = await openDashboard(calmWorld(), {
		columns: 120,
		rows: 36,
		editor: async path => {
			const text = readFileSync(path, 'utf8');
			const change = changes[opened.length] ?? (same => same);
			opened.push(text);
			writeFileSync(path, change(text));
			return undefined;
		},
	});
	await skep.press('1');
	await skep.soon(() => skep.cluster.getState().snapshot.swarm !== undefined);
	return {skep, opened};
};

const asked = async (skep: OpenDashboard) => {
	await skep.soon(() => ['review', 'mend'].includes(skep.dialog()?.phase.kind ?? ''));
	await skep.listening();
};

const filledIn: Change = text => text.replace('Name: ""', 'Name: web').replace('Image: ""', 'Image: shop/web:2');

test('a service is made from a template; a name that is taken is told by its line, and nothing is lost', async () => {
	const {skep, opened} = await open(
		text => filledIn(text).replace('Name: web', 'Name: mail'),
		text => text.replace('Name: mail', 'Name: letters'),
	);
	await using _ = skep;
	runCommand(skep.context, 'createFromYaml');
	await asked(skep);
	await skep.waitFor('there is a service mail already');
	await skep.press('enter');
	await asked(skep);
	expect(opened[1]).toContain('Image: shop/web:2');
	expect(opened[1]).toMatch(/# line \d+: Name: there is a service mail already\./);
	await skep.waitFor('letters: 1 task of shop/web:2');
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0);
	expect(skep.writes()).toMatchObject([{body: {Name: 'letters', Mode: {Replicated: {Replicas: 1}}}}]);
});

test('a template that is left as it is makes nothing', async () => {
	const {skep} = await open();
	await using _ = skep;
	runCommand(skep.context, 'createFromYaml');
	await skep.waitFor('Nothing was entered, nothing made');
	expect(skep.dialog()).toBeUndefined();
	expect(skep.writes()).toEqual([]);
});

test('a service is duplicated under a new name, without its ports and its stack', async () => {
	const {skep, opened} = await open(text => text.replace('Replicas: 6', 'Replicas: 2'));
	await using _ = skep;
	await walkTo(skep, id('shop_web'));
	runCommand(skep.context, 'duplicateService');
	await asked(skep);
	expect(opened[0]).toContain('# A new service, as shop_web is now.');
	await skep.waitFor('shop_web-copy: 2 tasks of shop/shop_web:1');
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0);
	expect(skep.writes()).toMatchObject([{body: {Name: 'shop_web-copy', Labels: {}, Mode: {Replicated: {Replicas: 2}}}}]);
	expect(JSON.stringify(skep.writes().map(({body}) => body))).not.toContain('com.docker.stack');
});
