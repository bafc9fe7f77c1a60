let latest = {second: Number.NaN, text: ''};

/** Everything but the fraction: the same for all that happens within a second. */
const secondOf = (milliseconds: number) => {
	const second = Math.floor(milliseconds / 1000);
	if (second !== latest.second) {
		latest = {second, text: new Date(second * 1000).toISOString().slice(0, 20)};
	}
	return latest.text;
};

/** RFC 3339 with nanoseconds. Equal arguments give equal text: log lines are made anew whenever they are asked for. */
export const stamp = (milliseconds: number, nanoseconds: number): string => {
	const whole = Math.floor(milliseconds);
	const fraction = (((whole % 1000) + 1000) % 1000) * 1_000_000 + (nanoseconds % 1_000_000);
	return `${secondOf(milliseconds)}${String(fraction).padStart(9, '0')}Z`;
};
