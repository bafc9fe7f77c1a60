import {serviceId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {cockpitLayer, type RolloutsLayer} from '../layers.ts';
import {rolloutRoom} from '../panes/rollouts.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {pushLayer, replaceTop, topLayer} from '../state.ts';
import type {Command} from './command.ts';

const layerOf = ({ui}: CommandContext): RolloutsLayer | undefined => {
	const top = topLayer(ui.getState());
	return top?.kind === 'rollouts' ? top : undefined;
};

const move = (title: string, place: (index: number, count: number, page: number) => number): Command => ({
	title,
	isInner: true,
	run(context) {
		const layer = layerOf(context);
		const rows = context.view.rollouts();

		if (layer !== undefined) {
			const wish = place(cursorIndex(rows, layer), rows.length, rolloutRoom(context.ui.getState().size));
			const index = Math.max(0, Math.min(wish, rows.length - 1));
			replaceTop(context.ui, {...layer, cursor: rows[index]?.id, index});
		}
	},
});

function open({ui, view}: CommandContext) {
	pushLayer(ui, {kind: 'rollouts', cursor: view.rollouts()[0]?.id, index: 0});
}

/** Its cockpit, over the list. */
function openRollout(context: CommandContext) {
	const layer = layerOf(context);
	const rows = context.view.rollouts();
	const row = layer && rows[cursorIndex(rows, layer)];

	if (row !== undefined) {
		pushLayer(context.ui, cockpitLayer(serviceId(row.id)));
	}
}

export const rolloutCommands = {
	showRollouts: {title: 'Rollouts: all that are under way, worst first', run: open},
	openRollout: {title: 'Look into this rollout', isInner: true, run: openRollout},
	rolloutDown: move('Next rollout', index => index + 1),
	rolloutUp: move('Previous rollout', index => index - 1),
	rolloutPageDown: move('A page of rollouts down', (index, _, page) => index + page),
	rolloutPageUp: move('A page of rollouts up', (index, _, page) => index - page),
	rolloutTop: move('First rollout', () => 0),
	rolloutEnd: move('Last rollout', (_, count) => count - 1),
} as const satisfies Record<string, Command>;
