import {readFile} from 'node:fs/promises';

/** A process as it can be recognised later: the kernel uses ids again, so its start time is part of it. */
export type ProcessIdentity = {readonly id: number; readonly started: string};

/** `undefined` when there is no such process (any more). */
export async function identify(id: number): Promise<ProcessIdentity | undefined> {
	const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined);
	// proc_pid_stat(5): the second field, the name, may hold spaces and brackets; the start time is the 22nd.
	const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];

	return started === undefined ? undefined : {id, started};
}

export async function isAlive({id, started}: ProcessIdentity): Promise<boolean> {
	const now = await identify(id);

	return now?.started === started;
}
