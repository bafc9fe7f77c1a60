import {absolute, clock} from '../format/clock.ts';
import type {EventRow} from './rows.ts';

/** One line of a file or a ticket: `2026-11-21 03:48:02 +09:00  engine  service  shop_web  scaled 3 -> 6`. */
const lineOf = ({entry, kind, name, words, details}: EventRow) => {
	const {at, until: end = at} = entry;
	const until = clock(end) === clock(at) ? [] : [`until ${clock(end)}`];
	const more = [...until, ...details.filter(detail => !words.includes(detail))];
	const what = more.length === 0 ? words : `${words} (${more.join('; ')})`;
	return [absolute(at), entry.by.padEnd(6), kind.padEnd(7), name || '-', what].join('  ');
};

/** The timeline as plain text, oldest first, with what its times are by. */
export const asText = (rows: readonly EventRow[], about: {readonly since: number; readonly address: string}): string =>
	[
		`Events as skep saw them on ${about.address} since ${absolute(about.since)}`,
		"Times are the engine's where it tells them (engine), else when skep saw it (seen).",
		'',
		...rows.map(lineOf),
		'',
	].join('\n');
