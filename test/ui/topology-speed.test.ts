import {expect, test} from 'vitest';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import {type TopologyLayer, topologyLayer} from '../../source/ui/layers.ts';
import {createUi} from '../../source/ui/state.ts';
import {drawTopology} from '../../source/ui/topology/draw.ts';
import {frameOf} from '../../source/ui/topology/frame.ts';
import {createTopology} from '../../source/ui/topology/model.ts';
import {node, now, replicated, runningTasks, service, snapshotOf} from '../helpers/builders.ts';

const size = {columns: 160, rows: 48};

/** So many nodes, each with a hundred tasks. */
const swarmOf = (count: number): Snapshot => {
	const nodes = Array.from({length: count}, (_, index) => node(`worker-${index}`));
	const services = Array.from({length: count * 5}, (_, index) =>
		service(`stack${index % 40}_app-${index}`, {stack: `stack${index % 40}`, mode: replicated(20)}),
	);
	const empty = snapshotOf({nodes, services});
	const tasks = services.map(
		(of, index) =>
			[
				of.id,
				{at: now, items: runningTasks(of, [...nodes.slice(index % count), ...nodes.slice(0, index % count)])},
			] as const,
	);
	return {...empty, tasks: new Map(tasks)};
};

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const timed = (work: () => void) => {
	// Of the processor: others may have it meanwhile.
	const from = process.cpuUsage();
	work();
	return process.cpuUsage(from).user / 1000;
};

/** Milliseconds to draw while the cursor moves, and to draw again after the tasks of one service were read. */
const measure = (snapshot: Snapshot) => {
	const topology = createTopology(() => undefined);
	const ui = createUi(size).getState();
	let current = snapshot;
	const view = {topology: (layer: TopologyLayer) => topology(current, now, layer), now: () => now};
	const draw = (row: number, pillar: number) => {
		const model = view.topology(topologyLayer);
		const layer = {...topologyLayer, pillar: model.pillars[pillar]?.id, cursor: model.pillars[pillar]?.boxes[row]?.id};
		const {left, top} = frameOf(model, layer, size);
		return drawTopology(view as never, {...layer, left, top}, ui, false);
	};
	const {length: lines} = draw(0, 1);
	const {length: pillars} = view.topology(topologyLayer).pillars;
	const moves = Array.from({length: 60}, (_, index) => timed(() => draw(index, 1 + (index % (pillars - 1)))));
	const news = Array.from({length: 10}, (_, index) => {
		const id = [...snapshot.tasks.keys()][index];
		const tasks = new Map(current.tasks);
		id && tasks.set(id, {at: now, items: (tasks.get(id)?.items ?? []).map(task => ({...task}))});
		current = {...current, tasks};
		return timed(() => draw(0, 1));
	});
	return {moves: median(moves), news: median(news), lines};
};

test('200 nodes with 20,000 tasks are drawn as fast as five, and again in a moment when something changes', () => {
	const small = swarmOf(5);
	const large = swarmOf(200);
	measure(small);
	const [five, many] = [measure(small), measure(large)];
	console.log(
		`Moving: ${five.moves.toFixed(2)} ms with 5 nodes, ${many.moves.toFixed(2)} ms with 200; after news ${many.news.toFixed(1)} ms`,
	);
	expect(many.lines).toBe(48);
	expect(many.moves).toBeLessThan(five.moves * 3 + 1);
	expect(many.moves).toBeLessThan(16);
	expect(many.news).toBeLessThan(50);
});
