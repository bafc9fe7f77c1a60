import type {LogLine} from '../../store/log-buffer.ts';
import {absolute, clock} from '../format/clock.ts';
import {clean, cleanKeepingColours} from '../text/clean.ts';
import {expressionOf} from '../text/expression.ts';
import {cells, cut, fit, fitStyled, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {errorAt, folded, isErrorLevel} from './fold.ts';
import type {LogView} from './log-view.ts';

type LineLook = {
	readonly view: LogView;
	readonly width: number;
	/** Of the origin; 0 where there is none to tell. */
	readonly originWidth: number;
	/** What stands before a line, in its colour. */
	readonly origin: (line: LogLine) => string;
	readonly tinted: (line: LogLine, text: string) => string;
};

/** One line of the log in as many lines of the screen as it takes. */
export function drawLogLine(line: LogLine, {view, width, originWidth, origin, tinted}: LineLook): readonly string[] {
	const mark = line === view.hit ? '>' : ' ';
	const time = view.hasTimestamps ? `${view.hasOrigins ? absolute(line.at) : clock(line.at)} ` : '';
	const from = originWidth === 0 ? '' : `${tinted(line, fit(origin(line), originWidth))}  `;
	const room = Math.max(10, width - 1 - cells(time) - (originWidth === 0 ? 0 : originWidth + 2));
	const head = `${mark === '>' ? tone('bold', mark) : mark}${tone('dim', time)}${from}`;

	if (line.stream === 'engine') {
		return [`${mark}${tone('look', fitStyled(clean(line.text), width - 1))}`];
	}

	const told = toldOf(line, view);
	const [first = '', ...more] = view.isWrapped ? wrap(told.plain, room) : [cut(told.plain, room)];
	const isWhole = more.length === 0 && first === told.plain;
	const style = (text: string, isFirst: boolean) =>
		view.search === '' ? (isFirst ? told.style(text) : text) : marked(text, view.search);
	const body = isWhole && view.search === '' && told.coloured !== undefined ? told.coloured : style(first, true);
	const indent = ' '.repeat(Math.max(0, width - room));
	return [fitStyled(head + body, width), ...more.map(text => fitStyled(indent + style(text, false), width))];
}

type Told = {
	readonly plain: string;
	/** In the colours that it was written in. */
	readonly coloured?: string;
	readonly style: (text: string) => string;
};

function toldOf(line: LogLine, {isFolded}: LogView): Told {
	const json = isFolded ? folded(line) : undefined;

	if (json === undefined) {
		const plain = clean(line.text);
		const coloured = cleanKeepingColours(line.text);
		return coloured === plain ? {plain, style: withError} : {plain, coloured, style: text => text};
	}

	const level = json.level === '' ? '' : `${json.level.padEnd(5)} `;
	const plain = [`${level}${json.message}`, json.rest].filter(Boolean).join('  ');
	const end = plain.length - json.rest.length;
	return {
		plain,
		style: text =>
			(isErrorLevel(json.level) ? tone('act', text.slice(0, level.length)) : tone('dim', text.slice(0, level.length))) +
			text.slice(level.length, end) +
			tone('dim', text.slice(Math.max(level.length, end))),
	};
}

/** Red is for errors only, and for the word alone. */
function withError(text: string) {
	const found = errorAt(text);
	return found === undefined
		? text
		: text.slice(0, found.from) + tone('act', text.slice(found.from, found.to)) + text.slice(found.to);
}

/** What is looked for, inverted: legible in any colours. */
function marked(text: string, search: string) {
	const {expression} = expressionOf(search);
	const all = new RegExp(expression.source, 'gi');
	return text.replace(all, found => (found === '' ? '' : `\u001b[7m${found}\u001b[27m`));
}
