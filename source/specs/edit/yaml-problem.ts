import type {YAMLError} from 'yaml';

/** What people do wrong in YAML, by the library's codes; its own words for the rest. */
const sentences: Readonly<Record<string, string>> = {
	DUPLICATE_KEY: 'this field is there twice',
	TAB_AS_INDENT: 'a tab indents here: YAML takes only spaces',
	BAD_INDENT: 'this line is not indented like those it belongs with',
	BLOCK_AS_IMPLICIT_KEY: 'a value that holds ": " needs quotes around it, and a field needs a line of its own',
	MULTILINE_IMPLICIT_KEY: 'this line has no ": " after its field',
	BAD_ALIAS: 'a value that begins with * needs quotes around it',
	UNRESOLVED_ALIAS: 'a value that begins with * needs quotes around it',
	MULTIPLE_DOCS: 'a line of --- begins another document here: there must be one only',
	BAD_SCALAR_START: 'a value that begins with this sign needs quotes around it',
	BAD_DQ_ESCAPE: 'between double quotes a \\ must be written as \\\\',
};

/** A mistake in the YAML itself, as a clause. */
export const yamlProblem = ({code, message}: Pick<YAMLError, 'code' | 'message'>): string =>
	sentences[code] ?? message.replace(/^./, first => first.toLowerCase()).replace(/\.$/, '');
