import type {CommandContext} from '../context.ts';
import type {Layer} from '../layers.ts';
import {topLayer} from '../state.ts';
import type {Command} from './command.ts';

type LayerOf<Kind extends Layer['kind']> = Extract<Layer, {readonly kind: Kind}>;

/** What means something only while a layer of that kind lies on top. */
export const inLayer =
	<Kind extends Layer['kind']>(kind: Kind) =>
	(title: string, run: (context: CommandContext, layer: LayerOf<Kind>) => unknown): Command => ({
		title,
		isInner: true,
		run(context) {
			const layer = topLayer(context.ui.getState());

			if (layer?.kind === kind) {
				void run(context, layer as LayerOf<Kind>);
			}
		},
	});
