import {expect, test} from 'vitest';
import {joinFitting} from '../../../source/ui/text/parts.ts';

const parts = [
	{text: 'SERVING 4 of 6'},
	{text: 'Updated 0 of 6', drop: 1},
	{text: '2 fail'},
	{text: 'since 3:44', drop: 2},
];

test.each([
	[80, 'SERVING 4 of 6, Updated 0 of 6, 2 fail, since 3:44'],
	[49, 'SERVING 4 of 6, Updated 0 of 6, 2 fail'],
	[37, 'SERVING 4 of 6, 2 fail'],
	[5, 'SERVING 4 of 6, 2 fail'],
])('within %i cells what matters least goes first, and what must stay stays', (room, line) => {
	expect(joinFitting(parts, ', ', room)).toBe(line);
});
