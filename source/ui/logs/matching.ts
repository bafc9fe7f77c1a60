import type {LogLine} from '../../store/log-buffer.ts';
import {memo} from '../memo.ts';
import {matcherOf} from '../rows/arrange.ts';
import {clean} from '../text/clean.ts';
import {expressionOf} from '../text/expression.ts';

/** Which lines are shown, or looked for. Each is looked at once, as the same ones are asked about at every key. */
export type LineTest = (line: LogLine) => boolean;

const remembering = (test: LineTest): LineTest => {
	const known = new WeakMap<LogLine, boolean>();
	return line => {
		const told = known.get(line) ?? test(line);
		known.set(line, told);
		return told;
	};
};

export type Origins = (line: LogLine) => string;

/** By what a line says or where it is from: `!healthz`, `node05`. What the log reader says is never left out. */
const filterTest = (filter: string, origins: Origins): LineTest => {
	const isInverted = filter.startsWith('!');
	const matches = matcherOf(isInverted ? filter.slice(1) : filter);
	return remembering(
		line => line.stream === 'engine' || (matches(clean(line.text)) || matches(origins(line))) !== isInverted,
	);
};

const searchTest = (search: string): LineTest => {
	const {expression} = expressionOf(search);
	return remembering(line => expression.test(clean(line.text)));
};

/** One of each is remembered: there is one log on screen. */
export const filterOf = memo((filter: string, origins: Origins): LineTest | undefined =>
	filter === '' || filter === '!' ? undefined : filterTest(filter, origins),
);

export const searchOf = memo((search: string): LineTest | undefined =>
	search === '' ? undefined : searchTest(search),
);
