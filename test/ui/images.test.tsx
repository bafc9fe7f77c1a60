import {expect, test} from 'vitest';
import type {RegistryAnswers} from '../../source/operations/resources.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {rested} from './dialog-steps.ts';
import {addService, plainWorld} from './worlds.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

const withImage = (to: World, name: string, count: number, image: string) =>
	addService(to, name, count, {Spec: {TaskTemplate: {ContainerSpec: {Image: image}}}});

/** `shop/web` on two digests, one of them in one service's tasks; an API pinned, a proxy not, a tool by digest alone. */
const imageWorld = () => {
	const made = plainWorld();
	withImage(made, 'api', 3, `reg.example:5000/shop/api:4@${digest('a')}`);
	withImage(made, 'proxy', 2, 'nginx');
	withImage(made, 'tool', 1, `tool@${digest('d')}`);
	withImage(made, 'web', 3, `shop/web:2.5.0@${digest('b')}`);
	const task = made.tasks.find(({ID}) => ID === id('2taskweb'));
	Object.assign(task?.Spec?.ContainerSpec ?? {}, {Image: `shop/web:2.5.0@${digest('c')}`});
	return made;
};

const openImages = async (registry?: RegistryAnswers, size = {columns: 120, rows: 36}) => {
	const skep = await openDashboard(imageWorld(), {...size, ...(registry && {registry})});
	await skep.press(':');
	await skep.type('images');
	await skep.press('enter');
	await skep.waitFor('Images in use 4');
	return skep;
};

const registryOf = (digests: Readonly<Record<string, string | Error>>) => {
	const asked: string[] = [];
	const registry: RegistryAnswers = {
		tags: async () => ({tags: [], isCut: false}),
		digest: async image => {
			asked.push(image);
			const found = digests[image] ?? new Error(`There is no ${image}.`);

			if (found instanceof Error) {
				throw found;
			}

			return found;
		},
	};
	return {asked, registry};
};

const cursorOn = async (skep: OpenDashboard, name: string) => {
	await skep.press('g');
	while (!(skep.row('>') ?? '').includes(name)) {
		await skep.press('j');
	}
};

test('images in use, by tag and digest; what runs as two of one name shows without asking anybody', async () => {
	const {asked, registry} = registryOf({});
	await using skep = await openImages(registry);
	expect(skep.row('reg.example:5000/shop/api')).toMatch(/shop\/api +4 +aaaaaa +3 +api/);
	expect(skep.row('nginx')).toMatch(/nginx +latest +none +2 +proxy +not pinned/);
	expect(skep.row('tool')).toMatch(/tool +dddddd +1 +tool +has no tag/);
	expect(skep.row('shop/web')).toMatch(/ ! shop\/web +2\.5\.0 +2 digests +3 +web +different images under one name/);
	await cursorOn(skep, 'shop/web');
	await skep.waitFor('bbbbbb in web (2 tasks); cccccc in web (1 task)');
	await skep.press('enter');
	await skep.waitFor('Image shop/web:2.5.0');
	expect(skep.text()).toContain(digest('c'));
	expect(skep.text()).toContain('The registry was not asked');
	expect(asked).toEqual([]);
});

test('v asks for one row; a tag that moved on is told, with what to do', async () => {
	const {asked, registry} = registryOf({'reg.example:5000/shop/api:4': digest('e')});
	await using skep = await openImages(registry, {columns: 160, rows: 48});
	await cursorOn(skep, 'shop/api');
	await skep.waitFor('v asks the registry what the tag is now');
	await skep.press('v');
	await skep.soon(() => /the tag is eeeeee now/.test(skep.row('shop/api') ?? ''));
	expect(skep.text()).toContain('a restart stays with aaaaaa, u takes eeeeee');
	expect(asked).toEqual(['reg.example:5000/shop/api:4']);

	await skep.press('d');
	await skep.waitFor(/sha256:e{64} +asked <1m ago/);
	await skep.press('escape');
	await skep.press('u');
	await rested(skep);
	expect(skep.dialog()?.names).toHaveLength(1);
	expect(skep.text()).toContain('Update image api');
	expect(skep.text()).toContain('reg.example:5000/shop/api:4');
});

test('V asks for all, some at a time; what fails is said, and the rest is not held up', async () => {
	const {asked, registry} = registryOf({
		'reg.example:5000/shop/api:4': digest('a'),
		'nginx:latest': new Error('The registry docker.io was asked too often: it wants to be left alone for 120 s.'),
		'shop/web:2.5.0': digest('b'),
	});
	await using skep = await openImages(registry);
	await skep.press('V');
	await skep.soon(() => /up to date with the tag/.test(skep.row('shop/api') ?? ''));
	await skep.soon(() => /different images under one name/.test(skep.row('shop/web') ?? ''));
	expect(asked.toSorted()).toEqual(['nginx:latest', 'reg.example:5000/shop/api:4', 'shop/web:2.5.0']);
	await cursorOn(skep, 'nginx');
	await skep.waitFor('asked too often: it wants to be left alone for 120 s');
	await cursorOn(skep, 'shop/web');
	await skep.waitFor('u brings a service to what the tag is now, bbbbbb');

	// What was said stays while skep runs.
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	await skep.press(':');
	await skep.type('images');
	await skep.press('enter');
	await skep.waitFor('up to date with the tag');
	expect(asked).toHaveLength(3);
});

test('what has no tag is not asked for', async () => {
	const {asked, registry} = registryOf({});
	await using skep = await openImages(registry);
	await cursorOn(skep, 'tool');
	await skep.press('v');
	await skep.waitFor('It has no tag');
	expect(asked).toEqual([]);
});

test('where only the engine can ask, it does', async () => {
	await using skep = await openImages();
	skep.world.images['reg.example:5000/shop/api:4'] = {Descriptor: {digest: digest('f')}, Platforms: []};
	await cursorOn(skep, 'shop/api');
	await skep.press('v');
	await skep.soon(() => /the tag is ffffff now/.test(skep.row('shop/api') ?? ''));
	expect(skep.small.requests(/distribution/)).toHaveLength(1);
});

test('an image of many services is updated in all of them together, and 80 columns hold it', async () => {
	const made = plainWorld();
	withImage(made, 'front', 1, `shop/web:1@${digest('a')}`);
	withImage(made, 'back', 1, `shop/web:1@${digest('b')}`);
	await using skep = await openDashboard(made, {columns: 80, rows: 24});
	await skep.press(':');
	await skep.type('images');
	await skep.press('enter');
	await skep.soon(() => skep.row('shop/web') !== undefined);
	expect(skep.lines()).toHaveLength(24);
	expect(skep.row('shop/web')).toMatch(/shop\/web +1 +2 digests +2 .*different/);
	await skep.press('u');
	await rested(skep);
	expect(skep.text()).toContain('Update image: 2 marked');
});

test('of many services some are named, and the page has them all', async () => {
	const made = plainWorld();
	for (const name of ['a', 'b', 'c', 'd', 'e']) {
		withImage(made, name, 1, 'shop/web:1');
	}
	await using skep = await openDashboard(made, {columns: 120, rows: 36});
	await skep.press(':');
	await skep.type('images');
	await skep.press('enter');
	await skep.soon(() => skep.row('shop/web') !== undefined);
	expect(skep.row('shop/web')).toMatch(/shop\/web +1 +none +5 +a, b and 3 more +not pinned/);
	await skep.press('enter');
	await skep.waitFor('Not pinned to a digest');
	expect(
		['a', 'b', 'c', 'd', 'e'].filter(name => new RegExp(`^ +${name} +1 task running`, 'm').test(skep.text())),
	).toHaveLength(5);
});
