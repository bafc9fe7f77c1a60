import type {CommandContext} from '../context.ts';
import {openDialog} from '../dialogs/open-dialog.ts';
import type {OperationLayer} from '../dialogs/operation-layer.ts';
import {chooseTag, closeTags, openTags, stepTag} from '../dialogs/tags.ts';
import type {Command} from './command.ts';

const inForm = (title: string, run: (context: CommandContext, layer: OperationLayer) => unknown): Command => ({
	title,
	isInner: true,
	run(context) {
		const layer = openDialog(context.ui.getState());

		if (layer !== undefined) {
			void run(context, layer);
		}
	},
});

const step = (title: string, by: number) => inForm(title, (context, layer) => stepTag(context, layer, by));

const page = 10;

/** Choosing a tag for the image field of a form. */
export const tagCommands = {
	offerTags: inForm('Tags of the image, from its registry', openTags),
	chooseTag: inForm('Take this tag', chooseTag),
	tagDown: step('Next tag', 1),
	tagUp: step('Tag before', -1),
	tagPageDown: step('A page of tags down', page),
	tagPageUp: step('A page of tags up', -page),
	tagTop: step('First tag', Number.NEGATIVE_INFINITY),
	tagEnd: step('Last tag', Number.POSITIVE_INFINITY),
	closeTags: inForm('Back to the form', closeTags),
} as const satisfies Record<string, Command>;
