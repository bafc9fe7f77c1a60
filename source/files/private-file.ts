import {mkdir, open, rm} from 'node:fs/promises';
import {dirname} from 'node:path';

/** What an error of the file system says, without what only programs need: `no space left on device`. */
export const fileReason = (error: unknown) =>
	error instanceof Error ? error.message.replace(/^E[A-Z0-9]+: /, '').replace(/, \w+( '.*)?$/s, '') : String(error);

/** Makes a folder that only its owner can look into; one that is there already is left as it is. */
export const makePrivateFolder = async (path: string) => {
	await mkdir(path, {recursive: true, mode: 0o700});
};

/** Adds text at the end in one write, so that lines of several programs don't mix. */
export const appendPrivately = async (path: string, text: string) => {
	await makePrivateFolder(dirname(path));
	const file = await open(path, 'a', 0o600);

	try {
		// It may be older than this rule, or made under another umask.
		await file.chmod(0o600);
		await file.appendFile(text);
	} finally {
		await file.close();
	}
};

/** Fails when the file is there already: nothing that was kept is ever overwritten. Half a file is none. */
export const writeNewPrivately = async (path: string, text: string) => {
	await makePrivateFolder(dirname(path));
	const file = await open(path, 'wx', 0o600);

	try {
		await file.writeFile(text);
		await file.sync();
	} catch (error) {
		await rm(path, {force: true});
		throw error;
	} finally {
		await file.close();
	}
};
