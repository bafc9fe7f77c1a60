/** The last so many items, numbered from the first ever pushed, so that a place in it stays a place. */
export type Ring<T> = {
	/** How many it holds. */
	readonly length: number;
	/** The number of the oldest it holds: so many were let go. */
	readonly first: number;
	/** By place, 0 being the oldest it holds. */
	readonly at: (index: number) => T | undefined;
	readonly slice: (from: number, to: number) => readonly T[];
};

export type GrowingRing<T> = Ring<T> & {
	readonly push: (items: readonly T[]) => void;
	/** Puts another item in a place it holds. */
	readonly replace: (index: number, item: T) => void;
};

export const createRing = <T>(capacity: number): GrowingRing<T> => {
	const slots: T[] = [];
	let pushed = 0;
	const held = () => Math.min(pushed, capacity);
	const at = (index: number) =>
		index < 0 || index >= held() ? undefined : slots[(pushed - held() + index) % capacity];
	return {
		get length() {
			return held();
		},
		get first() {
			return pushed - held();
		},
		at,
		slice: (from, to) => {
			const items: T[] = [];
			for (let index = Math.max(0, from); index < Math.min(to, held()); index += 1) {
				items.push(at(index) as T);
			}
			return items;
		},
		replace: (index, item) => {
			if (index >= 0 && index < held()) {
				slots[(pushed - held() + index) % capacity] = item;
			}
		},
		push: items => {
			for (const item of items) {
				slots[pushed % capacity] = item;
				pushed += 1;
			}
		},
	};
};
