import type {Nodes} from './living.ts';
import type {Problem} from './problems.ts';
import {quorumOf} from './quorum.ts';
import {skewedServices} from './rebalance.ts';
import type {Snapshot} from './snapshot.ts';
import {missingLabels, twinsOf} from './twins.ts';
import type {Instant} from './values.ts';
import {plural} from './wording.ts';

const onSwarm = (found: Pick<Problem, 'verdict' | 'name' | 'standing' | 'cause'>): Problem => ({
	urgency: 'look',
	subject: {kind: 'swarm'},
	since: undefined,
	...found,
});

const most = 4;

const listed = (names: readonly string[]) =>
	names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

/** Two managers are worse than one; other even numbers bear no more than one less would. */
const evenProblem = (nodes: Nodes): readonly Problem[] => {
	const {managers, reachable, isEven} = quorumOf(nodes);

	if (!isEven || reachable < managers) {
		return [];
	}

	const cause =
		managers === 2
			? 'if either of the 2 managers is lost, nothing can be changed: worse than 1 alone; have 3'
			: `an even number: ${managers} managers bear the loss of no more than ${managers - 1} would`;
	return [onSwarm({verdict: 'MANAGERS', name: 'managers', standing: `${managers}`, cause})];
};

/** Nodes of several engine versions, as in the middle of an upgrade. */
const versionsProblem = (nodes: Nodes): readonly Problem[] => {
	const known = [...nodes.values()].filter(
		({state, engineVersion}) => state === 'ready' && engineVersion !== undefined,
	);
	const byVersion = Object.entries(Object.groupBy(known, ({engineVersion}) => engineVersion ?? ''));

	if (byVersion.length < 2) {
		return [];
	}

	const words = byVersion
		.toSorted(([, a = []], [, b = []]) => b.length - a.length)
		.map(
			([version, some = []]) =>
				`${version} on ${some.length > 2 ? plural(some.length, 'node') : listed(some.map(({hostname}) => hostname))}`,
		);
	return [onSwarm({verdict: 'VERSIONS', name: 'engines', standing: `${byVersion.length}`, cause: words.join(', ')})];
};

/** Nothing moves back by itself when a node returns; while one is away, it would be done twice. */
const skewProblem = (snapshot: Snapshot, nodes: Nodes, now: Instant): readonly Problem[] => {
	if ([...nodes.values()].some(({state}) => state !== 'ready')) {
		return [];
	}

	const skewed = skewedServices(snapshot, now).filter(({idle}) => idle.length > 0);
	const [worst] = skewed;

	if (worst === undefined) {
		return [];
	}

	const names = listed(skewed.map(({service}) => service.name));
	const cause = `${names}: up to ${worst.skew} more tasks on one node than on another, none on ${listed(worst.idle)}; :rebalance restarts them one by one`;
	return [onSwarm({verdict: 'SKEW', name: 'spread', standing: `${skewed.length}`, cause})];
};

/** A machine that joined anew has none of the labels that constraints look for. */
const twinProblems = (snapshot: Snapshot): readonly Problem[] =>
	twinsOf(snapshot).map(twins => {
		const labels = Object.keys(missingLabels(twins));
		const lacks = labels.length === 0 ? '' : `, without the labels ${listed(labels)}`;
		return {
			urgency: 'look',
			verdict: 'TWIN',
			subject: {kind: 'node', id: twins.fresh.id},
			name: twins.fresh.hostname,
			standing: 'twice',
			since: twins.fresh.createdAt,
			cause: `came back under a new id${lacks}; the old entry is down`,
		};
	});

/** What concerns the swarm as a whole, and hurts nobody yet. */
export const spreadProblems = (snapshot: Snapshot, nodes: Nodes, now: Instant): readonly Problem[] => [
	...evenProblem(nodes),
	...twinProblems(snapshot),
	...versionsProblem(nodes),
	...skewProblem(snapshot, nodes, now),
];
