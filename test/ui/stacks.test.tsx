import {expect, test} from 'vitest';
import type {StackOrigin, StackTools} from '../../source/operations/stack/stack-tools.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {stackToolsOn} from '../operations/stack-trials.ts';
import {rested, sayYes} from './dialog-steps.ts';
import {calmWorld} from './worlds.ts';

const file = 'services:\n  api:\n    image: shop/api:1\n    depends_on: [db]\n    environment: {PASSWORD: hunter2}\n';

type Tools = {readonly printed?: string; readonly origin?: Partial<StackOrigin>; readonly isReadOnly?: boolean};

/** The list of stacks, with a command line whose files all hold one text. */
const open = async ({printed = file, origin, isReadOnly = false}: Tools = {}) => {
	const kept: object[] = [];
	const skep = await openDashboard(calmWorld(), {
		isReadOnly,
		stacks(engine, small): StackTools {
			const tools = stackToolsOn(engine, small.change);
			const config = async () => ({printed, warnings: []});
			return {
				cli: {...tools.cli, config},
				files: {...tools.files, text: async () => ({text: printed})},
				origins: {
					of: async () =>
						origin && ({stack: 'shop', file: '/srv/shop.yaml', resolveImage: 'never', ...origin} as StackOrigin),
					keep: async request => void kept.push(request),
				},
			};
		},
	});
	await skep.press(':');
	await skep.type('showstacks');
	await skep.press('enter');
	await skep.waitFor(/Stacks \d/);
	return {skep, kept, [Symbol.asyncDispose]: () => skep[Symbol.asyncDispose]()};
};

const fillIn = async (skep: OpenDashboard, path: string) => {
	await skep.press('a');
	await skep.waitFor('compose file');
	await rested(skep);
	await skep.type(path);
	await skep.burst('tab', 'tab', 'tab', 'tab', 'right', 'right', 'enter');
	await rested(skep);
};

test('a stack is deployed from a form, by the name of its folder, with a plan first', async () => {
	await using opened = await open();
	const {skep, kept} = opened;
	await fillIn(skep, '/srv/Fresh.Shop/a.yaml');
	await skep.waitFor('Creates service freshshop_api: 1 task of shop/api:1.');
	expect(skep.text()).toContain('a.yaml, line 4: api: Swarm ignores depends_on');
	expect(skep.text()).toContain(
		'$ docker stack deploy --compose-file /srv/Fresh.Shop/a.yaml --resolve-image never freshshop',
	);
	await sayYes(skep);
	await skep.waitFor('Creating service freshshop_api');
	await skep.press('escape');
	await skep.soon(() => skep.row('freshshop') !== undefined);
	expect(kept).toMatchObject([{stack: 'freshshop', file: '/srv/Fresh.Shop/a.yaml', prune: false}]);
	expect(JSON.stringify(skep.journal())).not.toContain('hunter2');
	expect(skep.text()).not.toContain('hunter2');
});

test('what is wrong with a file is said with its line, and nothing typed is lost', async () => {
	await using opened = await open({printed: 'services:\n  api:\n    build: {context: .}\n'});
	const {skep} = opened;
	await fillIn(skep, '/srv/shop/compose.yaml');
	await skep.waitFor('compose.yaml, line 2: service api has no image');
	expect(skep.text()).not.toContain('do it');
	await skep.press('shift+tab');
	await skep.waitFor('/srv/shop/compose.yaml');
	expect(skep.text()).toContain('Enter go on to the plan');
});

test('one that is there is deployed again from where it came, and its change is shown place by place', async () => {
	await using opened = await open({origin: {prune: true}});
	const {skep} = opened;
	await skep.press('B');
	await skep.waitFor('/srv/shop.yaml');
	await rested(skep);
	await skep.press('enter');
	await skep.waitFor('docker stack deploy --compose-file /srv/shop.yaml --prune');
	expect(skep.text()).toMatch(/Removes service \S+, which the file no longer has: \d+ tasks? stops?\./);
	expect(skep.text()).toMatch(/Type \S+ to confirm/);
});

test('read-only shows the plan and asks nothing', async () => {
	await using opened = await open({isReadOnly: true});
	const {skep} = opened;
	await skep.press('B');
	await skep.soon(() => skep.ui().message !== undefined || skep.dialog() !== undefined);
	expect(skep.text()).not.toContain('do it');
});

test('a stack is exported to a file, which only its owner reads', async () => {
	await using opened = await open();
	const {skep} = opened;
	await skep.press('Y');
	await skep.waitFor(/Exported \S+ to \S+\.compose\.yaml, which holds the values of its variables/);
});
