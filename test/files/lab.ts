import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A folder of its own for one test. */
export const ownFolder = () => {
	const path = mkdtempSync(join(tmpdir(), 'skep-files-'));
	return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
};

/** `600`: who may do what with it. */
export const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
