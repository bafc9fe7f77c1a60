import type {KeyHint} from './dialog-lines.ts';

/** What a dialog says, as lines. */
export type DialogText = {
	readonly title: string;
	/** Scrolls where it is longer than the screen. */
	readonly body: readonly string[];
	/** The line of the body that is in view whatever else is. */
	readonly keepInView?: number;
	/** Below the body, always in view. */
	readonly below?: readonly string[];
	/** What is being typed to confirm; always in view. */
	readonly ask?: string;
	/** The keys and what they do; always in view. */
	readonly foot: readonly KeyHint[];
};
