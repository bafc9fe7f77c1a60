import type {Nodes} from '../living.ts';
import {needsNothing} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import {lastTimes} from '../slot-times.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Task} from '../task.ts';
import {eligibleFor, startsOf} from './creation.ts';
import {demandOf, hostPortsOf} from './demand-of.ts';
import type {ClosingPort, Fate} from './foresight.ts';
import {waitingOf} from './parties.ts';
import {replaceable, replacedBy} from './revision.ts';
import {blurred, isHalfway, removedBy} from './scale.ts';
import type {Ended, Share, Told} from './share.ts';
import {stopsOf} from './stops.ts';
import {sum} from './sum.ts';
import {updateShare} from './update.ts';
import {isMeant} from './waiting-tasks.ts';
import {reasonsFor} from './words-of.ts';

/** What becomes of one service when several are written, as a deploy does. */
export type ServiceChange =
	/** Its id is none that the swarm has. */
	| {readonly kind: 'create'; readonly service: Service}
	| {readonly kind: 'remove'; readonly service: Service}
	| {
			readonly kind: 'change';
			readonly before: Service;
			/** As it is asked for; references in its spec may be names, where the swarm has ids. */
			readonly wanted: Service;
			/** Of the tasks: all, those that no longer fit their node, or none. */
			readonly replaced: 'all' | 'misfits' | 'none';
	  };

/** As the scheduler will have it. */
const afterOf = ({before, wanted, replaced}: Rewrite): Service => ({
	...before,
	...wanted,
	id: before.id,
	networks: before.networks,
	template: {
		...(replaced === 'none' ? before.template : wanted.template),
		content: replaced === 'all' ? wanted.template.content : before.template.content,
	},
});

export type Scene = {readonly snapshot: Snapshot; readonly nodes: Nodes};

export type Rewrite = Extract<ServiceChange, {kind: 'change'}>;

export type Part = {readonly change: ServiceChange; readonly share: Share; readonly leaving: readonly Task[]};

export const tasksOf = ({snapshot}: Scene, {id}: Service) => (snapshot.tasks.get(id)?.items ?? []).filter(isMeant);

export const replicasOf = ({mode}: Service) => (mode.kind === 'replicated' ? mode.replicas : 0);

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

/** A scale in the middle of a rollout: what comes of its own waiting tasks is nobody's guess. */
const vague = (told: Told, before: Service, after: Service, {snapshot, nodes}: Scene): Told => {
	const isScaled = before.mode.kind === 'replicated' && replicasOf(before) !== replicasOf(after);
	const isVague = isScaled && isHalfway(before, snapshot.tasks.get(before.id)?.items ?? [], nodes);
	return isVague
		? {...told, waiting: blurred(told.waiting, after, Math.max(replicasOf(before), replicasOf(after)))}
		: told;
};

/** `isLeast`: as if none of a service that is scaled down were left, since which go is partly chance. */
const changedPart = (change: Rewrite, scene: Scene, isLeast: boolean): Part => {
	const {snapshot, nodes} = scene;
	const {before, replaced} = change;
	const after = afterOf(change);
	const more = replicasOf(after) - replicasOf(before);
	const removed = more < 0 ? removedBy(snapshot, before, isLeast ? 0 : replicasOf(after)) : new Set<Task>();
	const tasks = (snapshot.tasks.get(before.id)?.items ?? []).filter(task => !removed.has(task));
	const old = replaced === 'all' ? replaceable(after, tasks, nodes) : replacedBy(before, after, tasks, nodes);
	const share = updateShare({snapshot, nodes, before, after, tasks, old}, Math.max(0, more));
	const leaving = [...removed];
	const told = (end: Ended): Told => {
		const {fates, waiting} = vague(share.told(end), before, after, scene);
		const stops =
			leaving.length > 0 ? [stopsOf(before, leaving, {tasks: tasksOf(scene, before), nodes: scene.nodes})] : [];
		return {fates: [...fates, ...stops], waiting};
	};
	return {change, leaving, share: {...share, gone: [...share.gone, ...leaving], told}};
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
