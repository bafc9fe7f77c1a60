import type {ConfigContent} from '../swarm/config.ts';
import type {HappeningKind} from '../swarm/happenings.ts';
import type {ServiceId, TaskId} from '../swarm/ids.ts';
import type {JoinTokens} from '../swarm/join.ts';
import type {Offers} from './contexts/offers.ts';
import type {OperationLayer} from './dialogs/operation-layer.ts';
import type {Entry} from './pages/section.ts';
import type {ListState, Subject} from './pane-state.ts';
import type {ShellLayer} from './shell/shell-layer.ts';
import type {ShelfId} from './shelves/shelf.ts';

/** The legend is drawn when the page opens: Ink can't draw a table while it draws the screen. */
type HelpSubject = {readonly kind: 'help'; readonly legend: readonly string[]};

/** Written when the page opens: it stays as it was while one reads. */
type HistorySubject = {readonly kind: 'history'; readonly id: ServiceId; readonly entries: readonly Entry[]};

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
type NoQuorumSubject = {readonly kind: 'noQuorum'};

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
type QuitLayer = {readonly kind: 'quit'; readonly deafUntil: number; readonly hasDroppedKeys: boolean};

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
type CockpitLogPage = Exclude<Subject, {kind: 'all' | 'node'}>;

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

/** What skep can be connected to, over the whole screen, with a swarm below it or none. */
export type ContextsLayer = Offers & {
	readonly kind: 'contexts';
	readonly cursor: string | undefined;
	readonly index: number;
	/** It is being connected to; until its engine has answered nothing else changes. */
	readonly trying?: {readonly id: string; readonly stop: () => void} | undefined;
	/** What came of the last try. */
	readonly failed?: {readonly id: string; readonly why: string} | undefined;
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
	| ProblemsLayer
	| ContextsLayer
	| ShellLayer;

/** Pages that are about no swarm that is on screen: they are read where there is none, too. */
export const standsAlone = ({about}: PagerLayer) =>
	about.kind === 'help' || about.kind === 'unlockKey' || about.kind === 'noQuorum';

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
