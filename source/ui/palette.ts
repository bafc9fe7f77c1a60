import {type CommandId, commands} from './commands/commands.ts';
import type {CommandContext} from './context.ts';

/** Commands by what is typed: every word must be found in the title, in any order. Those that begin with it come first. */
export function matchingCommands(context: CommandContext, query: string): readonly CommandId[] {
	const words = query
		.toLowerCase()
		.split(/\s+/)
		.filter(word => word !== '');
	const found = offered(context).filter(id => {
		const text = `${commands[id].title} ${id}`.toLowerCase();
		return words.every(word => text.includes(word));
	});
	return found.toSorted((a, b) => rank(a, words) - rank(b, words));
}

const rank = (id: CommandId, words: readonly string[]) =>
	words.length > 0 && commands[id].title.toLowerCase().startsWith(words.join(' ')) ? 0 : 1;

const offered = (context: CommandContext) =>
	(Object.keys(commands) as CommandId[]).filter(id => {
		const {isInner, isOffered} = commands[id];
		return isInner !== true && id !== 'openPalette' && (isOffered?.(context) ?? true);
	});
