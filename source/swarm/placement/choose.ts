import type {NodeId} from '../ids.ts';
import type {Node} from '../node.ts';
import {type Candidate, withTask} from './candidate.ts';
import type {Demand} from './demand.ts';
import {isFit} from './explain.ts';

/** From so many failures of a service's version on a node within five minutes, they decide before all else. */
const failuresThatCount = 5;

/** Negative when `one` is the better place (nodeLess in manager/scheduler/scheduler.go); the scheduler breaks ties at random. */
const comparePlaces = (one: Candidate, other: Candidate): number => {
	const failures = one.recentFailures - other.recentFailures;

	if (failures !== 0 && Math.max(one.recentFailures, other.recentFailures) >= failuresThatCount) {
		return failures;
	}

	return one.tasksOfService - other.tasksOfService || one.tasks - other.tasks;
};

const spreadValue = (descriptor: string, node: Node) => {
	const name = /^(?:node|engine)\.labels\.(.+)$/i.exec(descriptor)?.[1];
	const labels = descriptor.toLowerCase().startsWith('engine.') ? node.engineLabels : node.labels;
	return name !== undefined && Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
};

const countOf = (branch: readonly Candidate[]) => branch.reduce((sum, {tasksOfService}) => sum + tasksOfService, 0);

/** What is left to choose from: every node with its counts, and those that would take one more task. */
type Choice = {readonly all: readonly Candidate[]; readonly fitting: ReadonlySet<Candidate>};

/** The first of the best. Asked once per task, of all nodes. */
const bestOf = ({all, fitting}: Choice): Candidate | undefined => {
	let best: Candidate | undefined;

	for (const candidate of all) {
		if (fitting.has(candidate) && (best === undefined || comparePlaces(candidate, best) < 0)) {
			best = candidate;
		}
	}

	return best;
};

/**
The best place for one more task. Branches of a spread preference are evened out by the service's tasks in them, those
on unfit nodes included; a branch where nothing fits is passed over.
*/
const bestPlace = ({all, fitting}: Choice, spread: readonly string[]): Candidate | undefined => {
	const [descriptor, ...rest] = spread;

	if (descriptor === undefined) {
		return bestOf({all, fitting});
	}

	const branches = Object.values(Object.groupBy(all, ({node}) => spreadValue(descriptor, node)))
		.filter(branch => branch !== undefined)
		.sort((one, other) => countOf(one) - countOf(other));

	for (const branch of branches) {
		const best = bestPlace({all: branch, fitting}, rest);

		if (best !== undefined) {
			return best;
		}
	}

	return undefined;
};

/**
Where `count` tasks of one service go, one after the other: the node with the fewest tasks of the service, then with
the fewest tasks in all, then the first. Shorter than `count` when the rest has nowhere to go.
*/
export const choosePlaces = (demand: Demand, candidates: readonly Candidate[], count: number): readonly NodeId[] => {
	const places: NodeId[] = [];
	const all = [...candidates];
	const fitting = new Set(all.filter(candidate => isFit(demand, candidate)));

	while (places.length < count) {
		const best = bestPlace({all, fitting}, demand.spread);

		if (best === undefined) {
			return places;
		}

		const next = withTask(best, demand);
		places.push(best.node.id);
		all[all.indexOf(best)] = next;
		fitting.delete(best);

		if (isFit(demand, next)) {
			fitting.add(next);
		}
	}

	return places;
};
