import {readFile} from 'node:fs/promises';
import {builtinModules} from 'node:module';
import path from 'node:path';
import type {Plugin} from 'esbuild';

const root = path.join(import.meta.dirname, '..');

/** Parts of dockerode and Ink that skep never uses: BuildKit's sessions, archives of what is built, ssh, React's devtools. */
const unused =
	/^(react-devtools-core|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|cpu-features|ssh2|tar-fs|@balena\/dockerignore)(\/|$)|\.node$/;

const withoutUnused: Plugin = {
	name: 'without-unused',
	setup(bundler) {
		bundler.onResolve({filter: unused}, ({path: name}) => ({path: name, namespace: 'unused'}));
		bundler.onLoad({filter: /.*/, namespace: 'unused'}, () => ({contents: 'module.exports = {}', loader: 'js'}));
	},
};

/**
An `import` of a module of Node's asks for each of its exports once, and so loads what that would only load when used:
all of fetch with http, all of webcrypto with crypto. A `require` doesn't ask.
*/
const required = (name: string) => `module.exports = process.getBuiltinModule('node:${name}');`;

/** Takes long to load, and hardly any start needs it: loaded when one of its exports is first asked for. */
const lateModules = ['child_process', 'crypto', 'https', 'tls', 'zlib'];

const requiredLate = (name: string) => `
	const load = () => process.getBuiltinModule('node:${name}');
	for (const key of ${JSON.stringify(Object.keys(process.getBuiltinModule(name) ?? {}))}) {
		const set = function (value) {
			Object.defineProperty(this, key, {value, writable: true, enumerable: true});
		};
		Object.defineProperty(exports, key, {get: () => load()[key], set, enumerable: true, configurable: true});
	}`;

const builtins: Plugin = {
	name: 'builtins',
	setup(bundler) {
		const names = builtinModules.filter(name => !name.startsWith('_'));
		bundler.onResolve({filter: new RegExp(`^(node:)?(${names.join('|')})$`)}, ({path: given, importer}) => {
			const name = given.replace('node:', '');
			// One for each importer: shared, these few bytes would become a file to load.
			return {path: name, suffix: lateModules.includes(name) ? '' : `?${importer}`, namespace: 'builtin'};
		});
		bundler.onLoad({filter: /.*/, namespace: 'builtin'}, ({path: name}) => ({
			contents: lateModules.includes(name) ? requiredLate(name) : required(name),
			loader: 'js',
		}));
	},
};

/** What stands in for packages whose loading the first screen would wait for. */
const lighter: Readonly<Record<string, string>> = {
	// Node's own streams are what it was made from.
	'readable-stream': required('stream'),
	// With which signal-exit makes sure that it is given a function.
	assert: 'exports.equal = () => {};',
	// Traces that nobody reads; to find out, it opens stderr.
	debug: 'module.exports = () => () => {};',
	// By which ink-table tells its rows apart.
	'object-hash': 'exports.sha1 = value => JSON.stringify(value);',
	// Ink brings five of it, each with a table of all emoji: one, and only where a text has a character that needs it.
	'string-width': `
		const {plainCells} = require('${path.join(root, 'source', 'ui', 'text', 'clusters.ts')}');
		const whole = () => require('${path.join(root, 'node_modules', 'string-width', 'index.js')}').default;
		module.exports = (text, options) => (options === undefined ? plainCells(text) : undefined) ?? whole()(text, options);`,
};

const withLighter: Plugin = {
	name: 'with-lighter',
	setup(bundler) {
		bundler.onResolve({filter: new RegExp(`^(${Object.keys(lighter).join('|')})$`)}, ({path: name}) => ({
			path: name,
			namespace: 'lighter',
		}));
		bundler.onLoad({filter: /.*/, namespace: 'lighter'}, ({path: name}) => ({
			contents: lighter[name] ?? '',
			loader: 'js',
			resolveDir: root,
		}));
	},
};

/** Yoga fetches the WebAssembly it carries within itself. Without `fetch` it decodes it, and no HTTP client is loaded. */
const yogaWithoutFetch: Plugin = {
	name: 'yoga-without-fetch',
	setup(bundler) {
		bundler.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path: file}) => ({
			contents: `const fetch = undefined;\n${await readFile(file, 'utf8')}`,
			loader: 'js',
		}));
	},
};

/** What the first screen would wait for in vain is left out, put off, or has something lighter in its place. */
export const lighterParts: readonly Plugin[] = [withoutUnused, withLighter, builtins, yogaWithoutFetch];
