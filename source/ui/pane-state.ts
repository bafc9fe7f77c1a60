import type {NodeId, ServiceId, TaskId} from '../swarm/ids.ts';

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

export const emptyList: ListState = {
	cursor: undefined,
	index: 0,
	filter: '',
	sortBy: undefined,
	isDescending: false,
	marked: new Set(),
};
