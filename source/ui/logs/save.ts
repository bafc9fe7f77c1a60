import type {LogLine} from '../../store/log-buffer.ts';
import type {CommandContext} from '../context.ts';
import {count} from '../format/plural.ts';
import {shownTest} from '../panes/logs.ts';
import {say} from '../state.ts';
import {clean} from '../text/clean.ts';
import type {View} from '../view.ts';

/** Asks where to; a name is offered that tells what it is and when. */
export function saveLog({ui, view, logs, saveAt, clock}: CommandContext) {
	if (saveAt === undefined || logs.getState().lines.length === 0) {
		return say(ui, saveAt === undefined ? 'There is nowhere to save it' : 'There are no lines to save', 'look');
	}

	const stamp = new Date(clock()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
	ui.setState({prompt: {kind: 'saveLog', text: `${fileName(view)}-${stamp}.log`, isThere: false}});
}

/** Nothing in a name from the swarm may lead to another folder. */
function fileName(view: View) {
	const subject = view.logSubject();
	const name =
		subject?.kind === 'services'
			? subject.name
			: subject?.kind === 'service'
				? (view.serviceOf(subject.id)?.name ?? '')
				: 'task';
	return `skep-${clean(name).replaceAll(/[^\w.-]+/g, '-')}`;
}

/** Writes what is shown: all lines that are there and pass the filter. What is there already is asked about first. */
export async function saveLogAt(context: CommandContext, path: string, mayReplace: boolean) {
	const {ui, logs, view, saveAt} = context;
	const isShown = shownTest(view, ui.getState().logs);
	const {lines} = logs.getState();
	const shown = lines.slice(0, lines.length).filter(isShown);

	try {
		const saved = await saveAt?.(path.trim(), asText(view, shown), mayReplace);

		if (saved?.isThere) {
			return ui.setState({prompt: {kind: 'saveLog', text: path, isThere: true}});
		}

		say(ui, `Saved ${count(shown.length, 'line')} to ${saved?.path ?? path}`);
	} catch (error) {
		// What was typed isn't lost: it can be mended.
		ui.setState({prompt: {kind: 'saveLog', text: path, isThere: false}});
		say(ui, error instanceof Error ? error.message : String(error), 'act');
	}
}

/** Time with its zone, origin in full, and the line without control characters. */
const asText = (view: View, lines: readonly LogLine[]) =>
	lines.map(line => `${[line.timestamp, view.logOriginText(line) || 'engine', clean(line.text)].join(' ')}\n`).join('');
