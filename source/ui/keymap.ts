import type {CommandId} from './commands/commands.ts';
import type {Binding, Scope} from './keys/binding.ts';
import {dialogKeys} from './keys/dialogs.ts';
import {pageKeys} from './keys/pages.ts';
import {paneKeys} from './keys/panes.ts';

/** Every key of the app: input, footer, help, palette, README and tests read this table. */
export const keymap: readonly Binding[] = [...paneKeys, ...pageKeys, ...dialogKeys];

/** The key shown for a command, or undefined where it is reached by the palette only. */
export const keyOf = (command: CommandId) => keymap.find(binding => binding.command === command)?.keys[0];

/** The command of a key in the innermost scope that has one for it. */
export function commandFor(key: string, scopes: readonly Scope[]): CommandId | undefined {
	for (const scope of scopes) {
		const found = keymap.find(binding => binding.scope === scope && binding.keys.includes(key));

		if (found !== undefined) {
			return found.command;
		}
	}

	return undefined;
}
