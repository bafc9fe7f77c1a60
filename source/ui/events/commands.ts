import {type HappeningKind, happeningKinds} from '../../swarm/happenings.ts';
import type {Command} from '../commands/command.ts';
import {innerTo} from '../commands/in-layer.ts';
import {goTo} from '../commands/looking.ts';
import type {CommandContext} from '../context.ts';
import {type EventsLayer, eventsLayer} from '../layers.ts';
import type {Place} from '../rows/arrange.ts';
import {changeList, popLayer, pushLayer, replaceTop, say, topLayer} from '../state.ts';
import {eventRoom} from './draw.ts';
import {type EventRow, placeOf} from './rows.ts';
import {asText} from './text.ts';

type Open = {readonly layer: EventsLayer; readonly rows: readonly EventRow[]; readonly place: number};

const inside = innerTo((context): Open | undefined => {
	const layer = topLayer(context.ui.getState());

	if (layer?.kind !== 'events') {
		return undefined;
	}

	const rows = context.view.events(layer);
	return {layer, rows, place: placeOf(rows, layer)};
});

const change = ({ui}: CommandContext, layer: EventsLayer, changed: Partial<EventsLayer>) =>
	replaceTop(ui, {...layer, ...changed});

/** Further back holds the list where it is; down to the newest follows again. */
const move = (title: string, to: Place) =>
	inside(title, (context, {layer, rows, place}) => {
		const wish = to(place, rows.length, eventRoom(context.ui.getState().size));
		const next = Math.max(0, Math.min(wish, rows.length - 1));
		change(context, layer, {cursor: next >= rows.length - 1 ? undefined : rows[next]?.id});
	});

const toggle = (kind: HappeningKind, what: string) =>
	inside(`Show or hide ${what}`, (context, {layer}) => {
		const hidden = new Set(layer.hidden);
		hidden.delete(kind) || hidden.add(kind);
		change(context, layer, {hidden: hidden.size === happeningKinds.length ? new Set() : hidden});
	});

/** Its row in the panes, whatever they were filtered by. */
function follow(context: CommandContext, {rows, place}: Open) {
	const {ui, view} = context;
	const entry = rows[place]?.entry;
	const about = entry?.about;

	if (about === undefined) {
		return;
	}

	if ((about.kind === 'service' ? view.serviceOf(about.id) : view.nodeOf(about.id)) === undefined) {
		return say(ui, `${entry?.name ?? ''} is no longer there`, 'look');
	}

	popLayer(ui);
	ui.setState({problemsOnly: false});
	changeList(ui, about.kind === 'service' ? 'services' : 'nodes', {filter: ''});
	goTo(context, about);
}

const textOf = ({happenings, cluster, view}: CommandContext, rows: readonly EventRow[]) => {
	const self = cluster.getState().snapshot.self;
	const address = (self && view.nodeOf(self)?.hostname) ?? 'the engine';
	return asText(rows, {since: happenings.store.getState().since, address});
};

/** More than this many lines no terminal takes on its clipboard. */
const mostCopied = 300;

function copy(context: CommandContext, {rows}: Open) {
	context.copy(textOf(context, rows.slice(-mostCopied)));
	const isAll = rows.length <= mostCopied;
	say(context.ui, isAll ? 'copied' : `copied the last ${mostCopied} of ${rows.length}; S saves all`);
}

async function save(context: CommandContext, {rows}: Open) {
	const {ui, saveText, clock} = context;

	if (saveText === undefined) {
		return say(ui, 'There is nowhere to save it', 'look');
	}

	const stamp = new Date(clock()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');

	try {
		say(ui, `Saved ${rows.length} events to ${await saveText(`skep-events-${stamp}.txt`, textOf(context, rows))}`);
	} catch (error) {
		say(ui, error instanceof Error ? error.message : String(error), 'act');
	}
}

export const eventCommands = {
	showEvents: {
		title: 'Events: what happened since skep looks',
		run: ({ui}) => pushLayer(ui, eventsLayer),
	},
	eventDown: move('Newer', place => place + 1),
	eventUp: move('Older', place => place - 1),
	eventPageDown: move('A page newer', (place, _, page) => place + page),
	eventPageUp: move('A page older', (place, _, page) => place - page),
	eventTop: move('Oldest', () => 0),
	eventEnd: move('Newest, and follow', (_, count) => count - 1),
	eventFollow: inside('Follow, or hold', (context, {layer, rows, place}) =>
		change(context, layer, {cursor: layer.cursor === undefined ? rows[place]?.id : undefined}),
	),
	eventEnter: inside('Go to what it happened to', follow),
	eventNodes: toggle('node', 'nodes'),
	eventServices: toggle('service', 'services'),
	eventRollouts: toggle('rollout', 'rollouts'),
	eventTasks: toggle('task', 'tasks'),
	eventConnection: toggle('connection', 'how the swarm is heard'),
	eventOurs: toggle('skep', 'what skep did'),
	eventFilter: inside('Filter (regular expression, ! inverts)', ({ui}, {layer: {filter}}) =>
		ui.setState({prompt: {kind: 'filter', pane: 'events', text: filter, before: filter}}),
	),
	eventSave: inside('Save what is shown to a file', save),
	eventCopy: inside('Copy what is shown', copy),
	// Commands act on the panes: what hides them goes first.
	eventPalette: inside('All commands', ({ui}) => replaceTop(ui, {kind: 'palette', query: '', index: 0})),
	eventBack: inside('Back', (context, {layer}) =>
		layer.filter === '' ? popLayer(context.ui) : change(context, layer, {filter: ''}),
	),
} as const satisfies Record<string, Command>;
