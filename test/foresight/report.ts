import type {Verdict} from './compare.ts';
import type {Step} from './steps.ts';

export type Report = {
	readonly scenarios: number;
	readonly contested: number;
	/** Certain in outcome, not in the words. */
	readonly textLikely: number;
	/** Scenarios in which something had to wait, and tasks that did, as said. */
	readonly withStuck: number;
	readonly stuck: number;
	/** Of these, whose words were sure, and came; and those whose words were only likely, with how many of them came. */
	readonly texts: number;
	readonly guesses: number;
	readonly rightGuesses: number;
	readonly wrong: readonly string[];
};

export const described = (step: Step) => JSON.stringify(step);

export const lineOf = (round: number, step: Step, {isContested, isTextLikely, stuck, wrong}: Verdict) => {
	const said = isContested ? 'may' : isTextLikely ? 'as said, the words likely' : 'as said';
	const outcome = wrong.length > 0 ? `WRONG ${wrong.join('; ')}` : said;
	return `${round} ${described(step)}: ${outcome}, ${stuck} waiting`;
};

export const reportOf = (verdicts: readonly Verdict[], wrong: readonly string[]): Report => ({
	scenarios: verdicts.length,
	contested: verdicts.filter(({isContested}) => isContested).length,
	textLikely: verdicts.filter(({isTextLikely}) => isTextLikely).length,
	withStuck: verdicts.filter(({stuck}) => stuck > 0).length,
	stuck: verdicts.reduce((sum, verdict) => sum + verdict.stuck, 0),
	texts: verdicts.reduce((sum, verdict) => sum + verdict.texts, 0),
	guesses: verdicts.reduce((sum, verdict) => sum + verdict.guesses, 0),
	rightGuesses: verdicts.reduce((sum, verdict) => sum + verdict.rightGuesses, 0),
	wrong,
});
