import type {LogLine} from '../../store/log-buffer.ts';
import type {ServiceId} from '../../swarm/ids.ts';
import type {Subject} from '../pane-state.ts';

/** How the user looks at the log. */
export type LogView = {
	/** Chosen with `l`, `L` or Enter; else the logs follow the selection. */
	readonly pinned: PinnedLog | undefined;
	/** The last line shown while the log is held; without one it follows. By identity: lines come and go around it. */
	readonly held: LogLine | undefined;
	readonly hasTimestamps: boolean;
	/** Where each line is from, in full. */
	readonly hasOrigins: boolean;
	readonly isWrapped: boolean;
	/** JSON is told as level, message and the rest. */
	readonly isFolded: boolean;
	readonly hidesStopped: boolean;
	readonly filter: string;
	readonly search: string;
	/** The line of the search that one is at. */
	readonly hit: LogLine | undefined;
};

/** Whose log was chosen. */
export type PinnedLog =
	| Exclude<Subject, {kind: 'all' | 'node'}>
	| {readonly kind: 'stack'; readonly name: string}
	| {readonly kind: 'services'; readonly ids: readonly ServiceId[]};

/** A log that follows what comes, with nothing looked at in it. */
export const atNewest = {held: undefined, hit: undefined} as const;

export const newLogView: LogView = {
	...atNewest,
	pinned: undefined,
	hasTimestamps: false,
	hasOrigins: false,
	isWrapped: false,
	isFolded: false,
	hidesStopped: false,
	filter: '',
	search: '',
};
