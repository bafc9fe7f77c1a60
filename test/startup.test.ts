import path from 'node:path';
import type {Metafile} from 'esbuild';
import {beforeAll, expect, test} from 'vitest';
import {bundle} from '../scripts/bundle.ts';

type Outputs = Metafile['outputs'];

const root = path.join(import.meta.dirname, '..');
let outputs: Outputs = {};
let firstScreen: ReadonlySet<string> = new Set();

beforeAll(async () => {
	const built = await bundle(path.join(root, 'source', 'cli.tsx'), {outdir: path.join(root, 'dist'), write: false});
	outputs = built.metafile.outputs;
	firstScreen = loadedWith(outputs, [
		fileWith(({entryPoint}) => entryPoint === 'source/cli.tsx'),
		fileWith(({entryPoint}) => entryPoint === 'source/ui/run.ts'),
		fileWith(({entryPoint}) => /dockerode\/lib\/docker\.js$/.test(entryPoint ?? '')),
	]);
}, 60_000);

/** The one file of the program of which that is true. */
const fileWith = (isIt: (output: Outputs[string]) => boolean) => {
	const found = Object.entries(outputs).filter(([, output]) => isIt(output));
	expect(found).toHaveLength(1);
	return found[0]?.[0] ?? '';
};

/** These files of the program, and all that they import before they run. */
const loadedWith = (all: Outputs, files: readonly string[]): ReadonlySet<string> => {
	const loaded = new Set(files);
	for (const file of loaded) {
		for (const {path: other, kind} of all[file]?.imports ?? []) {
			if (kind === 'import-statement' && all[other] !== undefined) loaded.add(other);
		}
	}
	return loaded;
};

const sources = () => [...firstScreen].flatMap(file => Object.keys(outputs[file]?.inputs ?? {}));

test.each([
	['the parser of YAML', /node_modules\/yaml\//],
	['what explains the command line', /node_modules\/meow\/|source\/usage\.ts/],
	['the simulator', /source\/simulator\//],
	['the client of registries', /source\/registry\//],
	['the answers for scripts', /source\/subcommands\/(?!names\.ts)/],
	['compose files being read', /source\/specs\/compose\/(stack-specs|file-lines|export-stack)\.ts/],
	['ssh, archives and BuildKit', /node_modules\/(ssh2|tar-|tar-fs|tar-stream|@grpc|protobufjs|bl|readable-stream)/],
	['Ink, React and Yoga', /node_modules\/(ink|react|react-reconciler|yoga-layout)\//],
])('the first screen is drawn without loading %s', (_, what) => {
	expect(sources().filter(source => what.test(source))).toEqual([]);
});

test("what draws after it has React's production build", () => {
	const screen = loadedWith(outputs, [fileWith(({entryPoint}) => entryPoint === 'source/ui/screen.tsx')]);
	const drawing = [...screen].flatMap(file => Object.keys(outputs[file]?.inputs ?? {}));
	expect(drawing.filter(source => /node_modules\/react-reconciler\//.test(source))).not.toEqual([]);
	expect(drawing.filter(source => /\.development\.js$|react-devtools/.test(source))).toEqual([]);
});

test('the table of all characters is there once', () => {
	const all = Object.values(outputs).flatMap(({inputs}) => Object.keys(inputs));
	expect(sources().filter(source => /node_modules\/string-width\/index\.js$/.test(source))).toHaveLength(1);
	expect(all.filter(source => /node_modules\/.+\/node_modules\/string-width\//.test(source))).toEqual([]);
});

test("no module of Node's is imported in a way that loads all it offers", () => {
	const imported = [...firstScreen].flatMap(file => outputs[file]?.imports.filter(({external}) => external) ?? []);
	expect(imported.map(({path: name}) => name)).toEqual([]);
});

test('the first screen loads little enough', () => {
	const bytes = [...firstScreen].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
	expect(bytes).toBeGreaterThan(500_000);
	expect(bytes).toBeLessThan(950_000);
});
