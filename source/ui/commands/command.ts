import type {CommandContext} from '../context.ts';

/** What a key or a palette entry does. */
export type Command = {
	/** Imperative, for help, palette and README. */
	readonly title: string;
	/** A word for the footer; without one it is found in the help. */
	readonly hint?: string;
	/** What of the swarm it may change; these never run on a guessed key. */
	readonly changes?: boolean;
	/** Says yes to a question; never on a guessed key either. */
	readonly confirms?: boolean;
	/** Means something only inside a dialog: not offered by the palette. */
	readonly isInner?: boolean;
	/** Whether there is such a thing at all, here: only the palette asks. */
	readonly isOffered?: (context: CommandContext) => boolean;
	/** Why not now, as a clause. The key stays visible, dimmed. */
	readonly blockedBy?: (context: CommandContext) => string | undefined;
	readonly run: (context: CommandContext) => void;
};
