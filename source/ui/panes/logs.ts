import type {LogLine} from '../../store/log-buffer.ts';
import type {LogsState} from '../../store/logs.ts';
import {hasEnded} from '../../swarm/task.ts';
import {clock} from '../format/clock.ts';
import {drawLogLine} from '../logs/line.ts';
import {filterOf, type LineTest} from '../logs/matching.ts';
import {missingFrom, whyNoLines} from '../logs/missing.ts';
import {nameAmong, shortOrigin, wholeOrigin} from '../logs/origins.ts';
import {asideOf, titleOf} from '../logs/title.ts';
import {type LogWindow, windowOf} from '../logs/window.ts';
import {findTask} from '../pages/page.ts';
import type {UiState} from '../state.ts';
import type {LogSubject} from '../subjects.ts';
import {clean} from '../text/clean.ts';
import {cells, fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {tint} from '../text/tints.ts';
import type {View} from '../view.ts';
import {drawTitle} from '../widgets/title.ts';
import type {PaneView} from './lists.ts';

/** The newest lines at the bottom, or held where the user went back to. */
export function drawLogs(pane: PaneView, logs: LogsState): readonly string[] {
	const {view, ui, width, height, hasTitle} = pane;
	const isFocused = ui.focus === 'logs' && ui.layers.length === 0;
	const subject = view.logSubject();
	const notices =
		subject === undefined ? [] : missingFrom(view, subject, logs).map(text => tone('look', fit(` ${text}`, width)));
	const room = Math.max(1, height - (hasTitle ? 1 : 0) - notices.length);
	const seen = logs.target === undefined || subject === undefined ? undefined : seenIn(pane, logs, room);
	const lines = seen === undefined || subject === undefined ? [] : linesOf(pane, logs, subject, seen, room);
	const body = lines.length === 0 ? [tone('dim', fitStyled(`   ${emptyWords(pane, logs)}`, width))] : lines;
	const blanks = Array.from({length: Math.max(0, room - body.length)}, () => ' '.repeat(width));
	const padded = [...notices, ...body, ...blanks].slice(0, height - (hasTitle ? 1 : 0));
	return hasTitle
		? [drawTitle(titleOf(view, ui), width, isFocused, asideOf(ui, logs, seen, view.now())), ...padded]
		: padded;
}

/** Which lines the user wants to see. */
export function shownTest(view: View, {filter, hidesStopped}: UiState['logs']): LineTest {
	const matches = filterOf(filter, view.logOriginText);
	return line => (matches === undefined || matches(line)) && !(hidesStopped && isStopped(view, line));
}

/** A task that ended, or that nobody knows any more. */
function isStopped(view: View, {taskId}: LogLine) {
	const task = taskId === undefined ? undefined : findTask(view.snapshot(), taskId);
	return taskId !== undefined && (task === undefined || hasEnded(task));
}

/** A line of the screen says what there is further back. */
const hasFurther = ({older}: LogsState, window: LogWindow, isHeld: boolean) =>
	window.isAtOldest && (isHeld || older.kind !== 'unread');

function seenIn({view, ui}: PaneView, {lines}: LogsState, room: number) {
	return windowOf({lines, isShown: shownTest(view, ui.logs), held: ui.logs.held, room});
}

function linesOf({view, ui, width}: PaneView, logs: LogsState, subject: LogSubject, seen: LogWindow, room: number) {
	const origin = originIn(view, subject, ui.logs.hasOrigins);
	const originWidth = widthOf(seen, origin, subject, ui, width);
	const look = {
		view: ui.logs,
		width,
		originWidth,
		origin,
		tinted: (line: LogLine, text: string) => tintedBy(subject, line, text),
	};
	const drawn = seen.lines.flatMap(line => drawLogLine(line, look));
	const further = hasFurther(logs, seen, ui.logs.held !== undefined) ? [furtherLine(logs, width)] : [];
	// At the oldest line the screen begins there, wherever it is held.
	return seen.isAtOldest && ui.logs.held !== undefined
		? [...further, ...drawn].slice(0, room)
		: [...further, ...drawn].slice(-room);
}

function originIn(view: View, subject: LogSubject, isWhole: boolean): (line: LogLine) => string {
	if (isWhole) {
		return line => wholeOrigin(view.logOrigin(line));
	}

	return subject.kind === 'services'
		? line => nameAmong(view.logOrigin(line), subject.prefix)
		: line => shortOrigin(view.logOrigin(line));
}

/** A task's own log needs none: its title tells it. */
function widthOf(
	{lines}: LogWindow,
	origin: (line: LogLine) => string,
	subject: LogSubject,
	ui: UiState,
	width: number,
) {
	const longest = ui.logs.hasOrigins ? 48 : Math.min(24, Math.floor(width / 3));
	return subject.kind === 'task' && !ui.logs.hasOrigins
		? 0
		: Math.min(longest, Math.max(0, ...lines.map(line => cells(origin(line)))));
}

function tintedBy(subject: LogSubject, {serviceId}: LogLine, text: string) {
	const place = subject.kind === 'services' && serviceId !== undefined ? subject.ids.indexOf(serviceId) : -1;
	return place < 0 ? tone('dim', text) : tint(place, text);
}

function furtherLine({older}: LogsState, width: number) {
	return tone('dim', fit(` ${furtherWords(older)}`, width));
}

function furtherWords(older: LogsState['older']) {
	switch (older.kind) {
		case 'unread':
			return '[ reads further back';
		case 'reading':
			return 'reading further back...';
		case 'full':
			return 'no more is kept here; skep logs --tail reads on';
		case 'failed':
			return clean(older.why);
		case 'read':
			return older.isAll
				? 'the oldest lines that the engines have'
				: `whole from ${older.from === undefined ? '?' : clock(older.from)} on; [ reads further back`;
	}
}

function emptyWords({view, ui}: PaneView, {target, status, note, lines}: LogsState) {
	const subject = view.logSubject();

	if (subject === undefined) {
		return 'Choose a service or a task';
	}

	if (target === undefined || (status === 'connecting' && note === undefined)) {
		return 'Opening the log...';
	}

	const hiding =
		ui.logs.filter !== '' ? 'No line matches; Esc shows all' : 'Only stopped tasks wrote any; h shows them';
	return clean(note ?? (lines.length === 0 ? (whyNoLines(view, subject) ?? 'No lines yet') : hiding));
}
