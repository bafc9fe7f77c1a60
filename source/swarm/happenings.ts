import type {Burst} from './happenings-bursts.ts';
import {nodeHappenings} from './happenings-nodes.ts';
import {serviceHappenings} from './happenings-services.ts';
import {taskHappenings} from './happenings-tasks.ts';
import type {NodeId, ServiceId} from './ids.ts';
import type {Node} from './node.ts';
import type {Service} from './service.ts';
import type {ServiceTasks, Snapshot} from './snapshot.ts';
import type {Instant} from './values.ts';

/** What a timeline tells apart. `connection` is how the swarm is heard, `skep` what was done from here. */
export const happeningKinds = ['node', 'service', 'rollout', 'task', 'connection', 'skep'] as const;

export type HappeningKind = (typeof happeningKinds)[number];

/** Something that happened, as far as two looks at the swarm tell. Text from the swarm may be inside. */
export type Happening = {
	readonly kind: HappeningKind;
	/** By the engine's clock where it tells, else when it was seen. */
	readonly at: Instant;
	readonly seenAt: Instant;
	/** Where it went on for a while. */
	readonly until?: Instant;
	/** Whose clock `at` is by. */
	readonly by: 'engine' | 'seen';
	readonly urgency: 'act' | 'look' | 'moving' | 'none';
	/** What it happened to; empty for the swarm as a whole. */
	readonly name: string;
	readonly about:
		| {readonly kind: 'node'; readonly id: NodeId}
		| {readonly kind: 'service'; readonly id: ServiceId}
		| undefined;
	readonly words: string;
	/** What there is to say besides, one clause each. */
	readonly details: readonly string[];
	/** Of tasks, while a later look may add to it. */
	readonly burst?: Burst;
};

/** What was seen of the swarm, as far as the next look needs it. */
export type Seen = {
	/** `unknown` is what every node reads while the leader changes: they keep what they were before. */
	readonly nodes: ReadonlyMap<NodeId, Node> | undefined;
	readonly services: ReadonlyMap<ServiceId, Service> | undefined;
	readonly tasks: ReadonlyMap<ServiceId, ServiceTasks>;
	/** Made while skep looks, and their tasks not read yet: those are all news. */
	readonly young: ReadonlySet<ServiceId>;
};

export const nothingSeen: Seen = {nodes: undefined, services: undefined, tasks: new Map(), young: new Set()};

/** What both looks hold, and what each rule compares. */
export type Looks = {readonly before: Seen; readonly after: Seen; readonly now: Instant};

type Nodes = Seen['nodes'];

const firmNodes = (before: Nodes, after: Nodes): Nodes => {
	if (after === undefined || !after.values().some(({state}) => state === 'unknown')) {
		return after;
	}

	return new Map(
		after.entries().map(([id, node]): [NodeId, Node] => {
			const known = before?.get(id)?.state;
			return [id, node.state === 'unknown' && known !== undefined ? {...node, state: known} : node];
		}),
	);
};

const youngAfter = ({young, services}: Seen, {services: after, tasks}: Snapshot): ReadonlySet<ServiceId> => {
	const made = services === undefined ? [] : [...(after?.items.keys() ?? [])].filter(id => !services.has(id));
	return young.size + made.length === 0
		? young
		: new Set([...young, ...made].filter(id => !tasks.has(id) && after?.items.has(id)));
};

/** What happened between two looks. What was already so when it was seen for the first time isn't told. */
export const lookForHappenings = (
	before: Seen,
	snapshot: Snapshot,
	now: Instant,
): {readonly seen: Seen; readonly happenings: readonly Happening[]} => {
	const nodes = firmNodes(before.nodes, snapshot.nodes?.items) ?? before.nodes;
	const services = snapshot.services?.items ?? before.services;
	const looked = {nodes, services, tasks: snapshot.tasks, young: before.young};
	const looks = {before, after: looked, now};
	const happenings = [...nodeHappenings(looks), ...serviceHappenings(looks), ...taskHappenings(looks)];
	return {
		seen: {...looked, young: youngAfter(before, snapshot)},
		happenings: happenings.length > 1 ? happenings.toSorted((a, b) => a.at - b.at) : happenings,
	};
};
