import {access, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A text in a file of its own that nobody else can read. */
export type EditorFile = {
	readonly path: string;
	/** All of it or nothing: where it fails, what was there stays. Rejects with a sentence. */
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

/** `ENOSPC: no space left on device, write` without what only programs need. */
const reasonOf = (error: unknown) =>
	error instanceof Error ? error.message.replace(/^\w+: /, '').replace(/, .*/s, '') : String(error);

/** A folder in a folder, for its owner alone: editors leave copies beside what they edit. */
export async function createEditorFile(folder: string, name: string, now: number): Promise<EditorFile> {
	const own = await makeFolder(folder, `${stamp(now)}-`);
	const path = join(own, `${fileName(name)}.yaml`);
	return {
		path,
		async write(text) {
			// Beside it and then in its place: a full disk takes nothing away, nor do rights that an editor gave it stay.
			const beside = join(own, '.new');

			try {
				await writeFile(beside, text, {mode: 0o600});
				await rename(beside, path);
			} catch (error) {
				const isThere = await access(path).then(
					() => true,
					() => false,
				);
				await rm(isThere ? beside : own, {recursive: true, force: true});
				throw new Error(`${path} can't be written, so no editor is opened (${reasonOf(error)}).`);
			}
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
