import {expect, test} from 'vitest';
import type {RegistryAnswers} from '../../source/operations/resources.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {openSmallRegistry} from '../helpers/small-registry/registry.ts';
import {registryWith} from '../registry/lab.ts';
import {rested} from './dialog-steps.ts';
import {addService, plainWorld} from './worlds.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A registry of which every question is kept until the test answers it. */
const heldRegistry = () => {
	const asked: {
		readonly image: string;
		readonly signal: AbortSignal;
		readonly tell: (tags: readonly string[], isCut?: boolean) => void;
		readonly fail: (sentence: string) => void;
	}[] = [];
	const registry: RegistryAnswers = {
		tags: (image, signal) =>
			new Promise((resolve, reject) => {
				asked.push({
					image,
					signal,
					tell: (tags, isCut = false) => resolve({tags, isCut}),
					fail: sentence => reject(new Error(sentence)),
				});
			}),
	};
	return {asked, registry};
};

const world = () => {
	const made = plainWorld('api');
	addService(made, 'web', 1, {
		Spec: {TaskTemplate: {ContainerSpec: {Image: `reg.example:5000/shop/web:2.4.1@${digest('a')}`}}},
	});
	return made;
};

const open = async (registry: RegistryAnswers | undefined, size = {columns: 80, rows: 24}) => {
	const skep = await openDashboard(world(), {...size, ...(registry && {registry})});
	await skep.press('1', 'G', 'u');
	await rested(skep);
	return skep;
};

const image = (skep: OpenDashboard) => {
	const phase = skep.dialog()?.phase;
	return phase?.kind === 'form' ? phase.values['image'] : undefined;
};

test('nothing is asked before someone wants to know; then the tags are listed, and Enter takes one', async () => {
	const {asked, registry} = heldRegistry();
	await using skep = await open(registry);
	expect(skep.text()).toContain('Ctrl+T tags');
	expect(asked).toEqual([]);

	await skep.press('ctrl+t');
	await skep.waitFor('Tags of reg.example:5000/shop/web');
	expect(skep.text()).toContain('Asking the registry');
	expect(asked.map(({image}) => image)).toEqual(['reg.example:5000/shop/web']);
	asked[0]?.tell(['2.4.1', 'latest', '2.5.0', '2.5.0-alpine', '2.10.0', '2.4.0']);
	await skep.waitFor('6 tags, newest first');
	const shown = skep.lines().flatMap(line => /^ {4}(\d\S+|latest)/.exec(line)?.[1] ?? []);
	expect(shown).toEqual(['2.10.0', '2.5.0', '2.4.1', '2.4.0', '2.5.0-alpine', 'latest']);
	expect(skep.row('2.4.1')).toMatch(/2\.4\.1 +runs now/);
	expect(skep.text().replaceAll(/\s+/g, ' ')).toContain('those like 2.4.1 before others');

	await skep.press('down', 'enter');
	await skep.waitFor('Update image web');
	expect(image(skep)).toBe('reg.example:5000/shop/web:2.5.0');
	expect(skep.writes()).toEqual([]);

	await skep.press('enter');
	await rested(skep);
	expect(skep.text()).toContain('shop/web:2.4.1 -> shop/web:2.5.0');
});

test('typing finds one, and Esc leaves the form as it was', async () => {
	const {asked, registry} = heldRegistry();
	await using skep = await open(registry);
	await skep.press('tab');
	await skep.type('3');
	const before = skep.dialog()?.phase;
	await skep.press('ctrl+t');
	await skep.type('2.');
	asked[0]?.tell(Array.from({length: 400}, (_, index) => `2.${index}.0`));
	await skep.waitFor('400 tags');
	await skep.type('37');
	await skep.waitFor('11 of 400 tags');
	expect(skep.text()).toContain('2.379.0');
	expect(skep.lines()).toHaveLength(24);
	await skep.type('x');
	await skep.waitFor('No tag holds that');
	await skep.press('enter');
	expect(skep.text()).toContain('No tag holds that');
	await skep.press('escape');
	await skep.waitFor('Update image web');
	expect(skep.dialog()?.phase).toEqual(before);
	expect(skep.dialog()?.tags).toBeUndefined();
});

