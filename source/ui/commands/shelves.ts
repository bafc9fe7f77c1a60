import type {ConfigId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import type {ShelfLayer} from '../layers.ts';
import {loadYaml} from '../pages/yaml.ts';
import {emptyList, type ListState} from '../pane-state.ts';
import {cursorIndex, cursorMoved, type Place} from '../rows/arrange.ts';
import {shelfRoom} from '../shelves/draw-shelf.ts';
import type {ShelfId, ShelfRow} from '../shelves/shelf.ts';
import {changeList, popLayer, pushLayer, replaceTop, say, topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {innerTo} from './in-layer.ts';
import {focusOn} from './moving.ts';

type Open = {readonly layer: ShelfLayer; readonly rows: readonly ShelfRow[]; readonly row: ShelfRow | undefined};

function openShelf({ui, view}: CommandContext): Open | undefined {
	const layer = topLayer(ui.getState());

	if (layer?.kind !== 'shelf') {
		return undefined;
	}

	const rows = view.shelf(layer.shelf).rows(layer.list);
	return {layer, rows, row: rows[cursorIndex(rows, layer.list)]};
}

const inShelf = innerTo(openShelf);

const change = ({ui}: CommandContext, layer: ShelfLayer, list: Partial<ListState>) =>
	replaceTop(ui, {...layer, list: {...layer.list, ...list}});

const move = (title: string, place: Place) =>
	inShelf(title, (context, {layer, rows}) => {
		change(context, layer, cursorMoved(rows, layer.list, place, shelfRoom(context.ui.getState().size)));
	});

const show = (title: string, shelf: ShelfId, before?: (context: CommandContext) => void): Command => ({
	title,
	run(context) {
		before?.(context);
		pushLayer(context.ui, {kind: 'shelf', shelf, list: emptyList});
	},
});

function readVolumes({sync, ui}: CommandContext) {
	sync.fetch({volumes: true}).catch((error: Error) => say(ui, error.message, 'look'));
}

function openPage(context: CommandContext, {layer: {shelf}, row}: Open, form: 'describe' | 'yaml') {
	if (row === undefined) {
		return;
	}

	pushLayer(context.ui, {kind: 'pager', about: {kind: 'shelf', shelf, id: row.id}, form, top: 0});
	// The pager turns from one form to the other by itself: what either needs is fetched at once.
	void loadYaml().then(() => context.ui.setState(({layers}) => ({layers: [...layers]})));
	void (shelf === 'configs' && readContent(context, row.id as ConfigId));
}

/** Read for this page, and gone with it. */
async function readContent({resources, ui}: CommandContext, id: ConfigId) {
	const content = await resources.engine
		.configContent(id)
		.catch((error: Error) => ({kind: 'failed' as const, why: error.message}));
	ui.setState(({layers}) => ({
		layers: layers.map(layer =>
			layer.kind === 'pager' && layer.about.kind === 'shelf' && layer.about.id === id
				? {...layer, about: {...layer.about, content}}
				: layer,
		),
	}));
}

const literal = (text: string) => text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** The services pane with those of one stack. Their names begin with it; where others' do, too, the column tells. */
function showStack(context: CommandContext, stack: string) {
	const {ui, view} = context;
	const services = [...(view.snapshot().services?.items.values() ?? [])];
	const isClear = services.every(service => service.name.startsWith(`${stack}_`) === (service.stack === stack));
	const filter = isClear ? `^${literal(stack)}_` : ` ${literal(stack)} \\S+$`;
	popLayer(ui);
	changeList(ui, 'services', {filter, cursor: undefined, index: 0});
	focusOn(context, 'services');
}

function enter(context: CommandContext, open: Open) {
	if (open.layer.shelf === 'stacks' && open.row !== undefined) {
		return showStack(context, open.row.id);
	}

	openPage(context, open, 'describe');
}

function sortByNext(context: CommandContext, {layer}: Open) {
	const columns = context.view.shelf(layer.shelf).columns.filter(({sortBy}) => sortBy !== undefined);
	const index = columns.findIndex(({id}) => id === layer.list.sortBy);
	change(context, layer, {sortBy: columns[(Math.max(0, index) + 1) % columns.length]?.id});
}

/** First the filter goes, then the list. */
function back(context: CommandContext, {layer}: Open) {
	return layer.list.filter === '' ? popLayer(context.ui) : change(context, layer, {filter: ''});
}

export const shelfCommands = {
	showStacks: show('Stacks: services, tasks and problems by stack', 'stacks'),
	showNetworks: show('Networks: addresses, who is on them, which were never allocated', 'networks'),
	showSecrets: show('Secrets: who uses them', 'secrets'),
	showConfigs: show('Configs: who uses them, what is in them', 'configs'),
	showVolumes: show('Volumes of the engine that skep talks to', 'volumes', readVolumes),
	showPorts: show('Ports that services publish: where they answer, and conflicts', 'ports'),
	showImages: show('Images in use: tags, digests, and drift between them', 'images'),
	shelfDown: move('Next row', index => index + 1),
	shelfUp: move('Row before', index => index - 1),
	shelfPageDown: move('A page of rows down', (index, _, page) => index + page),
	shelfPageUp: move('A page of rows up', (index, _, page) => index - page),
	shelfTop: move('First row', () => 0),
	shelfEnd: move('Last row', (_, count) => count - 1),
	shelfEnter: inShelf('Look into it, or at its services', enter),
	shelfDescribe: inShelf('Describe it', (context, open) => openPage(context, open, 'describe')),
	shelfYaml: inShelf('Inspect it as YAML', (context, open) => openPage(context, open, 'yaml')),
	shelfCopy: inShelf('Copy its name; of a port, its address', (context, {row}) => {
		if (row !== undefined) {
			const text = row.copies ?? row.name;
			context.copy(text);
			say(context.ui, `copied: ${text}`);
		}
	}),
	shelfSort: inShelf('Sort by the next column', sortByNext),
	shelfReverse: inShelf('Reverse the order', (context, {layer}) =>
		change(context, layer, {isDescending: !layer.list.isDescending}),
	),
	shelfFilter: inShelf('Filter (regular expression, ! inverts)', ({ui}, {layer}) => {
		const {filter} = layer.list;
		ui.setState({prompt: {kind: 'filter', pane: 'shelf', text: filter, before: filter}});
	}),
	shelfRefresh: inShelf('Read everything again', (context, {layer}) => {
		context.sync.refresh();
		void (layer.shelf === 'volumes' && readVolumes(context));
	}),
	// Commands act on the panes: what hides them goes first.
	shelfPalette: inShelf('All commands', ({ui}) => replaceTop(ui, {kind: 'palette', query: '', index: 0})),
	shelfBack: inShelf('Back', back),
} as const satisfies Record<string, Command>;
