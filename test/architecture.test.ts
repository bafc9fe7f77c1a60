import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';

type Import = {readonly from: string; readonly to: string; readonly isType: boolean};

type Allowance = {
	readonly folders: readonly string[];
	readonly packages?: readonly string[];
	/** Single files of other folders: `types` may only be imported as types. */
	readonly types?: readonly string[];
	readonly files?: readonly string[];
	readonly node?: false;
};

const engineInterface = {
	types: ['engine/engine.ts', 'engine/changes.ts', 'engine/creations.ts'],
	files: ['engine/errors.ts'],
};

/** What puts the program together sees every folder. */
const composition: readonly string[] = ['cli.tsx', 'session.ts', 'switchboard.ts'];

/** What each folder may import: the table of ARCHITECTURE.md. Knowledge flows one way. */
const allowed: Readonly<Record<string, Allowance>> = {
	swarm: {folders: [], node: false},
	engine: {folders: ['swarm'], packages: ['dockerode']},
	store: {folders: ['swarm'], packages: ['zustand'], ...engineInterface},
	specs: {folders: ['swarm'], packages: ['yaml'], node: false},
	operations: {folders: ['swarm', 'specs'], ...engineInterface},
	files: {folders: ['swarm']},
	registry: {folders: ['swarm']},
	'docker-cli': {folders: ['swarm']},
	ui: {
		folders: ['swarm', 'specs', 'store', 'operations'],
		packages: ['ink', 'ink-table', 'react', 'zustand', 'string-width', 'date-fns', 'yaml'],
	},
	subcommands: {folders: ['swarm', 'specs', 'store', 'operations', 'files'], files: ['engine/errors.ts']},
	simulator: {folders: ['swarm'], types: ['engine/']},
	'flags.ts': {folders: []},
	'usage.ts': {folders: [], packages: ['meow'], files: ['flags.ts', 'version.ts']},
	'version.ts': {folders: [], files: ['../package.json'], node: false},
};

const source = path.join(import.meta.dirname, '..', 'source');
const files = (await readdir(source, {recursive: true})).filter(file => /\.tsx?$/.test(file)).sort();
const imports = (
	await Promise.all(files.map(async file => importsOf(file, await readFile(path.join(source, file), 'utf8'))))
).flat();

test('every folder has its place in the architecture', () => {
	const folders = new Set(files.filter(file => !composition.includes(file)).map(folderOf));
	expect([...folders].filter(folder => !(folder in allowed))).toEqual([]);
});

test('ARCHITECTURE.md has a row of imports and a place on the map for every folder', async () => {
	const text = await readFile(path.join(source, '..', 'ARCHITECTURE.md'), 'utf8');
	const folders = [...new Set(files.filter(file => file.includes('/')).map(folderOf))].sort();
	const rows = [...text.matchAll(/^\| `([\w-]+)` \| .*\|$/gm)].map(([, folder]) => folder);
	const places = [...text.matchAll(/^ {2}([\w-]+)\/ +\S/gm)].map(([, folder]) => folder);
	expect(folders.filter(folder => !rows.includes(folder))).toEqual([]);
	expect(folders.filter(folder => !places.includes(folder))).toEqual([]);
	expect(rows.filter(folder => !Object.hasOwn(allowed, folder ?? ''))).toEqual([]);
});

test.each(Object.entries(allowed))('%s imports only what it may', (folder, allowance) => {
	const trespassing = imports
		.filter(({from}) => folderOf(from) === folder)
		.filter(found => !mayImport(folder, allowance, found));
	expect(trespassing).toEqual([]);
});

test('whatever a file exports, another one uses', async () => {
	const root = path.join(source, '..');
	const places = ['source', 'test', 'scripts', 'bench', 'media'];
	const all = (
		await Promise.all(
			places.map(place =>
				readdir(path.join(root, place), {recursive: true}).then(found => found.map(file => path.join(place, file))),
			),
		)
	).flat();
	const read = async (file: string) => [file, await readFile(path.join(root, file), 'utf8')] as const;
	const texts = await Promise.all(all.filter(file => /\.tsx?$/.test(file)).map(read));
	const words = texts.map(([file, text]) => [file, new Set(text.match(/\w+/g))] as const);
	const exported = texts
		.filter(([file]) => file.startsWith('source'))
		.flatMap(([file, text]) =>
			[...text.matchAll(/^export (?:async )?(?:const|function|class|type) (\w+)/gm)].map(
				([, name = '']) => [file, name] as const,
			),
		);
	expect(exported.length).toBeGreaterThan(1000);
	expect(exported.filter(([file, name]) => !words.some(([other, has]) => other !== file && has.has(name)))).toEqual([]);
});

