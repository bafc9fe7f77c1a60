import type {LogLine} from '../../store/log-buffer.ts';
import type {CommandContext} from '../context.ts';
import type {LogView} from '../logs/log-view.ts';
import {searchOf} from '../logs/matching.ts';
import {saveLog} from '../logs/save.ts';
import {atOldest, movedBy, nearest} from '../logs/window.ts';
import {shownTest} from '../panes/logs.ts';
import {changeLogs, say} from '../state.ts';
import type {Command} from './command.ts';
import {pageOf} from './moving.ts';

type Switch = 'hasTimestamps' | 'hasOrigins' | 'isWrapped' | 'isFolded' | 'hidesStopped';

const toggle = (title: string, field: Switch, hint?: string): Command => ({
	title,
	...(hint === undefined ? {} : {hint}),
	run: ({ui}) => changeLogs(ui, {[field]: !ui.getState().logs[field]}),
});

/** What the log's window is made from, as it stands. */
const given = (context: CommandContext, held: LogLine | undefined) => ({
	lines: context.logs.getState().lines,
	isShown: shownTest(context.view, context.ui.getState().logs),
	held,
	room: pageOf(context, 'logs'),
});

/** Further back holds the log; down to the newest line follows again. */
const move = (
	title: string,
	to: (now: ReturnType<typeof given>, held: LogView['held']) => LogLine | undefined,
): Command => ({
	title,
	run(context) {
		const {held} = context.ui.getState().logs;
		changeLogs(context.ui, {held: to(given(context, held), held)});
	},
});

function toggleFollow(context: CommandContext) {
	const {held} = context.ui.getState().logs;
	changeLogs(context.ui, {held: held === undefined ? movedBy(given(context, undefined), 0) : undefined});
}

/** Lines from before those that are there; the screen goes to where they join. */
async function readFurther(context: CommandContext) {
	const {ui, logs, follower} = context;
	const {target, lines} = logs.getState();
	const {held} = ui.getState().logs;
	const oldest = lines.at(0);
	// Held before it is read: nothing of what comes is let go then.
	changeLogs(ui, {held: atOldest(given(context, held)) ?? held});
	follower.hold(ui.getState().logs.held);
	await follower.readFurther();
	const {older, target: now} = logs.getState();

	if (now?.id !== target?.id || ui.getState().logs.held === undefined) {
		return;
	}

	if (older.kind === 'read' && older.added > 0 && oldest !== undefined) {
		const joint = movedBy(given(context, oldest), -1);
		changeLogs(ui, {held: joint ?? oldest});
		const all = older.isAll ? ', the oldest that there are' : '';
		say(ui, `Read ${older.added.toLocaleString('en')} older lines${all}; ] goes back to now`);
	} else if (older.kind === 'read') {
		say(ui, 'There are no older lines: the engines have no more');
	} else if (older.kind === 'full') {
		say(ui, 'No more is kept here; skep logs --tail reads on', 'look');
	} else if (older.kind === 'failed') {
		say(ui, older.why, 'look');
	}
}

/** The next line that was looked for; it comes into the middle, and the log is held there. */
function toHit(context: CommandContext, by: 1 | -1) {
	const {ui, logs, view} = context;
	const {search, hit, held} = ui.getState().logs;
	const found = searchOf(search);
	const isShown = shownTest(view, ui.getState().logs);

	if (found === undefined) {
		return say(ui, 'Nothing is looked for: / asks for it', 'look');
	}

	const {lines} = logs.getState();
	const next = nearest(lines, line => isShown(line) && found(line), hit ?? (by < 0 ? undefined : held), by);

	if (next === undefined) {
		return say(
			ui,
			by < 0 ? 'No hit further back in what is read; [ reads further back' : 'No hit nearer than this',
			'look',
		);
	}

	const below = movedBy({...given(context, next), held: next}, Math.floor(pageOf(context, 'logs') / 2));
	changeLogs(ui, {hit: next, held: below ?? movedBy(given(context, undefined), 0)});
}

export const logCommands = {
	toggleFollow: {title: 'Follow the log, or hold it', hint: 'follow', run: toggleFollow},
	toggleLogTimestamps: toggle('Times of log lines', 'hasTimestamps', 'times'),
	toggleOrigins: toggle('Where log lines are from, in full', 'hasOrigins', 'origin'),
	toggleWrap: toggle('Wrap long log lines', 'isWrapped', 'wrap'),
	foldJson: toggle('JSON lines as level, message, rest', 'isFolded', 'JSON'),
	hideStopped: toggle('Hide or show lines of stopped tasks', 'hidesStopped', 'hide stopped'),
	logDown: move('Newer lines', (now, held) => held && movedBy(now, 1)),
	logUp: move('Older lines', now => movedBy(now, -1)),
	logPageDown: move('A page newer', (now, held) => held && movedBy(now, now.room)),
	logPageUp: move('A page older', now => movedBy(now, -now.room)),
	logTop: move('Oldest line', now => atOldest(now)),
	logEnd: move('Newest line, and follow', () => undefined),
	logFurther: {title: 'Read further back', hint: 'further back', run: context => void readFurther(context)},
	findInLogs: {
		title: 'Find in the log (regular expression)',
		hint: 'find',
		run({ui}) {
			const {search} = ui.getState().logs;
			ui.setState({prompt: {kind: 'search', text: search, before: search}});
		},
	},
	findOlder: {title: 'Next hit further back', run: context => toHit(context, -1)},
	findNewer: {title: 'Next hit nearer to now', run: context => toHit(context, 1)},
	filterLogs: {
		title: 'Only log lines that match (! inverts)',
		hint: 'filter',
		run({ui}) {
			const {filter} = ui.getState().logs;
			ui.setState({prompt: {kind: 'filter', pane: 'logs', text: filter, before: filter}});
		},
	},
	saveLog: {title: 'Save the log to a file', hint: 'save', run: saveLog},
} as const satisfies Record<string, Command>;
