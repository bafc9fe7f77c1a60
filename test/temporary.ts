import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** What tests put in the system's folder for temporary files goes in one of this run, and with it: a failed test leaves nothing, either. Its name is short, as paths of sockets have to be. */
export default function setup() {
	const before = process.env['TMPDIR'];
	const folder = mkdtempSync(join(tmpdir(), 'skep-'));
	process.env['TMPDIR'] = folder;

	return () => {
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
		if (before === undefined) {
			delete process.env['TMPDIR'];
		} else {
			process.env['TMPDIR'] = before;
		}
	};
}
