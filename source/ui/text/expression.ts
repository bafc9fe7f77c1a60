import {isSlowExpression} from '../../swarm/slow-expression.ts';

/** A regular expression, ignoring case. What is none, or would hold the keyboard, is looked for as it stands, and `problem` says why. */
type Expression = {readonly expression: RegExp; readonly problem: string | undefined};

const literally = (source: string) => new RegExp(source.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&'), 'i');

const slow = 'repeats what repeats, which can take for ever';

export const expressionOf = (source: string): Expression => {
	try {
		const expression = new RegExp(source, 'i');
		return isSlowExpression(source) ? {expression: literally(source), problem: slow} : {expression, problem: undefined};
	} catch (error) {
		return {expression: literally(source), problem: `no regular expression (${reasonOf(error)})`};
	}
};

/** `Unterminated group`, of `Invalid regular expression: /(/i: Unterminated group`. */
const reasonOf = (error: unknown) =>
	(error instanceof Error ? error.message : String(error)).replace(/^.*: /s, '').toLowerCase();

/** What a filter or a search says of itself when it isn't used as a regular expression; a filter may begin with `!`. */
export const problemOf = (source: string): string | undefined => {
	const {problem} = source === '' ? {problem: undefined} : expressionOf(source);
	return problem && `${problem}: looked for as it stands`;
};
