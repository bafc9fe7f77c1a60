/** Random choices that a seed repeats. */
export type Dice = {
	/** A whole number from 0 up to, but not including, the bound. */
	readonly below: (bound: number) => number;
	/** Of at least one thing. */
	readonly one: <T>(items: readonly T[]) => T;
	readonly chance: (share: number) => boolean;
};

/** Mulberry32: small, and good enough to mix scenarios. */
export const diceOf = (seed: number): Dice => {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (bound: number) => Math.floor(next() * bound);
	return {
		below,
		one: items => items[below(items.length)] as (typeof items)[number],
		chance: share => next() < share,
	};
};
