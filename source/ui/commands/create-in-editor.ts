import {operations} from '../../operations/operations.ts';
import {readOnlySentence} from '../../operations/read-only.ts';
import type {ServiceTarget, SwarmTarget} from '../../operations/target.ts';
import type {CommandContext} from '../context.ts';
import {createInEditor} from '../new-service.ts';
import type {Command} from './command.ts';
import {choose} from './operations.ts';
import {silenceOf} from './silence.ts';
import {wholeTarget} from './targets.ts';

const swarmOf = (context: CommandContext): SwarmTarget | undefined => {
	const [target] = wholeTarget(context, 'swarm');
	return target?.kind === 'swarm' ? target : undefined;
};

/** The service to copy, or why there is none. */
function original(context: CommandContext): ServiceTarget | string {
	const chosen = choose(context, [operations.editService]);

	if (typeof chosen === 'string') {
		return chosen;
	}

	const [first, second] = chosen.targets;
	return second === undefined && first?.kind === 'service' ? first : 'one at a time: take the marks off';
}

function blocked(context: CommandContext) {
	if (context.isReadOnly) {
		return readOnlySentence;
	}

	return swarmOf(context) === undefined
		? 'nothing is known of the swarm yet'
		: silenceOf(context.cluster.getState().connection);
}

export const createInEditorCommands = {
	createFromYaml: {
		title: 'Create a service from YAML, in your editor',
		changes: true,
		blockedBy: blocked,
		run(context) {
			const swarm = swarmOf(context);

			if (swarm !== undefined) {
				void createInEditor(context, swarm);
			}
		},
	},
	duplicateService: {
		title: 'Duplicate service: a copy under a new name, in your editor',
		changes: true,
		blockedBy(context) {
			const like = original(context);
			return typeof like === 'string' ? like : blocked(context);
		},
		run(context) {
			const [swarm, like] = [swarmOf(context), original(context)];

			if (swarm !== undefined && typeof like !== 'string') {
				void createInEditor(context, swarm, like);
			}
		},
	},
} as const satisfies Record<string, Command>;
