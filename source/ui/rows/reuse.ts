/**
Keeps the previous row where nothing in it changed, so that its drawn line can be kept, too.
Rows are flat: their fields are compared by identity.
*/
export function reuseRows<Row extends {readonly id: string}>(
	before: readonly Row[],
	after: readonly Row[],
): readonly Row[] {
	const byId = new Map(before.map(row => [row.id, row]));
	const rows = after.map(row => {
		const old = byId.get(row.id);
		return old !== undefined && isSameRow(old, row) ? old : row;
	});
	return rows.length === before.length && rows.every((row, index) => row === before[index]) ? before : rows;
}

function isSameRow<Row extends object>(a: Row, b: Row) {
	const keys = Object.keys(a) as (keyof Row)[];
	return keys.length === Object.keys(b).length && keys.every(key => Object.is(a[key], b[key]));
}
