/** RFC 3339 with nanoseconds. Equal arguments give equal text: log lines are made anew whenever they are asked for. */
export const stamp = (milliseconds: number, nanoseconds: number): string => {
	const whole = new Date(Math.floor(milliseconds)).toISOString().slice(0, -1);
	return `${whole}${String(nanoseconds % 1_000_000).padStart(6, '0')}Z`;
};
