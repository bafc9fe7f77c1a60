import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {buildInto} from '../../scripts/build.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The path of the program as it is shipped, built for this run. */
		readonly program: string;
	}
}

/** Builds the program once for all tests on real engines, beside `dist`, which may be older or in use. */
export default async function setup({provide}: TestProject) {
	const root = join(import.meta.dirname, '..', '..');
	const folder = await mkdtemp(join(tmpdir(), 'skep-e2e-'));
	const remove = () => rm(folder, {recursive: true, force: true});
	try {
		await buildInto(folder, join(root, 'source', 'cli.tsx'));
	} catch (error) {
		await remove();
		throw error;
	}
	provide('program', join(folder, 'skep.js'));

	return remove;
}
