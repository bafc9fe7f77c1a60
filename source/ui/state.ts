import {createStore} from 'zustand/vanilla';
import type {ConfigContent} from '../swarm/config.ts';
import type {HappeningKind} from '../swarm/happenings.ts';
import type {NodeId, ServiceId, TaskId} from '../swarm/ids.ts';
import type {TagAnswer} from '../swarm/image-drift.ts';
import type {JoinTokens} from '../swarm/join.ts';
import type {OperationLayer} from './dialogs/operation-layer.ts';
import type {Entry} from './pages/section.ts';
import type {ShelfId} from './shelves/shelf.ts';

export type ListId = 'needs' | 'services' | 'nodes' | 'tasks';
export type PaneId = ListId | 'logs';

/** Where a list stands. By id, not by place: rows come and go around the cursor. */
export type ListState = {
	readonly cursor: string | undefined;
	/** Where the cursor was: if its row goes, the one that takes its place is next. */
	readonly index: number;
	/** A regular expression; a leading `!` inverts it. */
	readonly filter: string;
	readonly sortBy: string | undefined;
	readonly isDescending: boolean;
	readonly marked: ReadonlySet<string>;
};

/** What panes 3 and 4 are about. */
export type Subject =
	| {readonly kind: 'service'; readonly id: ServiceId}
	| {readonly kind: 'node'; readonly id: NodeId}
	| {readonly kind: 'task'; readonly id: TaskId}
	| {readonly kind: 'all'};

/** The legend is drawn when the page opens: Ink can't draw a table while it draws the screen. */
export type HelpSubject = {readonly kind: 'help'; readonly legend: readonly string[]};

/** Written when the page opens: it stays as it was while one reads. */
export type HistorySubject = {readonly kind: 'history'; readonly id: ServiceId; readonly entries: readonly Entry[]};

/** One thing of a shelf, by the id of its row. What is in a config is read for its page, and gone with it. */
export type ShelfSubject = {
	readonly kind: 'shelf';
	readonly shelf: ShelfId;
	readonly id: string;
	readonly content?: ConfigContent | {readonly kind: 'failed'; readonly why: string};
};

/** The swarm as a whole; its join tokens while someone looks at them, or why they can't be read. */
export type SwarmSubject = {readonly kind: 'swarm'; readonly tokens?: JoinTokens | {readonly why: string}};

/** The unlock key while its page is open, or why it can't be read; the time it takes to read it, neither. */
export type UnlockKeySubject = {readonly kind: 'unlockKey'; readonly key?: string; readonly why?: string};

/** What to do when too few managers are left. */
export type NoQuorumSubject = {readonly kind: 'noQuorum'};

/** A page of text about one thing: described for people, or its YAML. */
export type PagerLayer = {
	readonly kind: 'pager';
	readonly about:
		| Exclude<Subject, {kind: 'all'}>
		| HelpSubject
		| HistorySubject
		| ShelfSubject
		| SwarmSubject
		| UnlockKeySubject
		| NoQuorumSubject;
	readonly form: 'describe' | 'yaml' | 'history' | 'diff' | 'help';
	readonly top: number;
};

export type PaletteLayer = {readonly kind: 'palette'; readonly query: string; readonly index: number};

/** Asks before leaving while something started here is still under way. */
export type QuitLayer = {readonly kind: 'quit'; readonly deafUntil: number; readonly hasDroppedKeys: boolean};

/** A service's rollout over the whole screen, or its log over that. */
export type CockpitLayer = {
	readonly kind: 'cockpit';
	readonly serviceId: ServiceId;
	/** Slots scrolled past. */
	readonly top: number;
	/** Ages instead of times of day. */
	readonly hasAges: boolean;
	readonly log: CockpitLogPage | undefined;
	/** The task whose failure is explained. */
	readonly failure: TaskId | undefined;
};

/** Whose log is over the cockpit. */
export type CockpitLogPage = Exclude<Subject, {kind: 'all' | 'node'}>;

