/** Processors with at most two decimals and no trailing zeros: `0.5`, `12`, `1.25`. */
export const cpus = (count: number): string => {
	if (!Number.isFinite(count)) return '?';
	return count > 0 && count < 0.005 ? '<0.01' : String(Math.round(count * 100) / 100);
};
