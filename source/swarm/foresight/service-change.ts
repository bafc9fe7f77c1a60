import {needsNothing} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import {lastTimes} from '../slot-times.ts';
import type {Task} from '../task.ts';
import {eligibleFor, startsOf} from './creation.ts';
import {demandOf, hostPortsOf} from './demand-of.ts';
import type {ClosingPort, Fate} from './foresight.ts';
import {waitingOf} from './parties.ts';
import {changedPart, type Rewrite, type Scene, tasksOf} from './rewrite.ts';
import type {Ended, Share, Told} from './share.ts';
import {stopsOf} from './stops.ts';
import {sum} from './sum.ts';
import {reasonsFor} from './words-of.ts';

/** What becomes of one service when several are written, as a deploy does. */
export type ServiceChange =
	/** Its id is none that the swarm has. */
	{readonly kind: 'create'; readonly service: Service} | {readonly kind: 'remove'; readonly service: Service} | Rewrite;

export type Part = {readonly change: ServiceChange; readonly share: Share; readonly leaving: readonly Task[]};

const removedPart = (change: Extract<ServiceChange, {kind: 'remove'}>, scene: Scene): Part => {
	const {service} = change;
	const leaving = tasksOf(scene, service);
	const told = () => ({
		fates: leaving.length > 0 ? [stopsOf(service, leaving, {tasks: leaving, nodes: scene.nodes})] : [],
		waiting: [],
	});
	return {change, leaving, share: {service, gone: leaving, own: [], told}};
};

const createdFate = (service: Service, {mine, places}: Ended): Fate => {
	const total = sum(mine.map(({group}) => group.count));
	const stuck = {least: sum(mine.map(entry => entry.stuck.least)), most: sum(mine.map(entry => entry.stuck.most))};
	const starting = {least: total - stuck.most, most: total - stuck.least};
	const stuckest = mine.find(entry => entry.stuck.most > 0);
	const likely = [...new Set(mine.flatMap(entry => entry.likely))].flatMap(id => places.get(id)?.node ?? []);
	return {
		service,
		tasks: 0,
		stuck,
		starting,
		living: {before: 0, during: 0, after: starting},
		likely,
		text: stuckest?.words().text,
		nodes: stuckest ? reasonsFor(stuckest.group, places) : [],
		local: (service.template.needs ?? needsNothing).local,
		last: lastTimes(service, [], []),
		isReplaced: false,
	};
};

const createdPart = (change: Extract<ServiceChange, {kind: 'create'}>, {snapshot, nodes}: Scene): Part => {
	const {service} = change;
	const demand = demandOf(service, snapshot);
	const own = startsOf(service, eligibleFor(service, nodes)).map(({only, tasks}) => ({
		service,
		demand,
		count: tasks,
		...(only !== undefined && {only}),
	}));
	const told = (end: Ended): Told => ({
		fates: own.length > 0 ? [createdFate(service, end)] : [],
		waiting: end.mine.flatMap(entry => waitingOf(entry, () => 0)),
	});
	return {change, leaving: [], share: {service, gone: [], own, told}};
};

export const partOf = (change: ServiceChange, scene: Scene, isLeast: boolean): Part => {
	switch (change.kind) {
		case 'create':
			return createdPart(change, scene);
		case 'remove':
			return removedPart(change, scene);
		default:
			return changedPart(change, scene, isLeast);
	}
};

/** Host ports that nothing of the service takes any more. */
export const closingPorts = ({change, leaving}: Part, {snapshot, nodes}: Scene): readonly ClosingPort[] => {
	const before = change.kind === 'change' ? change.before : change.service;
	const after = change.kind === 'change' ? hostPortsOf(change.wanted) : [];
	const isKept = (port: number, protocol: string) =>
		after.some(other => other.port === port && other.protocol === protocol);
	const ports =
		change.kind === 'create' ? [] : hostPortsOf(before).filter(({port, protocol}) => !isKept(port, protocol));
	const tasks = change.kind === 'remove' ? leaving : tasksOf({snapshot, nodes}, before);
	return tasks.flatMap(({nodeId}) => {
		const node = nodeId && nodes.get(nodeId);
		return node ? ports.map(port => ({...port, service: before, node})) : [];
	});
};
