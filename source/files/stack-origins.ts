import {createHash} from 'node:crypto';
import {readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {makePrivateFolder, writeNewPrivately} from './private-file.ts';

/** Where a stack came from: the path of its file and the flags, nothing of what is in it. */
export type StackOrigin = {
	readonly stack: string;
	readonly file: string;
	readonly prune: boolean;
	readonly registryAuth: boolean;
	readonly resolveImage: 'always' | 'changed' | 'never';
	/** The engine's address that it was deployed through. */
	readonly address: string;
	/** ISO 8601. */
	readonly at: string;
};

type StackOrigins = {
	/** The last deploy of a stack through this engine; undefined where none is kept, or it can't be read. */
	readonly of: (stack: string) => Promise<StackOrigin | undefined>;
	readonly keep: (deployed: Omit<StackOrigin, 'address' | 'at'>) => Promise<void>;
};

type Where = {readonly address: string; readonly now: () => Date};

/** One file for each stack of each engine, so that several skeps don't write over each other's. */
export const stackOriginsIn = (stateFolder: string, {address, now}: Where): StackOrigins => {
	const folder = join(stateFolder, 'stacks');
	const pathOf = (stack: string) =>
		join(folder, `${createHash('sha256').update(`${address}\n${stack}`).digest('hex').slice(0, 24)}.json`);

	return {
		async of(stack) {
			try {
				const origin = originIn(JSON.parse(await readFile(pathOf(stack), 'utf8')));
				return origin?.stack === stack ? origin : undefined;
			} catch {
				return undefined;
			}
		},
		async keep({stack, file, prune, registryAuth, resolveImage}) {
			const origin: StackOrigin = {
				...{stack, file, prune, registryAuth, resolveImage},
				address,
				at: now().toISOString(),
			};
			const next = `${pathOf(stack)}.${process.pid}.new`;
			await makePrivateFolder(folder);
			await rm(next, {force: true});
			await writeNewPrivately(next, `${JSON.stringify(origin)}\n`);
			await rename(next, pathOf(stack));
		},
	};
};

/** A file that was cut, or written by hand, is nothing to go by. */
const originIn = (json: unknown): StackOrigin | undefined => {
	const {stack, file, prune, registryAuth, resolveImage, address, at} = json as Partial<StackOrigin>;
	const isWhole =
		typeof stack === 'string' && typeof file === 'string' && typeof address === 'string' && typeof at === 'string';
	const choice = (['always', 'changed', 'never'] as const).find(known => known === resolveImage);
	return isWhole && choice !== undefined
		? {stack, file, prune: prune === true, registryAuth: registryAuth === true, resolveImage: choice, address, at}
		: undefined;
};