/** All rollouts, over the whole screen. By id, not by place: worse ones come in above. */
export type RolloutsLayer = {readonly kind: 'rollouts'; readonly cursor: string | undefined; readonly index: number};

/** Why a service waits or fails, over the whole screen. */
export type WhyLayer = {
	readonly kind: 'why';
	readonly serviceId: ServiceId;
	/** Scrolled to: so many lines into a part of the page, by its name. */
	readonly at: {readonly section: string; readonly offset: number};
	/** Every node by itself. */
	readonly isUnfolded: boolean;
	/** What would make it run: the chosen one, by its title; and its place, for when that goes. */
	readonly cursor: string | undefined;
	readonly index: number;
};

/** A list of what has no pane (networks, secrets, stacks...), over the whole screen. */
export type ShelfLayer = {readonly kind: 'shelf'; readonly shelf: ShelfId; readonly list: ListState};

/** What is done step by step, over the whole screen. */
export type GuideLayer = {readonly kind: 'guide'; readonly top: number};

/** Asks before it goes on, is taken back, or forgotten. */
export type GuideAskLayer = {
	readonly kind: 'guideAsk';
	readonly ask: 'resume' | 'undo' | 'forget';
	readonly deafUntil: number;
	readonly hasDroppedKeys: boolean;
};

/** Everything that needs someone, over the whole screen. By id: worse ones come in above. */
export type ProblemsLayer = {readonly kind: 'problems'; readonly cursor: string | undefined; readonly index: number};

/** Tasks as boxes in columns of nodes, over the whole screen. By id: tasks come and go around the cursor. */
export type TopologyLayer = {
	readonly kind: 'topology';
	readonly by: 'service' | 'stack';
	/** The node that the cursor is on, and its task there. */
	readonly pillar: string | undefined;
	readonly cursor: string | undefined;
	/** Where its task was: if that goes, the one that takes its place is next. */
	readonly row: number;
	/** Nodes and lines scrolled past. */
	readonly left: number;
	readonly top: number;
	readonly filter: string;
	readonly problemsOnly: boolean;
	/** Someone asked for all tasks, however many there are. */
	readonly readsAll: boolean;
};

/** What happened since skep looks, over the whole screen. Without a cursor it follows. */
export type EventsLayer = {
	readonly kind: 'events';
	readonly cursor: string | undefined;
	readonly hidden: ReadonlySet<HappeningKind>;
	readonly filter: string;
};

/** What lies over the panes; the last one has the keys. */
export type Layer =
	| PagerLayer
	| ShelfLayer
	| RolloutsLayer
	| PaletteLayer
	| QuitLayer
	| OperationLayer
	| CockpitLayer
	| WhyLayer
	| GuideLayer
	| GuideAskLayer
	| TopologyLayer
	| EventsLayer
	| ProblemsLayer;

/** A line of text being typed at the foot of the screen. */
export type Prompt = {
	readonly kind: 'filter';
	readonly pane: PaneId | 'shelf' | 'topology' | 'events';
	readonly text: string;
	readonly before: string;
};

export type Message = {readonly text: string; readonly tone: 'plain' | 'moving' | 'look' | 'act'};

export type LogView = {
	/** Chosen with `l` or Enter; else the logs follow the selection. */
	readonly pinned: Exclude<Subject, {kind: 'all' | 'node'}> | undefined;
	readonly isFollowing: boolean;
	/** Lines between the last shown and the newest, while not following. */
	readonly back: number;
	readonly hasTimestamps: boolean;
	readonly isWrapped: boolean;
	readonly filter: string;
};

