import {isConnected, type Node} from './objects.ts';
import type {Swarm} from './swarm.ts';

/** Whether the swarm can decide anything, and who decides (engine.md, section 5.1). Times in milliseconds. */
export type Raft = {
	readonly leaderId: () => string | undefined;
	/** Since when there is none. */
	readonly leaderlessSince: () => number | undefined;
	readonly hasQuorum: () => boolean;
	readonly managers: () => readonly Node[];
	/** Someone left or came back: there may have to be an election. */
	readonly membershipChanged: () => void;
	readonly whenLed: (run: () => void) => void;
	readonly onNewLeader: (listener: () => void) => void;
	readonly start: (leader: Node) => void;
};

/** From the leader's death to its successor's first word, and from a manager's return to that after quorum was lost. */
const electionTakes = [12_600, 14_800] as const;
const recoveryTakes = [5400, 6600] as const;
/** A leader that is demoted hands over before it goes. */
const handoverTakes = [600, 1400] as const;

type Parts = Pick<Swarm, 'timeline' | 'random' | 'store'>;

export const createRaft = ({timeline, random, store}: Parts): Raft => {
	const waiting: (() => void)[] = [];
	const listeners: (() => void)[] = [];
	let leader: Node | undefined;
	let since: number | undefined;
	let hadQuorum = true;
	let cancelElection: (() => void) | undefined;

	const managers = () => [...store.nodes.all.values()].filter(({isManager}) => isManager);
	const hasQuorum = () => managers().filter(isConnected).length > managers().length / 2;

	const lead = (node: Node) => {
		leader = node;
		since = undefined;
		for (const listener of listeners) {
			listener();
		}
		for (const run of waiting.splice(0)) {
			run();
		}
	};

	const elect = () => {
		cancelElection = undefined;
		const candidates = managers().filter(isConnected);
		if (leader === undefined && hasQuorum()) {
			lead(random.pick(candidates));
		}
	};

	const callElection = ([least, most]: readonly [number, number]) => {
		cancelElection?.();
		cancelElection = timeline.after(random.between(least, most), elect);
	};

	const membershipChanged = () => {
		const isLed = leader !== undefined && isConnected(leader) && leader.isManager && hasQuorum();
		if (isLed) {
			return;
		}
		if (leader !== undefined || since === undefined) {
			since = timeline.now();
		}
		const isHandover = leader !== undefined && isConnected(leader) && !leader.isManager;
		const isNew = leader !== undefined;
		leader = undefined;
		if (!hasQuorum()) {
			cancelElection?.();
			cancelElection = undefined;
		} else if (cancelElection === undefined) {
			callElection(isHandover ? handoverTakes : isNew && hadQuorum ? electionTakes : recoveryTakes);
		}
		hadQuorum = hasQuorum();
	};

	return {
		leaderId: () => leader?.id,
		leaderlessSince: () => since,
		hasQuorum,
		managers,
		membershipChanged,
		whenLed: run => (leader === undefined ? void waiting.push(run) : run()),
		onNewLeader: listener => void listeners.push(listener),
		start(first) {
			leader = first;
			since = undefined;
		},
	};
};
