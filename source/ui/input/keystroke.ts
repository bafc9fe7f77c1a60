/** One press of a key. `key` is its canonical name: `j`, `D`, `ctrl+d`, `alt+x`, `up`, `shift+tab`, `f5`, `space`. */
export type KeyPress = {
	readonly key: string;
	/** What it types into a text field. Keys that type nothing have none. */
	readonly text?: string;
	/** The key's place on the keyboard was guessed from a Hangul letter: good enough to read, never to change anything. */
	readonly hangul?: true;
};

/** Text that was pasted, as it was, with line breaks as `\n`. It isn't clean. */
type Paste = {
	readonly paste: string;
	/** Longer than anything here takes: nothing of it was kept. */
	readonly isTooLong?: true;
};

export type Keystroke = KeyPress | Paste;
