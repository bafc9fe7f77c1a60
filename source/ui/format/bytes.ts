const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A size in binary units with at most three digits: `512 B`, `1.5 GiB`, `64 GiB`. */
export const bytes = (count: number): string => {
	if (!Number.isFinite(count)) return '?';
	let value = Math.max(0, count);
	let unit = 0;
	// 999.5 would print as 1000: four digits where the next unit takes three.
	while (rounded(value) >= 1000 && unit < units.length - 1) {
		value /= 1024;
		unit += 1;
	}
	return `${rounded(value)} ${units[unit]}`;
};

const rounded = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
