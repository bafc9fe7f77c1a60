import type {CommandContext} from '../context.ts';
import {openDialog} from '../dialogs/open-dialog.ts';
import type {OperationLayer} from '../dialogs/operation-layer.ts';
import type {Command} from './command.ts';

/** What means something only to the dialog that is open. */
export const inDialog = (title: string, run: (context: CommandContext, layer: OperationLayer) => unknown): Command => ({
	title,
	isInner: true,
	run(context) {
		const layer = openDialog(context.ui.getState());

		if (layer !== undefined) {
			void run(context, layer);
		}
	},
});
