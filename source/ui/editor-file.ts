import {chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A text in a file of its own that nobody else can read. */
export type EditorFile = {
	readonly path: string;
	readonly write: (text: string) => Promise<void>;
	/** Undefined when it is gone. */
	readonly read: () => Promise<string | undefined>;
	/** With what the editor left beside it. */
	readonly remove: () => Promise<void>;
};

/** Texts that were never sent are kept, and so many of them. */
const mostKept = 20;

const isEdit = (name: string) => /^\d{8}T\d{6}Z-/.test(name);

const stamp = (now: number) => new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');

const fileName = (name: string) =>
	name
		.replaceAll(/[^\w.-]/g, '_')
		.replace(/^\.+/, '_')
		.slice(0, 100) || 'spec';

/** A folder in a folder, for its owner alone: editors leave copies beside what they edit. */
export async function createEditorFile(folder: string, name: string, now: number): Promise<EditorFile> {
	const own = await makeFolder(folder, `${stamp(now)}-`);
	const path = join(own, `${fileName(name)}.yaml`);
	return {
		path,
		async write(text) {
			await writeFile(path, text, {mode: 0o600});
			// It may be there already, under whatever rights the editor gave it.
			await chmod(path, 0o600);
		},
		read: () => readFile(path, 'utf8').catch(() => undefined),
		remove: () => rm(own, {recursive: true, force: true}),
	};
}

async function makeFolder(folder: string, prefix: string) {
	try {
		await mkdir(folder, {recursive: true, mode: 0o700});
		await expectOwn(folder);
		await forgetOldest(folder);
		return await mkdtemp(join(folder, prefix));
	} catch {
		return mkdtemp(join(tmpdir(), `skep-${prefix}`));
	}
}

/** In a place that all share, somebody else may have made it first, or what only looks like it. */
async function expectOwn(folder: string) {
	const found = await lstat(folder);

	if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
		throw new Error(`${folder} is not ours alone`);
	}
}

async function forgetOldest(folder: string) {
	const kept = (await readdir(folder)).filter(isEdit).sort();

	for (const name of kept.slice(0, Math.max(0, kept.length - mostKept))) {
		await rm(join(folder, name), {recursive: true, force: true});
	}
}
