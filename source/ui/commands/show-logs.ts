import {serviceId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {atNewest, type PinnedLog} from '../logs/log-view.ts';
import {findTask} from '../pages/page.ts';
import {popLayer, topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {focusOn} from './moving.ts';
import {shelfTarget} from './shelf-target.ts';
import {nothingThere, thingUnderCursor} from './under-cursor.ts';

export function showLogs(context: CommandContext) {
	const marked = markedServices(context);

	if (marked.length > 1) {
		return pinLogs(context, {kind: 'services', ids: marked});
	}

	const about = thingUnderCursor(context);

	if (about !== undefined && about.kind !== 'node') {
		const isService = about.kind === 'service';
		context.ui.setState(({logs}) => ({logs: {...logs, ...atNewest, pinned: isService ? undefined : about}}));
		focusOn(context, 'logs');
	}
}

/** Marked services are told together. */
function markedServices({ui}: CommandContext) {
	const {focus, lists} = ui.getState();
	return focus === 'services' ? [...lists.services.marked].map(id => serviceId(id)) : [];
}

/** The stack under the cursor, in the list of stacks or by its service. */
function stackHere(context: CommandContext): string | undefined {
	const {view, ui} = context;
	const layer = topLayer(ui.getState());

	if (layer?.kind === 'shelf') {
		const [target] = shelfTarget(context, 'stack');
		return target?.kind === 'stack' && target.saw.services.length > 0 ? target.id : undefined;
	}

	const {pinned} = ui.getState().logs;
	const about = thingUnderCursor(context);
	const id =
		about?.kind === 'task'
			? findTask(view.snapshot(), about.id)?.serviceId
			: about?.kind === 'service'
				? about.id
				: undefined;
	return pinned?.kind === 'stack' ? pinned.name : id && view.serviceOf(id)?.stack;
}

const stackless = ({ui}: CommandContext) =>
	topLayer(ui.getState())?.kind === 'shelf'
		? 'choose a stack that has services (:stacks)'
		: 'choose a service of a stack (key 1)';

/** Shows the log of several services; Escape goes back to where one was. */
function pinLogs(context: CommandContext, pinned: PinnedLog) {
	context.ui.setState(({logs}) => ({logs: {...logs, ...atNewest, pinned}}));
	focusOn(context, 'logs');
}

export const showLogCommands = {
	showLogs: {
		title: 'Logs of the service or task',
		hint: 'logs',
		blockedBy: context =>
			markedServices(context).length > 1
				? undefined
				: thingUnderCursor(context)?.kind === 'node'
					? 'nodes have none; choose one of its tasks'
					: nothingThere(context),
		run: showLogs,
	},
	showStackLogs: {
		title: 'Logs of its whole stack',
		blockedBy: context => (stackHere(context) === undefined ? stackless(context) : undefined),
		run(context) {
			const name = stackHere(context);

			if (name !== undefined) {
				// The list of stacks covers the panes.
				topLayer(context.ui.getState())?.kind === 'shelf' && popLayer(context.ui);
				pinLogs(context, {kind: 'stack', name});
			}
		},
	},
} as const satisfies Record<string, Command>;
