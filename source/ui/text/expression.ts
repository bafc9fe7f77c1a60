/** A regular expression, ignoring case. What is none is looked for as it stands, and `problem` says why. */
type Expression = {readonly expression: RegExp; readonly problem: string | undefined};

export const expressionOf = (source: string): Expression => {
	try {
		return {expression: new RegExp(source, 'i'), problem: undefined};
	} catch (error) {
		const literal = source.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
		return {expression: new RegExp(literal, 'i'), problem: reasonOf(error)};
	}
};

/** `Unterminated group`, of `Invalid regular expression: /(/i: Unterminated group`. */
const reasonOf = (error: unknown) =>
	(error instanceof Error ? error.message : String(error)).replace(/^.*: /s, '').toLowerCase();

/** What a filter or a search says of itself when it is no regular expression; a filter may begin with `!`. */
export const problemOf = (source: string): string | undefined => {
	const {problem} = source === '' ? {problem: undefined} : expressionOf(source);
	return problem && `no regular expression (${problem}): looked for as it stands`;
};
