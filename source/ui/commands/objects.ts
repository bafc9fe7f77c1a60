import {guidedOperations} from '../../operations/guided/guided-operations.ts';
import {operations} from '../../operations/operations.ts';
import type {CommandContext} from '../context.ts';
import {topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {operationCommand} from './operations.ts';

const rotate = operationCommand(
	'Rotate a secret or config',
	'rotate',
	guidedOperations.rotateSecret,
	guidedOperations.rotateConfig,
);

function isOnFiles({ui}: CommandContext) {
	const top = topLayer(ui.getState());
	return top?.kind === 'shelf' && (top.shelf === 'secrets' || top.shelf === 'configs');
}

/** What services use, made from wherever one is; on its own list, `a` does the same. */
export const objectCommands = {
	createSecret: operationCommand('Create a secret', 'create', operations.createSecret),
	createConfig: operationCommand('Create a config', 'create', operations.createConfig),
	createNetwork: operationCommand('Create an overlay network', 'create', operations.createNetwork),
	createVolume: operationCommand('Create a volume on this engine', 'create', operations.createVolume),
	rotate: {
		...rotate,
		// From the palette there is no row: its list is where one is chosen.
		blockedBy: context =>
			isOnFiles(context) ? rotate.blockedBy?.(context) : 'choose one in :secrets or :configs, then F',
	},
} as const satisfies Record<string, Command>;
