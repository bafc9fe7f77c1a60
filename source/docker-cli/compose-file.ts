import {access, constants, readFile, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import {isAbsolute, join, resolve} from 'node:path';

/** What a config's file holds, in the words of `swarm/config.ts`. */
export type FileContent =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'bytes'; readonly hex: string};

type ComposeFiles = {
	/** A path as typed, `~` and all, made absolute. */
	readonly pathOf: (typed: string) => string;
	/** The file as it was written. */
	readonly text: (path: string) => Promise<{readonly text: string} | {readonly problem: string}>;
	/** What would be a config's content. */
	readonly content: (path: string) => Promise<{readonly content: FileContent} | {readonly problem: string}>;
	/** Why a file can't become a secret; its content is never read. */
	readonly secretProblem: (path: string) => Promise<string | undefined>;
};

const largestFile = 4 * 1024 * 1024;
/** By SwarmKit (api/validation/secrets.go, manager/controlapi/config.go): less than these, and more than nothing. */
const limits = {secret: 512_000, config: 1_024_000} as const;

/** Files beside a compose file, and itself. */
export const composeFilesIn = (folder = process.cwd(), home = homedir()): ComposeFiles => ({
	pathOf: typed => {
		const path = typed.trim().replace(/^~(?=$|\/)/, home);
		return isAbsolute(path) ? resolve(path) : resolve(join(folder, path));
	},
	text: path => reading(path, async () => ({text: await readFile(await allowed(path, largestFile), 'utf8')})),
	content: path =>
		reading(path, async () => ({content: contentOf(await readFile(await allowed(path, limits.config, 'config')))})),
	secretProblem: async path => {
		const found = await reading(path, async () => {
			await access(await allowed(path, limits.secret, 'secret'), constants.R_OK);
			return {};
		});
		return 'problem' in found ? found.problem : undefined;
	},
});

class Unfit extends Error {}

const reading = async <T>(path: string, read: () => Promise<T>): Promise<T | {readonly problem: string}> => {
	try {
		return await read();
	} catch (error) {
		return {problem: error instanceof Unfit ? error.message : wordsOf(error, path)};
	}
};

/** The path itself, where what is there can be what it is meant for. */
const allowed = async (path: string, limit: number, kind?: keyof typeof limits): Promise<string> => {
	const found = await stat(path);

	if (!found.isFile()) {
		throw new Unfit(found.isDirectory() ? `${path} is a folder` : `${path} is no plain file`);
	}

	if (kind !== undefined && found.size === 0) {
		throw new Unfit(`${path} is empty, and a ${kind} holds at least one byte`);
	}

	if (found.size >= limit) {
		throw new Unfit(`${path} holds ${found.size} bytes, and a ${kind ?? 'compose file'} less than ${limit}`);
	}

	return path;
};

const wordsOf = (error: unknown, path: string) => {
	switch ((error as NodeJS.ErrnoException).code) {
		case 'ENOENT':
		case 'ENOTDIR':
			return `there is no file ${path}`;
		case 'EACCES':
			return `this user may not read ${path}`;
		default:
			return `${path} can't be read (${error instanceof Error ? error.message : error})`;
	}
};

const contentOf = (bytes: Buffer): FileContent => {
	try {
		return bytes.includes(0)
			? {kind: 'bytes', hex: bytes.toString('hex')}
			: {kind: 'text', text: new TextDecoder('utf-8', {fatal: true}).decode(bytes)};
	} catch {
		return {kind: 'bytes', hex: bytes.toString('hex')};
	}
};
