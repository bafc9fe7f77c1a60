/** Numbers that look random and are the same in every run (mulberry32). */
export const randomFrom = (seed: number) => {
	let state = seed;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (count: number) => Math.floor(next() * count);
	return {
		below,
		chance: (share: number) => next() < share,
		pick: <T>(items: readonly T[]): T => {
			const item = items[below(items.length)];
			if (item === undefined) {
				throw new Error('There is nothing to pick from');
			}
			return item;
		},
	};
};

export type Random = ReturnType<typeof randomFrom>;
