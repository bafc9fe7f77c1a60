import {startAgents} from './agent.ts';
import {startAllocator} from './allocator.ts';
import {usualSettings} from './cluster.ts';
import {startDispatcher} from './dispatcher.ts';
import {startEnforcer} from './enforcer.ts';
import {type EngineVersion, engineVersions} from './engine-version.ts';
import {type Events, startEvents} from './events.ts';
import {createIngress} from './network-plans.ts';
import {addNode, type NodePlan} from './nodes.ts';
import {isConnected, type Node} from './objects.ts';
import {startOrchestrator} from './orchestrator.ts';
import {createProcesses} from './processes.ts';
import {createRaft, type Raft} from './raft.ts';
import {createRandom} from './random.ts';
import {startReaper} from './reaper.ts';
import {startRoles} from './roles.ts';
import {startScheduler} from './scheduler.ts';
import {createStore} from './store.ts';
import type {Swarm} from './swarm.ts';
import {createTimeline} from './timeline.ts';

export type SimulatorOptions = {
	readonly nodes: readonly NodePlan[];
	readonly seed?: number;
	readonly engine?: EngineVersion['name'];
	/** Simulated time at the start, in milliseconds since 1970. */
	readonly startAt?: number;
};

export type Simulator = {
	readonly swarm: Swarm;
	readonly raft: Raft;
	readonly events: Events;
	readonly engine: EngineVersion;
	readonly startedAt: number;
	readonly clusterId: string;
	/** Goes on by so many milliseconds of simulated time. */
	readonly advance: (milliseconds: number) => void;
	readonly addNode: (plan: NodePlan) => Node;
	/** By id or host name; throws when there is none. */
	readonly node: (name: string) => Node;
	/** Power off: its containers are gone. */
	readonly kill: (name: string) => void;
	/** Off the network, and running on. */
	readonly cut: (name: string) => void;
	readonly bringBack: (name: string) => void;
	/** Kills managers until too few are left; answers whom. */
	readonly loseQuorum: () => readonly string[];
	/** Calls back when a node loses power: its engine breaks off what it was saying. */
	readonly onPowerOff: (listener: (node: Node) => void) => void;
};

/** A swarm that lives in this process. Time stands still until it is told to `advance`. */
export const createSimulator = (options: SimulatorOptions): Simulator => {
	const startAt = options.startAt ?? Date.UTC(2026, 10, 21, 9, 0, 0);
	const engine = engineVersions[options.engine ?? '28.5'];
	const timeline = createTimeline(startAt);
	const random = createRandom(options.seed ?? 1);
	const store = createStore(timeline, random);
	const raft = createRaft({timeline, random, store});
	const processes = createProcesses(timeline);
	const leadership = {hasLeader: () => raft.leaderId() !== undefined, whenLed: raft.whenLed};
	const settings = usualSettings(store.log.next());
	const swarm: Swarm = {timeline, random, store, processes, leadership, settings};

	store.watch(change => processes.touch(change.item.id));
	const events = startEvents(swarm);
	startAllocator(swarm);
	startScheduler(swarm);
	startEnforcer(swarm);
	startReaper(swarm);
	startRoles(swarm, raft);
	const agents = startAgents(swarm);
	const orchestrator = startOrchestrator(swarm);
	const dispatcher = startDispatcher(swarm, raft);
	raft.onNewLeader(orchestrator.takeOver);

	for (const plan of options.nodes) {
		addNode(swarm, plan, engine);
	}
	createIngress(swarm);
	const [first] = raft.managers();
	if (first) {
		raft.start(first);
	}

	const node = (name: string) => {
		const found =
			store.nodes.all.get(name) ?? store.nodes.all.values().find(({raw}) => raw.Description.Hostname === name);
		if (found === undefined) {
			throw new Error(`there is no node ${name}`);
		}
		return found;
	};

	const powerOff: ((node: Node) => void)[] = [];

	const changePower = (name: string, change: (found: Node) => void) => {
		const found = node(name);
		const wasOff = !found.isUp;
		const wasConnected = isConnected(found);
		change(found);
		found.json = undefined;
		if (isConnected(found) === wasConnected) {
			return;
		}
		if (wasConnected) {
			agents.lose(found);
			for (const tell of found.isUp ? [] : powerOff) {
				tell(found);
			}
		} else {
			agents.regain(found, wasOff);
		}
		dispatcher.changed(found);
		raft.membershipChanged();
	};

	const kill = (name: string) => changePower(name, found => Object.assign(found, {isUp: false}));

	return {
		swarm,
		raft,
		events,
		engine,
		startedAt: startAt,
		clusterId: random.id(),
		advance: timeline.advance,
		addNode: plan => addNode(swarm, plan, engine),
		node,
		kill,
		cut: name => changePower(name, found => Object.assign(found, {isCut: true})),
		bringBack: name => changePower(name, found => Object.assign(found, {isUp: true, isCut: false})),
		loseQuorum() {
			const doomed: string[] = [];
			while (raft.hasQuorum()) {
				const next = raft.managers().findLast(isConnected);
				kill(next?.id ?? '');
				doomed.push(next?.raw.Description.Hostname ?? '');
			}
			return doomed;
		},
		onPowerOff: listener => void powerOff.push(listener),
	};
};
