import {clean} from './clean.ts';

/** Columns as wide as they need, two spaces between; the last is left as long as it is. */
export const table = (rows: readonly (readonly string[])[], indent = '  '): readonly string[] => {
	const cleaned = rows.map(row => row.map(clean));
	const widths = (cleaned[0] ?? []).map((_, column) => Math.max(0, ...cleaned.map(row => row[column]?.length ?? 0)));
	return cleaned.map(row =>
		`${indent}${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
	);
};
