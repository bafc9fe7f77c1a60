import {writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {resolve} from 'node:path';

export type Saved = {readonly path: string; readonly isThere: boolean};

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such folder',
	EACCES: 'it may not be written',
	EISDIR: 'it is a folder',
	ENOSPC: 'the disk is full',
	EROFS: 'the disk is read-only',
};

const codeOf = (error: unknown) => (error as {readonly code?: string}).code ?? '';

/**
Writes a file that only its owner can read, at a path as it was typed. One that is there is left as it is, and told,
unless it may be written over. Rejects with a sentence.
*/
export const saveLogAt = async (typed: string, text: string, mayReplace: boolean): Promise<Saved> => {
	if (typed === '') {
		throw new Error('Name a file to save to, for example web.log.');
	}
	const path = resolve(typed.replace(/^~(?=\/)/, homedir()));
	try {
		await writeFile(path, text, {flag: mayReplace ? 'w' : 'wx', mode: 0o600});
		return {path, isThere: false};
	} catch (error) {
		if (codeOf(error) === 'EEXIST') {
			return {path, isThere: true};
		}
		throw new Error(`${path} could not be saved: ${reasons[codeOf(error)] ?? codeOf(error)}.`);
	}
};
