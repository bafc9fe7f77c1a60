import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readmeWithTables} from '../scripts/docs.ts';
import {practiceCommands} from '../source/ui/commands/practice.ts';

test('the README tells the keys and operations that there are (npm run docs writes them)', async () => {
	const readme = await readFile(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');
	expect(readme).toBe(await readmeWithTables());
	expect(readme).toMatch(/<!-- keys -->\n\| key .*\n(\|.*\n){30,}<!-- \/keys -->/);
});

test('the README tells of everything that can be practised', async () => {
	const readme = await readFile(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');
	const told = [...readme.matchAll(/^\| `(Practice: [^`]+)` \|/gm)].map(([, title]) => title);
	expect(told.sort()).toEqual(
		Object.values(practiceCommands)
			.map(({title}) => title)
			.sort(),
	);
});

test('every picture that the README shows is there', async () => {
	const root = path.join(import.meta.dirname, '..');
	const readme = await readFile(path.join(root, 'README.md'), 'utf8');
	const pictures = [...readme.matchAll(/!\[.*?\]\((.*?)\)/g)].map(([, file]) => file ?? '');
	expect(pictures.length).toBeGreaterThan(0);

	for (const picture of pictures) {
		const content = await readFile(path.join(root, picture));
		expect(content.subarray(0, 4).toString()).toBe('<svg');
	}
});
