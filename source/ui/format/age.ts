import {millisecondsInHour, millisecondsInMinute, millisecondsInSecond} from 'date-fns/constants';

const millisecondsInDay = 24 * millisecondsInHour;

/** An age as coarse as it can be, so that an idle screen hardly repaints: `<1m`, `3m`, `2h`, `12d`. */
export const age = (milliseconds: number): string => {
	if (milliseconds < millisecondsInMinute) return '<1m';
	if (milliseconds < millisecondsInHour) return `${Math.floor(milliseconds / millisecondsInMinute)}m`;
	if (milliseconds < millisecondsInDay) return `${Math.floor(milliseconds / millisecondsInHour)}h`;
	return `${Math.floor(milliseconds / millisecondsInDay)}d`;
};

/** Coarser still, for rows that aren't about time: a list of young things must not redraw itself every minute. */
export const roughAge = (milliseconds: number): string =>
	milliseconds < millisecondsInHour ? '<1h' : age(milliseconds);

/** To the minute while that tells the latest from those before it, then in steps of ten: `10m+`. */
export const steppedAge = (milliseconds: number): string => {
	const minutes = milliseconds / millisecondsInMinute;
	return minutes < 10 || minutes >= 60 ? age(milliseconds) : `${Math.floor(minutes / 10)}0m+`;
};

/** A length of time to the second, for what moves: `40 s`, `3m 20s`, `2h 5m`. Days as in `age`. */
export const exactAge = (milliseconds: number): string => {
	const seconds = Math.max(0, Math.floor(milliseconds / millisecondsInSecond));
	const minutes = Math.floor(seconds / 60);
	if (minutes === 0) return `${seconds} s`;
	if (minutes < 60) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m ${seconds % 60}s`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
	return age(milliseconds);
};

/** When the text of `age` changes next, in milliseconds from now: what a clock has to wait for, and no more. */
export const untilOlder = (milliseconds: number): number => {
	const step =
		milliseconds < millisecondsInHour
			? millisecondsInMinute
			: milliseconds < millisecondsInDay
				? millisecondsInHour
				: millisecondsInDay;
	return milliseconds < 0 ? millisecondsInMinute - milliseconds : step - (milliseconds % step);
};
