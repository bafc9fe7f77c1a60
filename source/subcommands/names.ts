/** What stands after `skep` to get an answer without a screen. */
const subcommandNames = ['why', 'plan', 'problems'] as const;

export type SubcommandName = (typeof subcommandNames)[number];

/** Those that change something. */
const changingNames = ['secret', 'config'] as const;

export type ChangingName = (typeof changingNames)[number];

/** Those that go on writing until someone stops them. */
const streamingNames = ['logs'] as const;

type StreamingName = (typeof streamingNames)[number];

export type Subcommand = {
	readonly name: SubcommandName | ChangingName | StreamingName;
	readonly rest: readonly string[];
	readonly isReadOnly?: boolean;
};

/** The words of a subcommand, the flags of skep itself kept apart; undefined where none is asked for. */
export const subcommandOf = (words: readonly string[]): Subcommand | undefined => {
	const rest = words.filter(word => word !== '--read-only');
	const name = [...subcommandNames, ...changingNames, ...streamingNames].find(known => known === rest[0]);
	return name === undefined || rest.includes('--help') || rest.includes('-h')
		? undefined
		: {name, rest: rest.slice(1), ...(rest.length < words.length ? {isReadOnly: true} : {})};
};
