import {isSlowExpression} from '../swarm/slow-expression.ts';
import type {Instant} from '../swarm/values.ts';
import {readWords, type Words} from './options.ts';
import {wrongUsage} from './outcome.ts';

/** What is asked of a log, as it was typed. */
export type AskedLogs = {
	readonly names: readonly string[];
	readonly isFollowed: boolean;
	/** Lines of each task. */
	readonly tail: number;
	readonly since: ((now: Instant) => Instant) | undefined;
	readonly matches: (text: string) => boolean;
	readonly isJson: boolean;
};

const flags = {
	follow: {type: 'boolean'},
	since: {type: 'string'},
	tail: {type: 'string'},
	grep: {type: 'string'},
} as const;

/** Lines of each task where nobody says how many; and where only the time is told. */
const usualTail = 1000;
const mostTail = 100_000;

const units: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

const readSince = (text: string | undefined): AskedLogs['since'] => {
	const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text?.trim() ?? '') ?? [];
	const at = Date.parse(text ?? '');

	if (text === undefined) {
		return undefined;
	}

	if (amount !== undefined) {
		return now => now - Number(amount) * (units[unit] ?? 1);
	}

	return Number.isNaN(at) || !/^\d{4}-/.test(text.trim())
		? wrongUsage(`--since takes a length of time or a date, for example 10m or 2026-11-21T09:00:00Z, not "${text}".`)
		: () => at;
};

const readTail = (text: string | undefined, hasSince: boolean) => {
	const tail = Number(text ?? (hasSince ? mostTail : usualTail));
	return Number.isInteger(tail) && tail >= 0 && tail <= mostTail && text?.trim() !== ''
		? tail
		: wrongUsage(`--tail takes a whole number of lines up to ${mostTail}, for example 200, not "${text}".`);
};

/** As the filter on screen: case doesn't count, `!` in front inverts. */
const readGrep = (text: string | undefined): AskedLogs['matches'] => {
	const isInverted = text?.startsWith('!') ?? false;
	const source = text?.slice(isInverted ? 1 : 0) ?? '';

	if (isSlowExpression(source)) {
		return wrongUsage(`--grep takes a regular expression; "${source}" repeats what repeats, which can take for ever.`);
	}

	try {
		const expression = new RegExp(source, 'i');
		return line => expression.test(line) !== isInverted;
	} catch (error) {
		const reason = (error instanceof Error ? error.message : '').replace(/^.*: /s, '').toLowerCase();
		return wrongUsage(`--grep takes a regular expression; "${source}" is none: ${reason}.`);
	}
};

const askedBy = (words: Words): AskedLogs => {
	const since = readSince(words.text('since'));
	return {
		names: words.positionals,
		isFollowed: words.isSet('follow'),
		tail: readTail(words.text('tail'), since !== undefined),
		since,
		matches: readGrep(words.text('grep')),
		isJson: words.isJson,
	};
};

/** Reads the words before anything is opened: a typo is told without waiting for the swarm. */
export const readLogWords = (args: readonly string[]): AskedLogs => {
	const asked = askedBy(readWords(args, flags));
	return asked.names.length > 0
		? asked
		: wrongUsage(
				'skep logs of what? It takes services, stacks or tasks, for example: skep logs shop_web, or: skep logs shop.',
			);
};
