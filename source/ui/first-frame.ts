import type {CommandContext} from './context.ts';
import {smallest} from './layout.ts';
import {drawPanes} from './panes/draw-panes.ts';
import {drawNoSwarm, isWithoutSwarm} from './panes/no-swarm.ts';
import {topLayer} from './state.ts';
import {cutStyled} from './text/fit.ts';

/**
The screen as it is at first, drawn before Ink and React are loaded: that takes longer than all else from the start to the
rows. Undefined where something is open, or the terminal too small.
*/
export const firstFrame = (context: CommandContext): readonly string[] | undefined => {
	const ui = context.ui.getState();
	const {columns, rows} = ui.size;
	if (topLayer(ui) !== undefined || columns < smallest.columns || rows < smallest.rows) {
		return undefined;
	}
	const cluster = context.cluster.getState();
	const lines = isWithoutSwarm(cluster)
		? drawNoSwarm(cluster, {now: context.view.now(), message: ui.message}, ui.size)
		: drawPanes(context);
	const shown = lines.slice(0, rows).map(line => cutStyled(line.trimEnd(), columns));
	return [...shown, ...Array<string>(rows - shown.length).fill('')];
};
