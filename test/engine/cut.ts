/** Cuts bytes at the given places. */
export const cut = (bytes: Buffer, places: readonly number[]): readonly Buffer[] => {
	const ends = [...new Set(places.map(place => place % (bytes.length + 1)))].sort((a, b) => a - b);
	return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
};
