import type {Operation} from '../../operations/operation.ts';
import type {Result} from '../../operations/outcome.ts';
import type {CommandContext} from '../context.ts';
import {openSwarm, openUnlockKey, showTokens, tokensOf} from './swarm-pages.ts';

type After = (context: CommandContext, input: unknown) => void;

/** The page of the swarm, with its tokens on it. */
function showJoining(context: CommandContext) {
	const isOpen = context.ui.getState().layers.some(layer => layer.kind === 'pager' && layer.about.kind === 'swarm');

	if (!isOpen) {
		openSwarm(context);
	}

	showTokens(context);
}

const afterwards: Readonly<Record<string, After>> = {
	initSwarm(context, input) {
		showJoining(context);

		if ((input as {readonly isAutolocked?: boolean}).isAutolocked) {
			openUnlockKey(context);
		}
	},
	rotateJoinToken: showJoining,
	// Tokens on screen would be the old ones in the end.
	rotateRoot: context => (tokensOf(context.ui.getState()) === undefined ? undefined : showTokens(context)),
	turnAutolockOn: context => openUnlockKey(context),
	rotateUnlockKey: context => openUnlockKey(context),
};

/** Shows what came of it that must be seen now, and asks at once how the swarm or the engine stands. */
export function followUp(context: CommandContext, operation: Operation, input: unknown, results: readonly Result[]) {
	if (!results.some(({outcome}) => outcome.kind === 'requested')) {
		return;
	}

	if (operation.on === 'engine') {
		context.sync.refresh();
	}

	if (operation.on === 'swarm') {
		context.sync.fetch({swarm: true}).catch(() => {});
	}

	afterwards[operation.id]?.(context, input);
}
