import {keptOffNode} from '../operations/kept-off.ts';
import {
	type Fate,
	type Foresight,
	isCertain,
	isExact,
	type NodeReason,
	type Range,
	type Waiting,
} from '../swarm/foresight/foresight.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Node} from '../swarm/node.ts';
import type {Snapshot} from '../swarm/snapshot.ts';

/** One number where it is exact, both ends where it isn't. */
const amount = (range: Range) => (isExact(range) ? range.least : {least: range.least, most: range.most});

const nameOf = ({hostname}: Node) => hostname;

const fateJson =
	(snapshot: Snapshot) =>
	({service, tasks, stuck, starting, living, likely, text, nodes, local, last}: Fate) => ({
		service: service.name,
		tasks,
		stuck: amount(stuck),
		starting: amount(starting),
		living: {before: living.before, during: living.during, after: amount(living.after)},
		likely: likely.map(nameOf),
		...(text !== undefined && {text}),
		...(nodes.length > 0 && {nodes: nodes.map(nodeJson(service.id, snapshot))}),
		...(local.length > 0 && {local}),
		...(last.start !== undefined && {lastStartSeconds: last.start}),
		...(last.stop.isSeen ? {lastStopSeconds: last.stop.seconds} : {stopGraceSeconds: last.stop.grace}),
	});

const nodeJson = (service: ServiceId, snapshot: Snapshot) => (reason: NodeReason) => ({
	node: reason.place.node.hostname,
	rules: reason.rules,
	words: keptOffNode(service, reason, snapshot),
});

const waitingJson = ({service, only, before, after, text, isTextSure, isForgotten}: Waiting) => ({
	service: service.name,
	...(only !== undefined && {node: only}),
	before,
	after: amount(after),
	text,
	isTextSure,
	...(isForgotten && {isForgotten}),
});

/** For scripts: names instead of objects, the lists in the order of regret. */
export const foresightJson = (foresight: Foresight, snapshot: Snapshot) => {
	const asJson = fateJson(snapshot);
	const {tasks, stays, ports, waiting, tightest, quorum} = foresight;
	return {
		isExact: isCertain(foresight),
		tasks,
		stuck: foresight.stuck.map(asJson),
		mayStick: foresight.mayStick.map(asJson),
		downWhileMoving: foresight.down.map(asJson),
		startsWithEmptyVolume: foresight.empty.map(asJson),
		moves: foresight.moves.map(asJson),
		stops: foresight.stops.map(asJson),
		starts: foresight.starts.map(asJson),
		stays,
		closingPorts: ports.map(({port, protocol, service, node}) => ({
			port,
			protocol,
			service: service.name,
			node: node.hostname,
		})),
		waiting: waiting.map(waitingJson),
		tightest: tightest && {node: tightest.node.hostname, resource: tightest.resource, share: tightest.share},
		quorum,
	};
};
