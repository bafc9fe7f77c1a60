import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import type {Json} from '../swarm/values.ts';
import {fileReason, writeNewPrivately} from './private-file.ts';

/** A name from the swarm as part of a file's name. */
export const fileName = (name: string) =>
	name
		.replaceAll(/[^\w.-]/g, '_')
		.replace(/^\.+/, '_')
		.slice(0, 100) || 'spec';

const stamp = (now: Date) => now.toISOString().replaceAll(/[-:]/g, '').replace(/\..*$/, 'Z');

/** Keeps a spec that is about to be lost, as JSON, in a file of its own that only its owner can read; answers its path. */
export const keepSpecIn =
	(stateFolder: string, now: () => Date) =>
	async (name: string, spec: Json): Promise<string> => {
		const unique = randomBytes(3).toString('hex');
		const path = join(stateFolder, 'specs', `${fileName(name)}-${stamp(now())}-${unique}.json`);

		await writeNewPrivately(path, `${JSON.stringify(spec, undefined, '\t')}\n`).catch((error: unknown) => {
			throw new Error(
				`The spec of ${name} can't be kept in ${path} (${fileReason(error)}); without that nothing is removed.`,
			);
		});
		return path;
	};
