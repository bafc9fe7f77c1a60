import type {Instant} from '../../swarm/values.ts';

const two = (number: number) => `${number}`.padStart(2, '0');

/** Date and time in the zone of this machine, to the minute: `2026-11-21 03:12`. */
export const timeOf = (at: Instant) => {
	const date = new Date(at);
	const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
	return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
};
