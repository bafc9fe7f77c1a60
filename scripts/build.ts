import {chmod, mkdir, readdir, rename, rm, stat, utimes, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {bundle} from './bundle.ts';

const root = path.join(import.meta.dirname, '..');

// Written for any Node there is, so that an old one can say what it lacks. Compiled code is kept in the user's own
// folder: in Node's default, under /tmp, someone else could leave code for root to run.
const launcher = `#!/usr/bin/env node
import module from 'node:module';
import os from 'node:os';
if (Number(process.versions.node.split('.')[0]) < 22) {
	console.error('skep needs Node 22 or newer, and this is Node ' + process.versions.node + '.');
	process.exit(2);
}
process.noDeprecation = true;
try {
	const home = os.homedir();
	const cache = process.env.XDG_CACHE_HOME || (home && home + '/.cache');
	if (cache) module.enableCompileCache?.(cache + '/skep');
} catch {}
import('./app.js');
`;

/** Bundles `entry` into `folder`: `skep.js`, which starts, and `app.js`, which is the program. */
export const buildInto = async (folder: string, entry: string): Promise<string> => {
	const startedAt = new Date();
	const fresh = `${folder}.${process.pid}`;
	await mkdir(fresh, {recursive: true});
	try {
		await bundle(entry, {outdir: fresh});
		await writeFile(path.join(fresh, 'skep.js'), launcher);
		await chmod(path.join(fresh, 'skep.js'), 0o755);
		// What changes while this builds is newer than what was built.
		await utimes(path.join(fresh, 'skep.js'), startedAt, startedAt);
		await replace(folder, fresh);
	} finally {
		await rm(fresh, {recursive: true, force: true});
	}
	return `Built ${path.relative(process.cwd(), folder) || '.'}: ${await kibibytes(folder)} KiB`;
};

/** File by file, what is imported before what imports it: whoever starts meanwhile finds a whole program. */
const replace = async (folder: string, fresh: string) => {
	const order = ['app.js', 'skep.js'];
	const names = (await readdir(fresh)).sort((one, other) => order.indexOf(one) - order.indexOf(other));
	await mkdir(folder, {recursive: true});
	for (const name of names) await rename(path.join(fresh, name), path.join(folder, name));
	const stale = (await readdir(folder)).filter(name => !names.includes(name));
	for (const name of stale) await rm(path.join(folder, name), {recursive: true});
};

const kibibytes = async (folder: string) => {
	const names = (await readdir(folder)).filter(name => name.endsWith('.js'));
	const sizes = await Promise.all(names.map(async name => (await stat(path.join(folder, name))).size));
	return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
};

if (process.argv[1] === import.meta.filename) {
	console.log(await buildInto(path.join(root, 'dist'), path.join(root, 'source', 'cli.tsx')));
}
