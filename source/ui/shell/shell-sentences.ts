import type {Ended} from './on-terminal.ts';

/** What runs where, for sentences: `the shell` or `"top"` in `shop_web.2` on `work1`. */
export type Named = {readonly program: string; readonly name: string; readonly host: string};

const capital = (text: string) => text.replace(/^[a-z]/, letter => letter.toUpperCase());

export const startSentence = ({program, name}: Named) => `${capital(program)} was started in ${name}.`;

/** How it ended; `broke` is what cut it off. */
export function endSentence({program, name}: Named, exitCode: number | undefined, broke?: unknown): string {
	const subject = `${capital(program)} in ${name}`;

	if (broke !== undefined) {
		return `${subject}: ${broke instanceof Error ? broke.message : String(broke)} It may still run there.`;
	}

	if (exitCode === undefined) {
		return `${subject} was left; the engine tells no exit code: it may still run, or its container is gone.`;
	}

	return `${subject} ended with exit code ${exitCode}${exitCode === 137 ? ': killed, maybe with its container' : ''}.`;
}

/** What ssh itself failed at; else it ends as what it ran did. */
export function sshFailure(ended: Ended, {name, host}: Named): string | undefined {
	if ('why' in ended) {
		return ended.why;
	}

	if (ended.code === 255) {
		return `ssh ended with 255: it didn't reach ${host}, wasn't let in, or lost it. What ssh calls your nodes is up to --ssh-node, as in admin@%h; ssh's own configuration counts.`;
	}

	return ended.signal === undefined
		? undefined
		: `ssh was ended by ${ended.signal}; what ran in ${name} may still run.`;
}
