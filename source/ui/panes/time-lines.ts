import type {TimeLeft} from '../../operations/guided/time-left.ts';
import {roughSeconds} from '../../swarm/wording.ts';
import {tone} from '../text/style.ts';

/** What was said last, by whom and of what. */
const said = new WeakMap<object, {readonly id: string; readonly seconds: number}>();

/** A little more than before isn't worth a word: it would only go up and down. */
const worthSaying = 20;

/** In steps, and not counted down second by second: it is known roughly. */
function inSteps({seconds, isMost}: Extract<TimeLeft, {kind: 'seconds'}>, owner: object, id: string) {
	const step = seconds <= 60 ? 10 : seconds <= 3600 ? 60 : 300;
	const rounded = seconds <= few ? few : Math.ceil(seconds / step) * step;
	const before = said.get(owner);
	const isSame = before?.id === id && rounded > before.seconds && rounded < before.seconds + worthSaying;
	const shown = isSame ? before.seconds : rounded;
	said.set(owner, {id, seconds: shown});
	return shown <= few ? 'A few seconds left' : `${isMost ? 'Up to' : 'About'} ${roughSeconds(shown)} left`;
}

const few = 5;

function wordsOf(left: TimeLeft, owner: object, id: string) {
	switch (left.kind) {
		case 'seconds':
			return `${inSteps(left, owner, id)}${left.isUntilYou ? ', then it is your turn' : ''}.`;
		case 'unknown':
			return 'Time left: unknown until the first task is through.';
		case 'late':
			return 'This takes longer than it usually does.';
		case 'yours':
			return undefined;
	}
}

/** How long something still takes, by its id, below its steps; the same owner isn't told a little more a moment later. */
export function timeLines(left: TimeLeft, owner: object, id: string): readonly string[] {
	const words = wordsOf(left, owner, id);
	return words === undefined ? [] : ['', ` ${tone('dim', words)}`];
}
