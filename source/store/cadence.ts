import type {Instant} from '../swarm/values.ts';

/** What an idle screen would cost, in bytes per answer. */
export type Load = {
	readonly nodes: number;
	readonly services: number;
	/** The services on screen. */
	readonly visible: number;
	/** The tasks of the selected services; 0 when none is selected. */
	readonly selected: number;
	/** The tasks of the selected node; 0 when none is. */
	readonly onNode: number;
	/** The selected services have all they want by the engine's counts: those will tell of a change. */
	readonly isSettled: boolean;
	/** Tasks of all services are on screen. */
	readonly allTasks: boolean;
};

/** Milliseconds between two questions of a kind, while nothing happens. */
export type Cadence = {
	readonly nodes: number;
	readonly services: number;
	readonly visible: number;
	/** Tasks of the selected services. */
	readonly selected: number;
	/** Tasks of the selected node. */
	readonly onNode: number;
	/** Counts of the selected services: tells sooner than their tasks where those are too big to be read that often. */
	readonly counts: number;
	/** Bytes per second for reading services a few at a time, where the whole list is too big for one answer. */
	readonly scan: number;
	/** Bytes per second left over, for tasks that nobody looks at. */
	readonly spare: number;
};

/** The engine's share of one idle swarm: 1.4 of 1.5 MB a minute; the rest is for what no plan foresees. */
const bytesPerSecond = 1_400_000 / 60;
/** Just below the two and five seconds that may pass; three of `countsEvery` are one `visibleEvery`. */
const selectedEvery = 1900;
const countsEvery = 1600;
const visibleEvery = 4800;
const servicesEvery = 4000;
const nodesEvery = 10_000;
const minute = 60_000;
/** A list that would take too much of one minute's budget at once; new services still come by events. */
const biggestList = 500_000;

const seconds = (bytes: number, rate: number) => (bytes / Math.max(rate, 1)) * 1000;

/** How often to ask for what, so that an idle swarm of any size costs its managers little (DESIGN: 60 requests, 1.5 MB a minute). */
export const cadenceOf = (load: Load): Cadence => {
	const nodes = Math.max(nodesEvery, seconds(load.nodes, 1700));
	const left = bytesPerSecond - load.nodes / (nodes / 1000);
	const everything = load.services / (servicesEvery / 1000);
	return everything <= left * 0.6 ? small(load, nodes, left - everything) : large(load, nodes, left);
};

/** All services are read every few seconds; what remains is for tasks. */
const small = (load: Load, nodes: number, left: number): Cadence => {
	const fitting = seconds(load.selected, left * 0.7);
	const selected = fitting <= selectedEvery ? selectedEvery : Math.max(fitting, 3 * selectedEvery);
	const onNode = Math.max(2 * selectedEvery, seconds(load.onNode, left * 0.3));
	return {
		nodes,
		services: servicesEvery,
		visible: visibleEvery,
		selected,
		counts: countsOf(selected),
		scan: 0,
		onNode,
		spare: left - load.selected / (selected / 1000) - load.onNode / (onNode / 1000),
	};
};

/** Only what is on screen is read every few seconds. */
const large = (load: Load, nodes: number, left: number): Cadence => {
	const fitting = seconds(load.selected, load.isSettled ? 5000 : 10_000);
	const selected = fitting <= selectedEvery ? selectedEvery : Math.max(fitting, 3 * selectedEvery);
	const visible = Math.max(visibleEvery, seconds(load.visible, 9000));
	const onNode = Math.max(2 * selectedEvery, seconds(load.onNode, 6000));
	const spare = load.allTasks ? 5000 : 0;
	const rest =
		left -
		load.selected / (selected / 1000) -
		load.visible / (visible / 1000) -
		load.onNode / (onNode / 1000) -
		1500 -
		spare;
	const isHuge = load.services > biggestList;
	const rate = Math.max(rest, 3500);
	return {
		nodes: Math.max(nodes, minute),
		services: isHuge ? Number.POSITIVE_INFINITY : Math.max(minute / 4, seconds(load.services, rate)),
		scan: isHuge ? rate : 0,
		visible,
		selected,
		onNode,
		counts: countsOf(selected),
		spare,
	};
};

const countsOf = (selected: number) => (selected > selectedEvery ? countsEvery : Number.POSITIVE_INFINITY);

/** Milliseconds between two looks at a service that moves, by when its tasks last changed: a stuck one is left in peace. */
export const paceOf = (quietFor: Instant) => {
	if (quietFor < minute) {
		return {service: 1000, tasks: 400};
	}
	return {service: 4800, tasks: selectedEvery};
};
