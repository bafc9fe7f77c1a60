import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {specFilesIn} from '../../source/files/spec-history.ts';
import {serviceId} from '../../source/swarm/ids.ts';
import {service} from '../helpers/builders.ts';
import {ownFolder} from '../helpers/own-folder.ts';
import {modeOf} from './mode.ts';

const day = 24 * 3600 * 1000;
const start = Date.parse('2026-11-21T03:07:58Z');
const web = serviceId('id-web');

const at = (image: string, previous?: string) =>
	service('web', {
		image,
		spec: {Name: 'web', image},
		...(previous && {previousSpec: {Name: 'web', image: previous}, previousImage: previous}),
	});

const open = (path: string, days = 0, bounds = {perService: 3, days: 30, files: 2}) =>
	specFilesIn(path, {now: () => new Date(start + days * day), bounds});

const filesIn = (path: string) => readdirSync(join(path, 'history'));

test('keeps what a write replaces, and what Docker kept before it, where only the owner can read', async () => {
	using folder = ownFolder();

	const path = await open(folder.path).keep(at('web:2', 'web:1'), 'Scale service');

	expect(path).toBe(join(folder.path, 'history', 'web-id-web.jsonl'));
	expect([modeOf(path), modeOf(join(folder.path, 'history'))]).toEqual(['600', '700']);
	expect([...(await open(folder.path).load())]).toEqual([
		[
			web,
			[
				{
					spec: {Name: 'web', image: 'web:2'},
					image: 'web:2',
					seenAt: undefined,
					replacedAt: start,
					replacedBy: 'Scale service',
				},
				{
					spec: {Name: 'web', image: 'web:1'},
					image: 'web:1',
					seenAt: undefined,
					replacedAt: undefined,
					replacedBy: undefined,
				},
			],
		],
	]);
});

const imagesIn = async (path: string, days?: number) =>
	(await open(path, days).load()).get(web)?.map(({image}) => image);

test('keeps each spec once, and only so many', async () => {
	using folder = ownFolder();
	const files = open(folder.path);
	for (const [image, previous] of [['1'], ['2', '1'], ['1', '2'], ['3', '1'], ['4', '3']] as const) {
		await files.keep(at(image, previous), 'Update image');
	}

	expect(await imagesIn(folder.path)).toEqual(['4', '3', '1']);
	expect(filesIn(folder.path)).toHaveLength(1);
});

test('forgets what is older than a month, and the file with it', async () => {
	using folder = ownFolder();
	await open(folder.path).keep(at('1'), 'Update image');
	await open(folder.path, 20).keep(at('2'), 'Update image');

	expect(await imagesIn(folder.path, 29)).toEqual(['2', '1']);
	expect(await imagesIn(folder.path, 31)).toEqual(['2']);
	expect(await imagesIn(folder.path, 51)).toBeUndefined();
	expect(filesIn(folder.path)).toEqual([]);
});

test('keeps so many files, those that were written last', async () => {
	using folder = ownFolder();
	for (const [days, name] of ['a', 'b', 'c'].entries()) {
		await open(folder.path, days).keep(service(name), 'Update image');
	}

	expect([...(await open(folder.path, 3).load()).keys()].sort()).toEqual(['id-b', 'id-c']);
	expect(filesIn(folder.path)).toHaveLength(2);
});

test('passes over what is no line of it', async () => {
	using folder = ownFolder();
	const path = await open(folder.path).keep(at('1'), 'Update image');
	writeFileSync(path, `${readFileSync(path, 'utf8')}{"id":"x"}\nnull\n{"id": "id-web", "keptAt"`);

	expect(await imagesIn(folder.path)).toEqual(['1']);
	await open(folder.path).keep(at('2'), 'Update image');
	expect(await imagesIn(folder.path)).toEqual(['2', '1']);
});

test('nothing kept is nothing known; a folder that can not be written is an error', async () => {
	using folder = ownFolder();
	expect((await open(folder.path).load()).size).toBe(0);
	writeFileSync(join(folder.path, 'history'), '');

	await expect(open(folder.path).keep(at('1'), 'Update image')).rejects.toThrow(/history/);
});

test.each(['../../etc/passwd', '..', 'a/b', 'x\ny'])('the name %j leads nowhere else', async name => {
	using folder = ownFolder();
	mkdirSync(join(folder.path, 'history'));

	const path = await open(folder.path).keep(service(name), 'Update image');

	expect(join(folder.path, 'history', filesIn(folder.path)[0] ?? '')).toBe(path);
	expect(filesIn(folder.path)).toHaveLength(1);
});
