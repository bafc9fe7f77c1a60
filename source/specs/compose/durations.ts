const units: Readonly<Record<string, number>> = {
	ns: 1,
	us: 1e3,
	µs: 1e3,
	μs: 1e3,
	ms: 1e6,
	s: 1e9,
	m: 60e9,
	h: 3600e9,
};

/** Nanoseconds of a length of time as Go writes it (`1m30s`, `1.5h`); undefined where it isn't one. */
export const nanoseconds = (text: string | undefined): number | undefined => {
	if (text === undefined || !/^[+-]?(?:0|(?:\d+\.?\d*(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) {
		return undefined;
	}

	const parts = text.matchAll(/(\d+\.?\d*)(ns|us|µs|μs|ms|s|m|h)/g);
	const sum = [...parts].reduce((total, [, count, unit = '']) => total + Number(count) * (units[unit] ?? 0), 0);
	return Math.round(text.startsWith('-') ? -sum : sum);
};
