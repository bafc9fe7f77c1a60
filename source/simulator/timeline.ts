/** The simulator's time: what is due, in order. It moves when it is told to, and everything in it happens on the way. */
export type Timeline = {
	/** Milliseconds since 1970, in simulated time. */
	readonly now: () => number;
	/** Runs once, so many simulated milliseconds from now. Answers how to call it off. */
	readonly after: (delay: number, run: () => void) => () => void;
	/** Goes on by so many milliseconds, doing what falls due on the way. */
	readonly advance: (milliseconds: number) => void;
	/** When the next thing is due. */
	readonly nextAt: () => number | undefined;
};

type Entry = {readonly at: number; readonly order: number; readonly run: () => void; isOff: boolean};

const isEarlier = (one: Entry, other: Entry) => one.at < other.at || (one.at === other.at && one.order < other.order);

export const createTimeline = (startAt: number): Timeline => {
	const heap: Entry[] = [];
	let now = startAt;
	let order = 0;

	const dropOff = () => {
		while (heap[0]?.isOff) {
			pop(heap);
		}
		return heap[0];
	};

	return {
		now: () => now,
		after(delay, run) {
			order += 1;
			const entry: Entry = {at: now + Math.max(0, delay), order, run, isOff: false};
			push(heap, entry);
			return () => {
				entry.isOff = true;
			};
		},
		advance(milliseconds) {
			const until = now + milliseconds;
			for (let next = dropOff(); next !== undefined && next.at <= until; next = dropOff()) {
				pop(heap);
				now = Math.max(now, next.at);
				next.run();
			}
			now = until;
		},
		nextAt: () => dropOff()?.at,
	};
};

const swap = (heap: Entry[], one: number, other: number) => {
	const kept = heap[one] as Entry;
	heap[one] = heap[other] as Entry;
	heap[other] = kept;
};

const push = (heap: Entry[], entry: Entry) => {
	let at = heap.push(entry) - 1;
	while (at > 0) {
		const parent = (at - 1) >> 1;
		if (!isEarlier(entry, heap[parent] as Entry)) {
			return;
		}
		swap(heap, at, parent);
		at = parent;
	}
};

const pop = (heap: Entry[]) => {
	const last = heap.pop();
	if (last === undefined || heap.length === 0) {
		return;
	}
	heap[0] = last;
	let at = 0;
	for (;;) {
		const children = [2 * at + 1, 2 * at + 2].filter(child => child < heap.length);
		const [left = at, right = left] = children;
		const least = isEarlier(heap[right] as Entry, heap[left] as Entry) ? right : left;
		if (least === at || !isEarlier(heap[least] as Entry, last)) {
			return;
		}
		swap(heap, at, least);
		at = least;
	}
};
