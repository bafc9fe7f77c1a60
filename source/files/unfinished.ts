import {readdir, readFile, rename, rm} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {makePrivateFolder, writeNewPrivately} from './private-file.ts';

/** What is done step by step and not through yet: one file each, gone when it is. */
export type Unfinished<Kept> = {
	/** Replaces what was kept of it, whole or not at all. */
	readonly keep: (id: string, record: Kept) => Promise<void>;
	readonly drop: (id: string) => Promise<void>;
	/** What earlier runs left, the oldest first; what another skep that runs is at is its own. */
	readonly load: () => Promise<readonly unknown[]>;
};

const fileName = (id: string) => `${id.replaceAll(/[^\w-]/g, '_')}.json`;

/** Signal 0 tells whether there is such a process, and nothing to it. */
const isRunning = (pid: number) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
};

type Held = {readonly holder?: {readonly pid?: number; readonly host?: string}; readonly record?: unknown};

const isHeldByAnother = ({holder}: Held) =>
	holder?.host === hostname() && holder.pid !== undefined && holder.pid !== process.pid && isRunning(holder.pid);

export const unfinishedIn = <Kept>(stateFolder: string): Unfinished<Kept> => {
	const folder = join(stateFolder, 'unfinished');
	const holder = {pid: process.pid, host: hostname()};
	const pathOf = (id: string) => join(folder, fileName(id));

	return {
		async keep(id, record) {
			await makePrivateFolder(folder);
			const next = `${pathOf(id)}.${process.pid}.new`;
			await rm(next, {force: true});
			await writeNewPrivately(next, `${JSON.stringify({holder, record})}\n`);
			await rename(next, pathOf(id));
		},
		drop: id => rm(pathOf(id), {force: true}),
		async load() {
			const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.json'));
			const kept = await Promise.all(names.toSorted().map(name => readHeld(join(folder, name))));
			return kept.flatMap(held => (held === undefined || isHeldByAnother(held) ? [] : [held.record]));
		},
	};
};

/** A file that was cut, or isn't ours, is nothing to go on with. */
const readHeld = async (path: string): Promise<Held | undefined> => {
	try {
		const held: unknown = JSON.parse(await readFile(path, 'utf8'));
		return typeof held === 'object' && held !== null ? (held as Held) : undefined;
	} catch {
		return undefined;
	}
};