test('a tag chosen from another field goes into the image, and that is where one is then', async () => {
	const {asked, registry} = heldRegistry();
	await using skep = await open(registry);
	await skep.press('tab', 'tab', 'ctrl+t');
	asked[0]?.tell(['9.0']);
	await skep.waitFor('1 tag,');
	await skep.press('enter');
	expect(skep.dialog()?.phase).toMatchObject({active: 0, values: {image: 'reg.example:5000/shop/web:9.0'}});
	await skep.press('backspace');
	expect(image(skep)).toBe('reg.example:5000/shop/web:9.');
});

test('a registry that fails says so in its sentence; it can be asked again, and the form is still there', async () => {
	const {asked, registry} = heldRegistry();
	await using skep = await open(registry);
	await skep.press('ctrl+t');
	asked[0]?.fail("The registry reg.example:5000 can't be asked: its name is unknown here.");
	await skep.waitFor("can't be asked: its name is unknown here");
	// What is typed meanwhile goes nowhere near the image.
	await skep.type('abc');
	await skep.press('enter', 'ctrl+t');
	await skep.soon(() => asked.length === 2);
	asked[1]?.tell(['2.5.0'], true);
	await skep.waitFor('registry has more than were read');
	await skep.press('escape');
	expect(image(skep)).toBe('reg.example:5000/shop/web:2.4.1');
	await skep.press('enter');
	await rested(skep);
	expect(skep.dialog()?.phase.kind).toBe('review');
});

test('leaving ends the question, and its late answer changes nothing', async () => {
	const {asked, registry} = heldRegistry();
	await using skep = await open(registry);
	await skep.press('ctrl+t', 'escape');
	await skep.soon(() => skep.dialog()?.tags === undefined);
	expect(asked[0]?.signal.aborted).toBe(true);
	await skep.press('ctrl+t');
	asked[0]?.tell(['1.0']);
	await skep.settle();
	expect(skep.text()).toContain('Asking the registry');
	asked[1]?.tell(['2.0']);
	await skep.waitFor('2.0');
	expect(skep.text()).not.toContain('1.0');
});

test.each([
	['2.5.0', 'for the tag write :2.5.0'],
	['Shop/Web', 'must be lower case'],
])('"%s" is no image to ask for, and no registry is', async (typed, sentence) => {
	const {asked, registry} = heldRegistry();
	await using skep = await open(registry, {columns: 120, rows: 36});
	await skep.type(typed);
	await skep.press('ctrl+t');
	expect(skep.text()).toContain(sentence);
	expect(image(skep)).toBe(typed);
	expect(asked).toEqual([]);
});

test('of an image that is still being typed, the tags are those of what is before the colon', async () => {
	const {asked, registry} = heldRegistry();
	await using skep = await open(registry);
	await skep.type('other/thing:1.');
	await skep.press('ctrl+t');
	await skep.press('escape', 'ctrl+u');
	await skep.type(':');
	await skep.press('ctrl+t');
	expect(asked.map(({image}) => image)).toEqual(['other/thing', 'reg.example:5000/shop/web']);
});

test('where no registry can be asked, the form says so', async () => {
	await using skep = await open(undefined);
	await skep.press('ctrl+t');
	expect(skep.text()).toContain('no registry can be asked from here');
});

test('several services of different images have no list in common', async () => {
	const {asked, registry} = heldRegistry();
	await using skep = await openDashboard(world(), {columns: 120, rows: 36, registry});
	await skep.press('1', 'g', 'space', 'j', 'space', 'u');
	await rested(skep);
	await skep.press('ctrl+t');
	expect(skep.text()).toContain('these services run different images');
	expect(asked).toEqual([]);
});

test('a real registry is asked, and what it calls its tags never reaches the terminal raw', async () => {
	await using small = await openSmallRegistry({
		repositories: {'shop/web': {tags: {'2.0': digest('b'), '\u001b]0;owned\u0007': digest('c')}}},
	});
	await using skep = await open(registryWith());
	await skep.type(`${small.address}/shop/web`);
	expect(small.seen).toEqual([]);
	await skep.press('ctrl+t');
	await skep.waitFor('1 tag,');
	await skep.press('enter');
	expect(image(skep)).toBe(`${small.address}/shop/web:2.0`);
	expect(skep.written.join('')).not.toContain('owned');
});
