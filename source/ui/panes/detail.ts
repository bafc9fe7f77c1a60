import type {LogsState} from '../../store/logs.ts';
import type {Rectangle} from '../layout.ts';
import type {TaskRow} from '../rows/task-rows.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {cells, cut, fit, wrap} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {tone} from '../text/style.ts';
import type {View} from '../view.ts';
import {logDetail} from './log-detail.ts';

/** What 80 columns cut off, in full: the selected thing in as many lines as there are. */
export function drawDetail(
	view: View,
	ui: UiState,
	logs: LogsState,
	{columns: width, rows: height}: Rectangle,
): readonly string[] {
	const {title, text} = ui.focus === 'logs' ? logDetail(view, ui, logs) : detailOf(view, ui);
	const rule = glyphs().rule;
	const head = cut(title, width - 6);
	const line =
		head === '' ? rule.repeat(width) : `${rule.repeat(2)} ${head} ${rule.repeat(Math.max(0, width - cells(head) - 4))}`;
	const lines = wrap(clean(text), width - 2).map(part => fit(` ${part}`, width));
	return [tone('dim', line), ...lines, ...Array.from({length: height}, () => ' '.repeat(width))].slice(0, height);
}

/** As docker writes it. History rows have no slot of their own; a pending task has no node. */
const taskTitle = ({service, slot, node}: TaskRow) => {
	const name = slot === '' || slot.startsWith(service) ? slot || service : `${service}.${slot}`;
	return [name, node && `on ${node}`].filter(Boolean).join(' ');
};

function detailOf(view: View, {focus}: UiState): {readonly title: string; readonly text: string} {
	if (focus === 'needs') {
		const row = view.selected('needs');
		return row === undefined ? {title: '', text: ''} : {title: `${row.verdict} ${row.name}`, text: row.cause};
	}

	if (focus === 'nodes') {
		const row = view.selected('nodes');
		return row === undefined
			? {title: '', text: ''}
			: {
					title: row.name,
					text: [row.address, `engine ${row.engine}`, `cpu ${row.cpu} memory ${row.memory} reserved`, row.labels].join(
						'  ',
					),
				};
	}

	if (focus === 'tasks') {
		const row = view.selected('tasks');
		return row === undefined ? {title: '', text: ''} : {title: taskTitle(row), text: row.error || row.state};
	}

	const row = view.selected('services');
	return row === undefined
		? {title: '', text: ''}
		: {
				title: row.name,
				text: [
					row.state || 'converged',
					row.image,
					row.ports && `ports ${row.ports}`,
					row.stack && `stack ${row.stack}`,
					row.mode,
				]
					.filter(Boolean)
					.join('  '),
			};
}
