/** A number with its noun: `1 task`, `3 tasks`. Nouns that don't just take an `s` pass their plural. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
	`${number} ${number === 1 ? noun : plural}`;
