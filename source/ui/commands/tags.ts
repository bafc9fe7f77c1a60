import {chooseTag, closeTags, openTags, stepTag} from '../dialogs/tags.ts';
import type {Command} from './command.ts';
import {inDialog} from './in-dialog.ts';

const step = (title: string, by: number) => inDialog(title, (context, layer) => stepTag(context, layer, by));

const page = 10;

/** Choosing a tag for the image field of a form. */
export const tagCommands = {
	offerTags: inDialog('Tags of the image, from its registry', openTags),
	chooseTag: inDialog('Take this tag', chooseTag),
	tagDown: step('Next tag', 1),
	tagUp: step('Tag before', -1),
	tagPageDown: step('A page of tags down', page),
	tagPageUp: step('A page of tags up', -page),
	tagTop: step('First tag', Number.NEGATIVE_INFINITY),
	tagEnd: step('Last tag', Number.POSITIVE_INFINITY),
	closeTags: inDialog('Back to the form', closeTags),
} as const satisfies Record<string, Command>;
