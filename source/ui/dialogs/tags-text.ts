import {count} from '../format/plural.ts';
import {clean} from '../text/clean.ts';
import {fit, fitStyled} from '../text/fit.ts';
import {selectionBar, tone} from '../text/style.ts';
import {windowTop} from '../widgets/table.ts';
import {paragraph} from './dialog-lines.ts';
import type {DialogText} from './dialog-text.ts';
import {matchingTags, type TagsView} from './tags.ts';

const back = ['Esc', 'back to the form'] as const;

/** The tags of an image that match what is typed, in at most `height` lines. */
export function tagsText(view: TagsView, width: number, height: number): DialogText {
	const {answer, image, query} = view;
	const title = `Tags of ${clean(image)}: ${clean(query)}_`;

	if (answer.kind === 'asking') {
		return {title, body: ['Asking the registry, 10 s at most...'], foot: [back]};
	}

	if (answer.kind === 'failed') {
		return {title, body: paragraph(answer.sentence, width, 'look'), foot: [['Ctrl+T', 'ask again'], back]};
	}

	const found = matchingTags(view);
	const below = ['', ...paragraph(sayWhich(view, answer, found.length), width, 'dim')];
	const room = Math.max(1, height - below.length);
	const top = windowTop(found.length, room, view.index);
	const rows = found.slice(top, top + room).map((tag, place) => {
		const line = tagLine(tag, tag === view.running, width);
		return top + place === view.index ? selectionBar(line, {focused: true}) : line;
	});
	const none = query === '' ? 'The registry lists none' : 'No tag holds that';
	return {
		title,
		body: rows.length === 0 ? [tone('dim', none)] : rows,
		below,
		foot: [['Enter', 'take it'], ['Up Down', 'choose'], ['type', 'to find'], back],
	};
}

const tagLine = (tag: string, isRunning: boolean, width: number) =>
	isRunning ? fitStyled(`${tag}  ${tone('dim', 'runs now')}`, width) : fit(tag, width);

type Listed = Extract<TagsView['answer'], {kind: 'tags'}>;

function sayWhich({running}: TagsView, {tags, isCut}: Listed, found: number) {
	const number = found === tags.length ? count(found, 'tag') : `${found} of ${count(tags.length, 'tag')}`;
	const alike = running !== undefined && /\d/.test(running) ? `, those like ${running} before others` : '';
	const more = isCut ? ' The registry has more than were read; any other can be typed in the form.' : '';
	return `${number}, newest first by their names${alike}.${more}`;
}
