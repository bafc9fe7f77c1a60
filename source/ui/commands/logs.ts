import type {CommandContext} from '../context.ts';
import {changeLogs, type LogView} from '../state.ts';
import type {Command} from './command.ts';
import {pageOf} from './moving.ts';

const toggle = (title: string, field: 'hasTimestamps' | 'isWrapped', hint?: string): Command => ({
	title,
	...(hint === undefined ? {} : {hint}),
	run: ({ui}) => changeLogs(ui, {[field]: !ui.getState().logs[field]}),
});

/** Further back stops following; down to the newest line follows again. */
const move = (title: string, place: (view: LogView, page: number, count: number) => number): Command => ({
	title,
	run(context) {
		const {logs} = context.ui.getState();
		const count = context.logs.getState().lines.length;
		const back = Math.max(0, Math.min(place(logs, pageOf(context, 'logs'), count), count - 1));
		changeLogs(context.ui, {back, isFollowing: back === 0});
	},
});

function toggleFollow({ui}: CommandContext) {
	const {isFollowing} = ui.getState().logs;
	changeLogs(ui, {isFollowing: !isFollowing, back: 0});
}

export const logCommands = {
	toggleFollow: {title: 'Follow the log, or hold it', hint: 'follow', run: toggleFollow},
	toggleLogTimestamps: toggle('Times of log lines', 'hasTimestamps', 'times'),
	toggleWrap: toggle('Wrap long log lines', 'isWrapped', 'wrap'),
	logDown: move('Newer lines', ({back}) => back - 1),
	logUp: move('Older lines', ({back}) => back + 1),
	logPageDown: move('A page newer', ({back}, page) => back - page),
	logPageUp: move('A page older', ({back}, page) => back + page),
	logTop: move('Oldest line', (_, __, count) => count),
	logEnd: move('Newest line, and follow', () => 0),
	filterLogs: {
		title: 'Only log lines that match (! inverts)',
		hint: 'filter',
		run({ui}) {
			const {filter} = ui.getState().logs;
			ui.setState({prompt: {kind: 'filter', pane: 'logs', text: filter, before: filter}});
		},
	},
} as const satisfies Record<string, Command>;
