import {begunOf, stepsOf} from '../../operations/guided/advance.ts';
import {guidedKinds} from '../../operations/guided/kinds.ts';
import type {Guide} from '../../operations/guided/runner.ts';
import type {CommandContext} from '../context.ts';
import type {DialogText} from '../dialogs/dialog-text.ts';
import type {GuideAskLayer} from '../layers.ts';
import {clean} from '../text/clean.ts';
import {wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';

const questions = {resume: 'Go on', undo: 'Undo', forget: 'Forget'} as const;

/** What each answer does, before it is asked. */
export function guideQuestion(
	{guides}: CommandContext,
	{ask, hasDroppedKeys}: GuideAskLayer,
	width: number,
): DialogText {
	const {guide} = guides.store.getState();
	const dropped = hasDroppedKeys ? [tone('look', 'Keys typed before this was on screen were dropped.'), ''] : [];
	const words = guide === undefined ? ['It is through already.'] : sentencesOf(ask, guide);
	return {
		title: `${questions[ask]}: ${clean(guide?.record.title ?? '')}`,
		body: [...dropped, ...words.flatMap(line => wrap(clean(line), width))],
		foot: [
			['y', questions[ask].toLowerCase()],
			['n Esc', 'not now'],
		],
	};
}

function sentencesOf(ask: GuideAskLayer['ask'], {record}: Guide): readonly string[] {
	const kind = guidedKinds[record.kind];
	const steps = stepsOf(kind, record);

	switch (ask) {
		case 'resume':
			return [
				`Step ${Math.min(record.done + 1, steps.length)} of ${steps.length} is next: ${steps[record.done]?.title ?? 'none'}.`,
				'Each step looks at the swarm as it is now before it writes.',
			];
		case 'undo':
			return kind.undoWords(record.input, begunOf(record));
		case 'forget':
			return ['Everything stays as it is now, and skep no longer offers to finish it.'];
	}
}
