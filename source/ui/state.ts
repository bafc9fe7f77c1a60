import {createStore} from 'zustand/vanilla';
import type {TagAnswer} from '../swarm/image-drift.ts';
import type {FormDraft} from './dialogs/form-draft.ts';
import type {CockpitLayer, Layer} from './layers.ts';
import {type LogView, newLogView} from './logs/log-view.ts';
import {emptyList, type ListId, type ListState, type PaneId} from './pane-state.ts';

/** A line of text being typed at the foot of the screen. */
export type Prompt =
	| {
			readonly kind: 'filter';
			readonly pane: PaneId | 'shelf' | 'topology' | 'events';
			readonly text: string;
			readonly before: string;
	  }
	/** Looks for it in the log. */
	| {readonly kind: 'search'; readonly text: string; readonly before: string}
	/** Where the log is to be saved; `isThere` once it turned out that such a file is there already. */
	| {readonly kind: 'saveLog'; readonly text: string; readonly isThere: boolean};

export type Message = {readonly text: string; readonly tone: 'plain' | 'moving' | 'look' | 'act'};

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
	/** Of forms that were left, by what they are for. */
	readonly drafts: ReadonlyMap<string, FormDraft>;
	/** The focus was placed once; from then on only the user moves it. */
	readonly hasChosenFocus: boolean;
};

export const createUi = (size: UiState['size']) =>
	createStore<UiState>(() => ({
		size,
		focus: 'services',
		leading: 'services',
		showsAllTasks: false,
		lists: {needs: emptyList, services: emptyList, nodes: emptyList, tasks: emptyList},
		logs: newLogView,
		isZoomed: false,
		problemsOnly: false,
		hasAbsoluteTimes: false,
		showsHistory: false,
		layers: [],
		prompt: undefined,
		message: undefined,
		tagAnswers: new Map(),
		drafts: new Map(),
		hasChosenFocus: false,
	}));

export type Ui = ReturnType<typeof createUi>;

export const topLayer = (state: UiState) => state.layers.at(-1);

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