test('imports are seen in every form', () => {
	const text = [
		"import a from 'a';",
		"import {type B, b} from '../b/b.ts';",
		"import {type C, type D} from '../c/c.ts';",
		"import type {D} from 'd';",
		"import * as e from 'e';",
		"import 'f';",
		"export * from 'g';",
		"export type {H} from 'h';",
		"import {\n\ti,\n\tj,\n} from 'i';",
		"const k = await import('./k.ts');",
		"const l = require('l');",
		'const m = await import(name);',
		"export const from = 'nowhere';",
	].join('\n');
	expect(importsOf('ui/x.ts', text).map(({to, isType}) => `${to}${isType ? ' type' : ''}`)).toEqual([
		...['a', 'b/b.ts', 'c/c.ts type', 'd type', 'e', 'g', 'h type', 'i', 'f', 'ui/k.ts', 'l', 'something computed'],
	]);
});

test.each([
	['swarm/quorum.ts', "import {App} from '../ui/app.tsx';"],
	['swarm/quorum.ts', "import {hostname} from 'node:os';"],
	['store/sync.ts', "import {createEngine} from '../engine/engine.ts';"],
	['store/sync.ts', "import {decodeTask} from '../engine/decode/task.ts';"],
	['operations/node/drain-node.ts', "import {render} from 'ink';"],
	['ui/app.tsx', "import type {Engine} from '../engine/engine.ts';"],
	['ui/app.tsx', "const Docker = await import('dockerode');"],
	['files/journal.ts', "export {EngineError} from '../engine/errors.ts';"],
	['simulator/server.ts', "import {normalise} from '../engine/normalise.ts';"],
	['simulator/server.ts', "import type {Cluster} from '../store/cluster.ts';"],
	['ui/commands/practice.ts', "import type {FaultRequest} from '../../simulator/http/faults.ts';"],
])('%s may not hold %s', (file, text) => {
	const folder = folderOf(file);
	const allowance = allowed[folder];
	expect(importsOf(file, text).filter(found => allowance && mayImport(folder, allowance, found))).toEqual([]);
	expect(importsOf(file, text)).toHaveLength(1);
});

function mayImport(folder: string, allowance: Allowance, {to, isType}: Import): boolean {
	const {folders, packages = [], types = [], files: single = [], node = true} = allowance;
	if (to.startsWith('node:')) return node;
	if (packages.some(name => to === name || to.startsWith(`${name}/`))) return true;
	if (single.includes(to)) return true;
	if (!to.includes('/')) return false;
	if ([folder, ...folders].includes(folderOf(to))) return true;
	return isType && types.some(start => to.startsWith(start));
}

function folderOf(file: string): string {
	return file.split('/')[0] ?? '';
}

/** Reads imports without a parser: Biome's formatting puts every statement at the start of a line. */
function importsOf(from: string, text: string): Import[] {
	const statements = text.matchAll(/^(?:import|export)\s+(type\s)?([\w*{}\s,$]*?)\s*from\s*'([^']+)'/gm);
	const bare = text.matchAll(/^import\s*'([^']+)'/gm);
	const dynamic = text.matchAll(/\b(?:import|require)\(\s*(?:['"`]([^'"`]+)['"`])?/g);
	return [
		...statements.map(([, type, names = '', to = '']) => ({to, isType: type !== undefined || onlyTypes(names)})),
		...[...bare, ...dynamic].map(([, to = 'something computed']) => ({to, isType: false})),
	].map(({to, isType}) => ({from, to: resolved(from, to), isType}));
}

function onlyTypes(names: string): boolean {
	const inside = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
	return inside?.split(',').every(name => name.trim() === '' || name.trim().startsWith('type ')) ?? false;
}

function resolved(from: string, to: string): string {
	return to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to;
}
