/** A time that isn't exact, and so doesn't look it: `40 s`, `12 min`, `2 h 5 min`. */
export const roughSeconds = (seconds: number): string => {
	const whole = Math.max(0, Math.round(seconds));

	if (whole < 90) {
		return `${whole} s`;
	}

	const minutes = Math.round(whole / 60);
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	return hours < 2 ? `${minutes} min` : `${hours} h${rest === 0 ? '' : ` ${rest} min`}`;
};
