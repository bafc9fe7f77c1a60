import type {Network, Node, Secret, Service, Task} from './objects.ts';
import type {Random} from './random.ts';
import {createTable, type RaftLog, type Table, type TableChange} from './table.ts';
import {createTaskIndex, type TaskIndex} from './task-index.ts';
import type {Timeline} from './timeline.ts';

export type Change =
	| ({readonly kind: 'node'} & TableChange<Node>)
	| ({readonly kind: 'service'} & TableChange<Service>)
	| ({readonly kind: 'task'} & TableChange<Task>)
	| ({readonly kind: 'network'} & TableChange<Network>)
	| ({readonly kind: 'secret' | 'config'} & TableChange<Secret>);

/** What Raft keeps: the swarm's objects, and who is told when one changes. */
export type Store = {
	readonly nodes: Table<Node>;
	readonly services: Table<Service>;
	readonly tasks: Table<Task>;
	readonly networks: Table<Network>;
	readonly secrets: Table<Secret>;
	readonly configs: Table<Secret>;
	readonly index: TaskIndex;
	readonly log: RaftLog;
	readonly watch: (listener: (change: Change) => void) => void;
};

export const createStore = (timeline: Timeline, random: Random): Store => {
	const listeners: ((change: Change) => void)[] = [];
	const index = createTaskIndex();
	let raftIndex = 10;
	const log: RaftLog = {
		next: () => {
			raftIndex += 1;
			return raftIndex;
		},
		last: () => raftIndex,
	};

	const tell = (change: Change) => {
		for (const listener of listeners) {
			listener(change);
		}
	};

	const surroundings = {timeline, random, log};
	return {
		nodes: createTable<Node>({...surroundings, changed: change => tell({kind: 'node', ...change})}),
		services: createTable<Service>({...surroundings, changed: change => tell({kind: 'service', ...change})}),
		tasks: createTable<Task>({
			...surroundings,
			changed: change => {
				index.follow(change);
				tell({kind: 'task', ...change});
			},
		}),
		networks: createTable<Network>({...surroundings, changed: change => tell({kind: 'network', ...change})}),
		secrets: createTable<Secret>({...surroundings, changed: change => tell({kind: 'secret', ...change})}),
		configs: createTable<Secret>({...surroundings, changed: change => tell({kind: 'config', ...change})}),
		index,
		log,
		watch: listener => void listeners.push(listener),
	};
};
