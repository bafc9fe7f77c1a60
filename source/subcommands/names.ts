/** What stands after `skep` to get an answer without a screen. */
export const subcommandNames = ['why', 'plan', 'problems'] as const;

export type SubcommandName = (typeof subcommandNames)[number];

const flagsWithValue = ['--host'];

/** The words of a subcommand, the flags of skep itself kept apart; undefined where none is asked for. */
export const subcommandOf = (
	words: readonly string[],
): {readonly name: SubcommandName; readonly rest: readonly string[]; readonly host: string | undefined} | undefined => {
	const before = [...words];
	const after: string[] = [];
	let host: string | undefined;

	for (let word = before.shift(); word !== undefined; word = before.shift()) {
		if (flagsWithValue.includes(word)) {
			host = before.shift();
		} else if (word.startsWith('--host=')) {
			host = word.slice('--host='.length);
		} else {
			after.push(word);
		}
	}

	const name = subcommandNames.find(known => known === after[0]);
	return name === undefined || after.includes('--help') ? undefined : {name, rest: after.slice(1), host};
};
