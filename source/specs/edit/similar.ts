/** How many letters must be put in, taken out or replaced. */
const distance = (a: string, b: string): number => {
	let row = Array.from({length: b.length + 1}, (_, index) => index);

	for (const [at, letter] of [...a].entries()) {
		const next = [at + 1];

		for (const [index, other] of [...b].entries()) {
			const swap = (row[index] ?? 0) + (letter === other ? 0 : 1);
			next.push(Math.min((next[index] ?? 0) + 1, (row[index + 1] ?? 0) + 1, swap));
		}

		row = next;
	}

	return row.at(-1) ?? 0;
};

/** The word that was probably meant; undefined where none comes close. */
export const similar = (typed: string, known: readonly string[]): string | undefined => {
	const far = Math.max(1, Math.floor(typed.length / 3));
	const byDistance = known
		.map(word => [word, distance(typed.toLowerCase(), word.toLowerCase())] as const)
		.toSorted(([, a], [, b]) => a - b);
	const [nearest] = byDistance;
	return nearest !== undefined && nearest[1] <= far ? nearest[0] : undefined;
};
