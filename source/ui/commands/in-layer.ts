import type {CommandContext} from '../context.ts';
import type {Layer} from '../layers.ts';
import {topLayer} from '../state.ts';
import type {Command} from './command.ts';

/** What means something only while something is open, and is run with what `openIn` finds of it. */
export const innerTo =
	<Open>(openIn: (context: CommandContext) => Open | undefined) =>
	(title: string, run: (context: CommandContext, open: Open) => unknown): Command => ({
		title,
		isInner: true,
		run(context) {
			const open = openIn(context);

			if (open !== undefined) {
				void run(context, open);
			}
		},
	});

/** What means something only while a layer of that kind lies on top. */
export const inLayer = <Kind extends Layer['kind']>(kind: Kind) =>
	innerTo(({ui}) => {
		const layer = topLayer(ui.getState());
		return layer?.kind === kind ? (layer as Extract<Layer, {readonly kind: Kind}>) : undefined;
	});
