/** Secrets and configs: files that the swarm keeps for containers. The managers hold them to these rules (swarmkit, manager/controlapi/common.go and constants.go). */
export type FileKind = 'secret' | 'config';

/** Bytes of which there must be fewer. */
export const fileLimit: Readonly<Record<FileKind, number>> = {secret: 500 * 1024, config: 1000 * 1024};

const longestName = 64;
const name = /^[a-zA-Z0-9](?:[\w.-]*[a-zA-Z0-9])?$/;

/** Why this can't be its name, as a sentence; undefined when it can. */
export const fileNameProblem = (text: string): string | undefined => {
	if (text === '') {
		return 'It needs a name: letters, digits, and - _ . between them.';
	}

	if (text.length > longestName) {
		return `A name has at most ${longestName} characters; this one has ${text.length}.`;
	}

	return name.test(text)
		? undefined
		: `"${text}" can't be its name: letters, digits, and - _ . between them, such as db-password_2.`;
};

/** Why this can't be what is in it, as a clause; undefined when it can. */
export const fileSizeProblem = (kind: FileKind, bytes: number): string | undefined => {
	if (bytes === 0) {
		return `is empty: a ${kind} holds at least one byte`;
	}

	return bytes >= fileLimit[kind]
		? `has ${bytes} bytes: a ${kind} holds less than ${fileLimit[kind] / 1024} KiB (${fileLimit[kind]} bytes)`
		: undefined;
};

/** A version counted up, a day set to today, or the same name with a 2 behind it. */
const successors = [
	{pattern: /^(.*\D)?(\d{4})-(\d{2})-(\d{2})$/, next: (head: string, today: string) => `${head}${today}`},
	{
		pattern: /^(.*\D)?(20\d{2})(\d{2})(\d{2})$/,
		next: (head: string, today: string) => head + today.replaceAll('-', ''),
	},
] as const;

const counted = /^(.*?[-_.vV])(\d{1,6})$/;

const shortened = (head: string, tail: string) => head.slice(0, longestName - tail.length) + tail;

const separatorIn = (text: string) => /[-_.]/.exec(text)?.[0] ?? '-';

const countedUp = (text: string): string => {
	const [, head = '', digits = ''] = counted.exec(text) ?? [];

	if (digits === '') {
		return shortened(text, `${separatorIn(text)}2`);
	}

	const next = String(Number(digits) + 1).padStart(digits.length, '0');
	return shortened(head, next);
};

/**
What to call the next version of it: `db-2` after `db`, `db_v4` after `db_v3`, today's date where it ends in one.
`today` is written 2026-11-21.
*/
export const nextFileName = (text: string, taken: (name: string) => boolean, today: string): string => {
	const dated = successors.flatMap(({pattern, next}) => {
		const head = pattern.exec(text)?.[1];
		return pattern.test(text) ? [next(head ?? '', today)] : [];
	});
	const [first] = dated.filter(candidate => candidate !== text);
	let candidate = first ?? countedUp(dated.length > 0 ? `${text}-1` : text);

	while (taken(candidate)) {
		candidate = countedUp(first !== undefined && candidate === first ? `${candidate}-1` : candidate);
	}

	return candidate;
};
