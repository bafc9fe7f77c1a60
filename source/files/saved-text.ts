import {writeFile} from 'node:fs/promises';
import {extname, join} from 'node:path';
import {makePrivateFolder} from './private-file.ts';

const codeOf = (error: unknown) => (error as {readonly code?: string}).code;

/** `name.txt`, `name-2.txt`...: what is there already is never written over. */
const writeNew = async (folder: string, name: string, text: string, number = 1): Promise<string> => {
	const end = extname(name);
	const path = join(folder, number === 1 ? name : `${name.slice(0, -end.length || undefined)}-${number}${end}`);

	try {
		await writeFile(path, text, {flag: 'wx', mode: 0o600});
		return path;
	} catch (error) {
		if (codeOf(error) === 'EEXIST' && number < 100) {
			return writeNew(folder, name, text, number + 1);
		}

		throw error;
	}
};

/** Saves a text in the first of the folders that takes it and answers its path; rejects with a sentence when none does. */
export const saveTextIn =
	(folders: readonly string[]) =>
	async (name: string, text: string): Promise<string> => {
		const reasons: string[] = [];

		for (const [index, folder] of folders.entries()) {
			try {
				// The first is where the user is: it isn't made, the others may have to be.
				await (index > 0 && makePrivateFolder(folder));
				return await writeNew(folder, name, text);
			} catch (error) {
				reasons.push(`${folder}: ${codeOf(error) ?? String(error)}`);
			}
		}

		throw new Error(`It could not be saved (${reasons.join('; ')}).`);
	};
