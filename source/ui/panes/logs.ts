import type {LogsState} from '../../store/logs.ts';
import type {TaskId} from '../../swarm/ids.ts';
import {nodeOf, type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import {clock} from '../format/clock.ts';
import {findTask} from '../pages/page.ts';
import {matcherOf} from '../rows/arrange.ts';
import {clean, cleanKeepingColours} from '../text/clean.ts';
import {cells, fit, fitStyled, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawTitle} from '../widgets/title.ts';
import type {PaneView} from './lists.ts';

type Line = NonNullable<ReturnType<LogsState['lines']['at']>>;

/** How many lines are looked through for a page of them: a filter that finds nothing must not cost the keyboard. */
const longestSearch = 5_000;

/** The newest lines at the bottom, or held where the user went back to. */
export function drawLogs(pane: PaneView, logs: LogsState): readonly string[] {
	const {ui, width, height, hasTitle} = pane;
	const isFocused = ui.focus === 'logs' && ui.layers.length === 0;
	const room = height - (hasTitle ? 1 : 0);
	const lines = logs.target === undefined || logs.lines.length === 0 ? [] : visibleLines(pane, logs, room);
	const blank = ' '.repeat(width);
	const body = lines.length === 0 ? [tone('dim', fitStyled(`   ${emptyWords(pane, logs)}`, width))] : lines;
	const padded = [...body, ...Array.from({length: Math.max(0, room - body.length)}, () => blank)];
	return hasTitle ? [drawTitle(titleOf(pane), width, isFocused, asideOf(pane, logs)), ...padded] : padded;
}

function visibleLines({view, ui, width}: PaneView, {lines}: LogsState, room: number) {
	const {back, filter} = ui.logs;
	const matches = matcherOf(filter);
	const names = nameCache(view.snapshot());
	const found: Named[] = [];
	const end = lines.length - back;

	for (let index = end - 1; index >= Math.max(0, end - longestSearch) && found.length < room; index--) {
		const line = lines.at(index);

		if (line !== undefined && matches(line.text)) {
			found.unshift({line, name: names(line.taskId)});
		}
	}

	const nameWidth = Math.min(longestName, Math.max(0, ...found.map(({name}) => cells(name))));
	return found.flatMap(named => drawLine(named, nameWidth, ui.logs, width)).slice(-room);
}

type Named = {readonly line: Line; readonly name: string};

const longestName = 20;

function drawLine(
	{line, name}: Named,
	nameWidth: number,
	{hasTimestamps, isWrapped}: PaneView['ui']['logs'],
	width: number,
) {
	const time = hasTimestamps ? `${clock(line.at)} ` : '';
	const head = ` ${time}${nameWidth === 0 ? '' : `${fit(name, nameWidth)}  `}`;
	const room = Math.max(10, width - cells(head));

	if (line.stream === 'engine') {
		return [tone('look', fitStyled(`${head}${clean(line.text)}`, width))];
	}

	const text = cleanKeepingColours(line.text);
	const parts = isWrapped ? wrap(clean(line.text), room) : [text];
	return parts.map(
		(part, index) => (index === 0 ? tone('dim', head) : ' '.repeat(cells(head))) + fitStyled(part, room),
	);
}

/** `3 node05`: which slot a line is from, and where that ran. */
function nameCache(snapshot: Snapshot) {
	const names = new Map<TaskId, string>();
	return (id: TaskId | undefined) => {
		if (id === undefined) {
			return '';
		}

		const name = names.get(id) ?? nameOf(snapshot, findTask(snapshot, id), id);
		names.set(id, name);
		return name;
	};
}

function nameOf(snapshot: Snapshot, task: Task | undefined, id: TaskId) {
	if (task === undefined) {
		return id.slice(0, 6);
	}

	const node = clean(nodeOf(snapshot, task.nodeId)?.hostname ?? '');
	return task.slot === undefined ? node : `${task.slot} ${node}`;
}

function titleOf({view, ui}: PaneView) {
	const subject = view.logSubject();

	if (subject === undefined) {
		return '4 Logs';
	}

	const {filter} = ui.logs;
	const suffix = filter === '' ? '' : `, matching /${clean(filter)}`;

	if (subject.kind === 'service') {
		return `4 Logs of ${clean(view.serviceOf(subject.id)?.name ?? subject.id)}${suffix}`;
	}

	const task = findTask(view.snapshot(), subject.id);
	const service = clean(serviceOf(view.snapshot(), task?.serviceId)?.name ?? '');
	return `4 Logs of ${service}${task?.slot === undefined ? '' : `.${task.slot}`} (${subject.id.slice(0, 6)})${suffix}`;
}

function asideOf({ui}: PaneView, {status}: LogsState) {
	if (ui.logs.back > 0) {
		return `held, ${ui.logs.back} newer`;
	}

	return status === 'connecting' ? 'connecting' : ui.logs.isFollowing ? '' : 'held';
}

function emptyWords({view}: PaneView, {target, status, note, lines}: LogsState) {
	if (view.logSubject() === undefined) {
		return 'Choose a service or a task';
	}

	if (target === undefined || (status === 'connecting' && note === undefined)) {
		return 'Opening the log...';
	}

	return clean(note ?? (lines.length === 0 ? 'No lines yet' : ''));
}
