import {readFile} from 'node:fs/promises';
import {run} from './run.ts';

/** A process as it can be recognised later: the kernel uses ids again, so its start time is part of it. */
export type ProcessIdentity = {readonly id: number; readonly started: string};

/** `undefined` when there is no such process, or when it has ended and only waits for its parent to notice. */
export async function identify(id: number): Promise<ProcessIdentity | undefined> {
	const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined);
	// proc_pid_stat(5): the second field, the name, may hold spaces and brackets. The third is the state, the 22nd
	// the start time.
	const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
	const state = fields?.[0];
	const started = fields?.[19];

	return started === undefined || state === 'Z' || state === 'X' ? undefined : {id, started};
}

export async function isAlive({id, started}: ProcessIdentity): Promise<boolean> {
	const now = await identify(id);

	return now?.started === started;
}

/** The processes on some network namespaces, the oldest first. */
export async function processesOn(namespaces: readonly string[]): Promise<readonly number[]> {
	const lists = await Promise.all(namespaces.map(name => run('ip', ['netns', 'pids', name])));
	const ids = lists.flatMap(list => list.split('\n').filter(Boolean).map(Number));

	return ids.sort((one, other) => one - other);
}

export function killProcesses(ids: readonly number[]) {
	for (const id of ids) {
		try {
			process.kill(id, 'SIGKILL');
		} catch {
			// It ended by itself in the meantime.
		}
	}
}
