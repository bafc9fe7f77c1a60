export const sum = (amounts: Iterable<number>) => {
	let total = 0;

	for (const amount of amounts) {
		total += amount;
	}

	return total;
};
