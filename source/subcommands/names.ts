/** What stands after `skep` to get an answer without a screen. */
export const subcommandNames = ['why', 'plan', 'problems'] as const;

export type SubcommandName = (typeof subcommandNames)[number];

/** Those that change something. */
export const changingNames = ['secret', 'config'] as const;

export type ChangingName = (typeof changingNames)[number];

export type Subcommand = {
	readonly name: SubcommandName | ChangingName;
	readonly rest: readonly string[];
	readonly host: string | undefined;
	readonly isReadOnly?: boolean;
};

const flagsWithValue = ['--host'];

/** The words of a subcommand, the flags of skep itself kept apart; undefined where none is asked for. */
export const subcommandOf = (words: readonly string[]): Subcommand | undefined => {
	const before = [...words];
	const after: string[] = [];
	let host: string | undefined;
	let isReadOnly = false;

	for (let word = before.shift(); word !== undefined; word = before.shift()) {
		if (flagsWithValue.includes(word)) {
			host = before.shift();
		} else if (word.startsWith('--host=')) {
			host = word.slice('--host='.length);
		} else if (word === '--read-only') {
			isReadOnly = true;
		} else {
			after.push(word);
		}
	}

	const name = [...subcommandNames, ...changingNames].find(known => known === after[0]);
	return name === undefined || after.includes('--help')
		? undefined
		: {name, rest: after.slice(1), host, ...(isReadOnly ? {isReadOnly} : {})};
};
