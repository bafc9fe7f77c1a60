import type {Column} from '../widgets/column.ts';

/** The stack that something is part of; the higher `expendable`, the earlier the column goes where there is no room. */
export const stackColumn = (expendable: number): Column<{readonly stack: string}> => ({
	id: 'stack',
	title: 'STACK',
	cell: row => row.stack,
	sortBy: row => row.stack,
	tone: () => 'dim',
	expendable,
});

/** How long ago it was made. */
export const ageColumn = (expendable: number): Column<{readonly age: string; readonly createdAt: number}> => ({
	id: 'age',
	title: 'AGE',
	align: 'right',
	cell: row => row.age,
	sortBy: row => row.createdAt,
	tone: () => 'dim',
	expendable,
});
