/** A share as a whole percentage: `42%`. `100%` and `0%` are said only of all and of nothing; `?` where there is no whole. */
export const percent = (part: number, whole: number): string => {
	if (!(whole > 0)) return '?';
	const exact = (part / whole) * 100;
	if (exact > 0 && exact < 1) return '<1%';
	return `${exact < 100 ? Math.min(99, Math.round(exact)) : Math.round(exact)}%`;
};