/** What the user sees and intends; never what the swarm says. */
export type UiState = {
	readonly size: {readonly columns: number; readonly rows: number};
	readonly focus: PaneId;
	/** The list that panes 3 and 4 follow: the one that had the focus last. */
	readonly leading: 'needs' | 'services' | 'nodes';
	readonly showsAllTasks: boolean;
	readonly lists: Readonly<Record<ListId, ListState>>;
	readonly logs: LogView;
	readonly isZoomed: boolean;
	readonly problemsOnly: boolean;
	readonly hasAbsoluteTimes: boolean;
	readonly showsHistory: boolean;
	readonly layers: readonly Layer[];
	readonly prompt: Prompt | undefined;
	readonly message: Message | undefined;
	/** What registries said when someone wanted to know, by image name with its tag. */
	readonly tagAnswers: ReadonlyMap<string, TagAnswer>;
	/** The focus was placed once; from then on only the user moves it. */
	readonly hasChosenFocus: boolean;
};

export const emptyList: ListState = {
	cursor: undefined,
	index: 0,
	filter: '',
	sortBy: undefined,
	isDescending: false,
	marked: new Set(),
};

export const createUi = (size: UiState['size']) =>
	createStore<UiState>(() => ({
		size,
		focus: 'services',
		leading: 'services',
		showsAllTasks: false,
		lists: {needs: emptyList, services: emptyList, nodes: emptyList, tasks: emptyList},
		logs: {pinned: undefined, isFollowing: true, back: 0, hasTimestamps: false, isWrapped: false, filter: ''},
		isZoomed: false,
		problemsOnly: false,
		hasAbsoluteTimes: false,
		showsHistory: false,
		layers: [],
		prompt: undefined,
		message: undefined,
		tagAnswers: new Map(),
		hasChosenFocus: false,
	}));

export type Ui = ReturnType<typeof createUi>;

/** Pages that are about no swarm that is on screen: they are read where there is none, too. */
export const standsAlone = ({about}: PagerLayer) =>
	about.kind === 'help' || about.kind === 'unlockKey' || about.kind === 'noQuorum';

export const topLayer = (state: UiState) => state.layers.at(-1);

export const cockpitLayer = (serviceId: ServiceId): CockpitLayer => ({
	kind: 'cockpit',
	serviceId,
	top: 0,
	hasAges: false,
	log: undefined,
	failure: undefined,
});

export const whyLayer = (serviceId: ServiceId): WhyLayer => ({
	kind: 'why',
	serviceId,
	at: {section: '', offset: 0},
	isUnfolded: false,
	cursor: undefined,
	index: 0,
});

export const topologyLayer: TopologyLayer = {
	kind: 'topology',
	by: 'service',
	pillar: undefined,
	cursor: undefined,
	row: 0,
	left: 0,
	top: 0,
	filter: '',
	problemsOnly: false,
	readsAll: false,
};

export const eventsLayer: EventsLayer = {kind: 'events', cursor: undefined, hidden: new Set(), filter: ''};

/** The cockpit that is open, with or without something over it. */
export const openCockpit = ({layers}: UiState) => layers.find(layer => layer.kind === 'cockpit');

export const changeCockpit = (ui: Ui, change: Partial<CockpitLayer>) =>
	ui.setState(({layers}) => ({
		layers: layers.map(layer => (layer.kind === 'cockpit' ? {...layer, ...change} : layer)),
	}));

export const changeList = (ui: Ui, id: ListId, change: Partial<ListState>) =>
	ui.setState(state => ({lists: {...state.lists, [id]: {...state.lists[id], ...change}}}));

export const changeLogs = (ui: Ui, change: Partial<LogView>) =>
	ui.setState(state => ({logs: {...state.logs, ...change}}));

export const pushLayer = (ui: Ui, layer: Layer) =>
	ui.setState(state => ({layers: [...state.layers, layer], prompt: undefined}));

export const popLayer = (ui: Ui) => ui.setState(state => ({layers: state.layers.slice(0, -1)}));

export const replaceTop = (ui: Ui, layer: Layer) =>
	ui.setState(state => ({layers: [...state.layers.slice(0, -1), layer]}));

export const say = (ui: Ui, text: string, tone: Message['tone'] = 'plain') => ui.setState({message: {text, tone}});
