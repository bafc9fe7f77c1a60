/** The value that a share of the values (0.5: the median) doesn't exceed. */
export const quantile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Takes turns, so that whatever else the machine does hits all of them alike. Answers each one's values. */
export const inTurns = async (rounds: number, ...measures: ReadonlyArray<() => Promise<number>>) => {
	const values = measures.map((): number[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, measure] of measures.entries()) values[index]?.push(await measure());
	}
	return values;
};
