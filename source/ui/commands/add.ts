import type {Operation} from '../../operations/operation.ts';
import {operations} from '../../operations/operations.ts';
import type {CommandContext} from '../context.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import type {ShelfId} from '../shelves/shelf.ts';
import {say, topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {severalEngines} from './one-engine.ts';
import {silenceOf} from './silence.ts';
import {openSwarm} from './swarm-pages.ts';
import {wholeTarget} from './targets.ts';

/** What `a` makes, by the list that has the focus. */
const creations: Readonly<Partial<Record<ShelfId | 'services', Operation>>> = {
	services: operations.createService,
	secrets: operations.createSecret,
	configs: operations.createConfig,
	networks: operations.createNetwork,
	volumes: operations.createVolume,
	stacks: operations.deployStack,
};

function creationOf({ui}: CommandContext): Operation | undefined {
	const layer = topLayer(ui.getState());

	if (layer?.kind === 'shelf') {
		return creations[layer.shelf];
	}

	return ui.getState().focus === 'nodes' ? undefined : creations.services;
}

const isOverNodes = ({ui}: CommandContext) => {
	const state = ui.getState();
	return topLayer(state) === undefined && state.focus === 'nodes';
};

function obstacle(context: CommandContext) {
	const operation = creationOf(context);

	if (operation === undefined) {
		return 'nothing is added to this list';
	}

	const [target] = wholeOf(context, operation);
	return (
		silenceOf(context.cluster.getState().connection) ??
		severalEngines(operation, context.cluster.getState()) ??
		(target && operation.blockedBy(target, context.view.snapshot()))
	);
}

const wholeOf = (context: CommandContext, {on}: Operation) =>
	on === 'swarm' || on === 'engine' ? wholeTarget(context, on) : [];

/** The swarm as a whole is read last after a start: who is quicker than that waits for it here. */
async function open(context: CommandContext) {
	const operation = creationOf(context);

	if (operation === undefined) {
		return;
	}

	try {
		if (wholeOf(context, operation).length === 0) {
			await context.sync.fetch({swarm: true, engine: true});
		}

		await openOperation(context, operation, wholeOf(context, operation));
	} catch (error) {
		say(context.ui, error instanceof Error ? error.message : String(error), 'look');
	}
}

export const addCommands = {
	add: {
		title: 'Add: create one; nodes: how to join',
		hint: 'add',
		changes: true,
		blockedBy: context => (isOverNodes(context) ? undefined : obstacle(context)),
		run: context => (isOverNodes(context) ? openSwarm(context) : void open(context)),
	},
} as const satisfies Record<string, Command>;
