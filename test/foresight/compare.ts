import type {Foresight, Waiting} from '../../source/swarm/foresight/foresight.ts';
import {isCertain} from '../../source/swarm/foresight/foresight.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Seen} from './swarm-under-test.ts';

/** What was said beforehand, held against what came. */
export type Verdict = {
	/** Some outcome was left open: it hung on chance. */
	readonly isContested: boolean;
	/** What is stuck was certain, but not in which words: they hang on which node the others go to. */
	readonly isTextLikely: boolean;
	/** Predicted waiting tasks that came true, and of those whose words were sure, the texts that were the engine's. */
	readonly stuck: number;
	readonly texts: number;
	/** Of words that were called likely: how many were said, and how many came. */
	readonly guesses: number;
	readonly rightGuesses: number;
	/** One sentence for each difference. */
	readonly wrong: readonly string[];
};

const keyOf = (service: string, node: string) => `${service}|${node}`;

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** What the engine made of it. */
type Came = {
	readonly waiting: readonly Seen[];
	/** Of one service that was written alone: tasks that are the same as before, and those that run; where it was looked at. */
	readonly kept?: number;
	readonly living?: number;
};

const fatesOf = ({stuck, mayStick, down, empty, moves, stops, starts}: Foresight) =>
	[stuck, mayStick, down, empty, moves, stops, starts].flat();

/** One whose rollout stands still keeps more than it would in the end. */
const wrongTasks = (foresight: Foresight, {kept, living}: Came): readonly string[] => {
	const fates = fatesOf(foresight);
	const isHeldUp = fates.some(({stuck}) => stuck.most > 0);
	const isKept = kept === undefined || (isHeldUp ? kept >= foresight.stays : kept === foresight.stays);
	const [fate] = fates;
	const after = fate?.living.after;
	const isRunning = living === undefined || after === undefined || (after.least <= living && living <= after.most);
	return [
		...(isKept ? [] : [`kept: said ${foresight.stays}, came ${kept}`]),
		...(isRunning ? [] : [`running: said ${after?.least} to ${after?.most}, came ${living}`]),
	];
};

export const compare = (foresight: Foresight, came: Came, before: Snapshot): Verdict => {
	const hostname = ({only}: Waiting) => (only && before.nodes?.items.get(only)?.hostname) ?? '';
	const said = Map.groupBy(foresight.waiting, waiting => keyOf(waiting.service.name, hostname(waiting)));
	const seen = new Map(came.waiting.map(entry => [keyOf(entry.service, entry.node), entry]));
	const wrong: string[] = [...wrongTasks(foresight, came)];
	let [stuck, texts, guesses, rightGuesses] = [0, 0, 0, 0];

	for (const key of new Set([...said.keys(), ...seen.keys()])) {
		const waiting = said.get(key) ?? [];
		const errors = seen.get(key)?.errors ?? [];
		const least = sum(waiting.map(({after}) => after.least));
		const most = sum(waiting.map(({after}) => after.most));

		if (errors.length < least || errors.length > most) {
			wrong.push(`${key}: said ${least === most ? least : `${least} to ${most}`}, came ${errors.length}`);
		} else if (least === most) {
			const words = waiting.map(({text}) => text);
			const isSure = waiting.every(({isTextSure}) => isTextSure);
			const others = errors.filter(error => !words.includes(error));
			stuck += errors.length;
			const right = errors.length - others.length;
			texts += isSure ? right : 0;
			guesses += isSure ? 0 : errors.length;
			rightGuesses += isSure ? 0 : right;
			wrong.push(
				...(isSure ? others.slice(0, 1) : []).map(error => `${key}: said ${JSON.stringify(words)}, came "${error}"`),
			);
		}
	}

	const isContested = !isCertain(foresight);
	const isTextLikely = !isContested && foresight.waiting.some(({isTextSure}) => !isTextSure);
	return {isContested, isTextLikely, stuck, texts, guesses, rightGuesses, wrong};
};
