import type {Parsed as Read} from '../swarm/parsed.ts';

/** A line of a form. Its value is text until `parse` has read it. */
export type Field = {
	readonly name: string;
	readonly label: string;
	readonly initial: string;
	/** What may be typed there, in a few words: `a whole number`. */
	readonly hint: string;
	/** Where only these make sense: Left and Right go through them. */
	readonly choices?: readonly string[];
	/** Never on screen: shown as dots, whatever is typed. */
	readonly isMasked?: true;
	/** A heading above it, where a long form has parts. */
	readonly section?: string;
	/** Every character counts: a paste that one line can't hold is refused instead of made to fit. */
	readonly isVerbatim?: true;
	/** What it comes to where nothing is entered: dim in its place. */
	readonly fallback?: string;
	/** It takes an image: whose tags its registry can be asked for, by what is typed so far. */
	readonly tagsOf?: (typed: string) => Read<TagQuestion>;
};

/** An image without its tag, as it is written, and the tag that runs. */
export type TagQuestion = {readonly image: string; readonly running: string | undefined};

export type FormValues = Readonly<Record<string, string>>;

/** What was typed, read; or which field is wrong, and what would be right. */
export type Parsed<Input> =
	| {readonly kind: 'input'; readonly input: Input}
	| {readonly kind: 'problem'; readonly field: string; readonly problem: string};
