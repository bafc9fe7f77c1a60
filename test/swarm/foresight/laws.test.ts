import fc from 'fast-check';
import {expect, test} from 'vitest';
import {demandOf} from '../../../source/swarm/foresight/demand-of.ts';
import {drainForesight} from '../../../source/swarm/foresight/node-foresight.ts';
import {candidateAt, holding, type Place, placesOf} from '../../../source/swarm/foresight/places.ts';
import {isFit} from '../../../source/swarm/placement/explain.ts';
import {node, now, replicated, runningTasks, service, snapshotOf} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;

const worlds = fc.record({
	nodes: fc.integer({min: 2, max: 4}),
	services: fc.array(
		fc.record({
			replicas: fc.integer({min: 1, max: 3}),
			gib: fc.constantFrom(0, 2, 3, 5),
			most: fc.constantFrom(0, 0, 1),
		}),
		{minLength: 1, maxLength: 3},
	),
	seed: fc.array(fc.nat(1000), {minLength: 40, maxLength: 40}),
});

/** A scheduler that takes tasks in any order and any node that fits: the least that the real one keeps to. */
const anyhow = (
	groups: readonly {readonly at: number; readonly count: number}[],
	ask: (at: number, place: Place) => Place | undefined,
	places: Place[],
	dice: () => number,
) => {
	const left = groups.map(({count}) => count);
	for (;;) {
		const moves = groups.flatMap(({at}, index) =>
			(left[index] ?? 0) > 0 ? places.flatMap((place, to) => (ask(at, place) ? [{index, at, to}] : [])) : [],
		);
		const move = moves[dice() % moves.length];
		if (move === undefined) {
			return left;
		}
		places[move.to] = ask(move.at, places[move.to] as Place) as Place;
		left[move.index] = (left[move.index] ?? 0) - 1;
	}
};

test('whatever order and nodes the scheduler takes, as many are stuck as was said', () => {
	fc.assert(
		fc.property(worlds, ({nodes: size, services: plans, seed}) => {
			const nodes = Array.from({length: size}, (_, at) => node(`w${at}`));
			const services = plans.map(({replicas, gib, most}, at) =>
				service(`s${at}`, {
					mode: replicated(replicas),
					maxPerNode: most,
					reservations: {cpus: 0, memoryBytes: gib * gibibyte},
				}),
			);
			const tasks = services.flatMap(of => runningTasks(of, nodes));
			const snapshot = snapshotOf({nodes, services, tasks});
			const gone = nodes[0]?.id;
			const foresight = drainForesight(snapshot, gone ? [gone] : [], now);
			let rolls = 0;
			const dice = () => seed[rolls++ % seed.length] ?? 0;
			const others = new Map(nodes.slice(1).map(other => [other.id, other]));
			const places = placesOf(others, snapshot, {isGone: () => false, counted: new Set(services.map(({id}) => id))});
			const groups = services.map((of, at) => ({
				at,
				count: tasks.filter(task => task.serviceId === of.id && task.nodeId === gone).length,
			}));
			const left = anyhow(
				groups,
				(at, place) => {
					const of = services[at];
					const demand = of && demandOf(of, snapshot);
					return of && demand && isFit(demand, candidateAt(place, of.id))
						? holding(place, of.id, demand, 1)
						: undefined;
				},
				[...places.values()],
				dice,
			);
			for (const [at, of] of services.entries()) {
				const said = foresight.waiting.find(waiting => waiting.service.id === of.id)?.after ?? {least: 0, most: 0};
				expect(left[at]).toBeGreaterThanOrEqual(said.least);
				expect(left[at]).toBeLessThanOrEqual(said.most);
			}
		}),
		{numRuns: 300},
	);
});
