import {operations} from '../../operations/operations.ts';
import {readOnlySentence} from '../../operations/read-only.ts';
import type {CommandContext} from '../context.ts';
import {editSpec} from '../editor-flow.ts';
import type {EditTarget} from '../editor-session.ts';
import type {Command} from './command.ts';
import {choose} from './operations.ts';
import {silenceOf} from './silence.ts';
import {editStackFile, isStacks, stackFileBlocked} from './stacks.ts';

/** What `e` would edit: one service or node, or why there is none. */
function choice(context: CommandContext): EditTarget | string {
	const chosen = choose(context, [operations.editService, operations.editNode]);

	if (typeof chosen === 'string') {
		return chosen;
	}

	const [first, second] = chosen.targets;

	if (second !== undefined) {
		return 'one at a time: take the marks off';
	}

	return first?.kind === 'service' || first?.kind === 'node' ? first : 'only services and nodes are edited';
}

function blocked(context: CommandContext) {
	if (context.isReadOnly) {
		return readOnlySentence;
	}

	const target = choice(context);
	return typeof target === 'string' ? target : silenceOf(context.cluster.getState().connection);
}

export const editCommands = {
	editSpec: {
		title: 'Edit as YAML in your editor',
		hint: 'edit',
		changes: true,
		blockedBy: context => (isStacks(context) ? stackFileBlocked(context) : blocked(context)),
		run(context) {
			if (isStacks(context)) {
				return void editStackFile(context);
			}

			const target = choice(context);

			if (typeof target !== 'string') {
				void editSpec(context, target);
			}
		},
	},
} as const satisfies Record<string, Command>;
