import {join} from 'node:path';
import type {Actor} from './actor.ts';
import {appendPrivately, fileReason} from './private-file.ts';

/** What was done to one target, and what came of it. */
export type JournalEntry = {
	readonly operation: string;
	readonly target: {readonly kind: string; readonly id: string; readonly name: string};
	readonly input: unknown;
	/** The `docker` command that does the same. */
	readonly command: string;
	readonly manager: string | undefined;
	readonly outcome: string;
	readonly sentence: string;
};

export type Journal = {
	readonly path: string;
	/** Adds one line; answers a sentence when it couldn't. Never rejects: a full disk must not stop a drain. */
	readonly write: (entry: JournalEntry) => Promise<string | undefined>;
};

/** One line of JSON per change, append-only; JSON escapes what names from the swarm may hold. */
export const createJournal = (
	stateFolder: string,
	{address, actor, now}: {readonly address: () => string; readonly actor: Actor; readonly now: () => Date},
): Journal => {
	const path = join(stateFolder, 'journal.jsonl');

	return {
		path,
		async write({manager, ...entry}) {
			const where = {address: address(), ...(manager === undefined ? {} : {manager})};

			try {
				await appendPrivately(path, `${escaped({when: now().toISOString(), who: actor, where, ...entry})}\n`);
				return undefined;
			} catch (error) {
				return `This was not written to the journal ${path}: ${fileReason(error)}.`;
			}
		},
	};
};

/** JSON leaves DEL and the C1 control characters as they are; a terminal may act on them. */
const escaped = (value: unknown) =>
	JSON.stringify(value).replaceAll(
		/[\x7f-\x9f\u2028\u2029]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
