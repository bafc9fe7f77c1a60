import {mkdir, open} from 'node:fs/promises';
import {dirname} from 'node:path';

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

/** Fails when the file is there already: nothing that was kept is ever overwritten. */
export const writeNewPrivately = async (path: string, text: string) => {
	await makePrivateFolder(dirname(path));
	const file = await open(path, 'wx', 0o600);

	try {
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
};
