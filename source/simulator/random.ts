/** Chance that repeats itself: one seed, one run. */
export type Random = {
	/** At least `low`, below `high`. */
	readonly between: (low: number, high: number) => number;
	readonly pick: <T>(items: readonly T[]) => T;
	readonly shuffled: <T>(items: readonly T[]) => T[];
	/** 25 characters, as SwarmKit's ids. */
	readonly id: () => string;
	/** As container ids and digests. */
	readonly hex: (length: number) => string;
};

export const createRandom = (seed: number): Random => {
	let state = seed >>> 0;

	// Mulberry32: small, quick, and good enough for a simulation.
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};

	const text = (alphabet: string, length: number) => {
		let written = '';
		for (let at = 0; at < length; at += 1) {
			written += alphabet[Math.floor(next() * alphabet.length)];
		}
		return written;
	};

	const shuffled = <T>(items: readonly T[]) => {
		const mixed = [...items];
		for (let at = mixed.length - 1; at > 0; at -= 1) {
			const other = Math.floor(next() * (at + 1));
			[mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
		}
		return mixed;
	};

	return {
		between: (low, high) => low + next() * (high - low),
		pick: items => items[Math.floor(next() * items.length)] as (typeof items)[number],
		shuffled,
		id: () => text('0123456789abcdefghijklmnopqrstuvwxyz', 25),
		hex: length => text('0123456789abcdef', length),
	};
};
