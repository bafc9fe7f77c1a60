import {serviceId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {cockpitLayer, type RolloutsLayer} from '../layers.ts';
import {rolloutRoom} from '../panes/rollouts.ts';
import {cursorIndex, cursorMoved, type Place} from '../rows/arrange.ts';
import {pushLayer, replaceTop} from '../state.ts';
import type {Command} from './command.ts';
import {inLayer} from './in-layer.ts';

const inRollouts = inLayer('rollouts');

const move = (title: string, place: Place) =>
	inRollouts(title, ({ui, view}, layer) =>
		replaceTop(ui, {...layer, ...cursorMoved(view.rollouts(), layer, place, rolloutRoom(ui.getState().size))}),
	);

function open({ui, view}: CommandContext) {
	pushLayer(ui, {kind: 'rollouts', cursor: view.rollouts()[0]?.id, index: 0});
}

/** Its cockpit, over the list. */
function openRollout({ui, view}: CommandContext, layer: RolloutsLayer) {
	const rows = view.rollouts();
	const row = rows[cursorIndex(rows, layer)];

	if (row !== undefined) {
		pushLayer(ui, cockpitLayer(serviceId(row.id)));
	}
}

export const rolloutCommands = {
	showRollouts: {title: 'Rollouts: all that are under way, worst first', run: open},
	openRollout: inRollouts('Look into this rollout', openRollout),
	rolloutDown: move('Next rollout', index => index + 1),
	rolloutUp: move('Previous rollout', index => index - 1),
	rolloutPageDown: move('A page of rollouts down', (index, _, page) => index + page),
	rolloutPageUp: move('A page of rollouts up', (index, _, page) => index - page),
	rolloutTop: move('First rollout', () => 0),
	rolloutEnd: move('Last rollout', (_, count) => count - 1),
} as const satisfies Record<string, Command>;
