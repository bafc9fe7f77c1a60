import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A folder of its own for one test, gone when it is disposed of. */
export const ownFolder = () => {
	const path = mkdtempSync(join(tmpdir(), 'skep-test-'));
	return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
};
