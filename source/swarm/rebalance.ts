import {matchesConstraints} from './constraints.ts';
import type {NodeId, ServiceId} from './ids.ts';
import {believedNodes, isLiving, type Nodes} from './living.ts';
import {type Node, takesTasks} from './node.ts';
import {isRolling, type Service} from './service.ts';
import {type Snapshot, tasksOf} from './snapshot.ts';
import {isRunning, isUnwanted} from './task.ts';
import type {Instant} from './values.ts';

/** How unevenly a service's tasks lie over the nodes that may run them. */
type Skew = {
	readonly service: Service;
	/** Tasks on the fullest of these nodes less those on the emptiest; 0 and 1 can't be bettered. */
	readonly skew: number;
	/** Nodes that may run it and have none of it, by host name. */
	readonly idle: readonly string[];
};

/** Limits, spread preferences and reservations have reasons of their own to be uneven: nobody calls that skew. */
const isFree = ({maxPerNode, template, reservations}: Service) =>
	maxPerNode === 0 &&
	(template.needs?.spread.length ?? 0) === 0 &&
	reservations.cpus === 0 &&
	reservations.memoryBytes === 0;

const nodesFor = (service: Service, nodes: Nodes): readonly Node[] =>
	[...nodes.values()].filter(node => takesTasks(node) && matchesConstraints(service.constraints, node));

const countsOn = (service: Service, nodes: Nodes, snapshot: Snapshot) => {
	const counts = new Map<NodeId, number>();

	for (const task of tasksOf(snapshot, service.id) ?? []) {
		if (task.nodeId !== undefined && !isUnwanted(task) && isLiving(task, nodes)) {
			counts.set(task.nodeId, (counts.get(task.nodeId) ?? 0) + 1);
		}
	}

	return counts;
};

/** The skew of a replicated service; undefined where there is nothing to even out. */
export const skewOf = (snapshot: Snapshot, service: Service, now: Instant): Skew | undefined => {
	const nodes = believedNodes(snapshot, now);

	if (service.mode.kind !== 'replicated' || nodes === undefined || !snapshot.hasAllTasks) {
		return undefined;
	}

	const fitting = nodesFor(service, nodes);
	const counts = countsOn(service, nodes, snapshot);
	const loads = fitting.map(({id}) => counts.get(id) ?? 0);

	if (loads.length < 2) {
		return undefined;
	}

	const idle = fitting.filter(({id}) => (counts.get(id) ?? 0) === 0).map(({hostname}) => hostname);
	return {service, skew: Math.max(...loads) - Math.min(...loads), idle: idle.toSorted()};
};

/** It has what it wants: while tasks come and go, nothing can be said of where they will be. */
const isWhole = ({id, mode}: Service, snapshot: Snapshot) =>
	mode.kind === 'replicated' && (tasksOf(snapshot, id) ?? []).filter(isRunning).length === mode.replicas;

/** Services that a restart would spread better, the most uneven first. */
export const skewedServices = (snapshot: Snapshot, now: Instant): readonly Skew[] =>
	[...(snapshot.services?.items.values() ?? [])]
		.filter(service => isFree(service) && !isRolling(service) && isWhole(service, snapshot))
		.flatMap(service => skewOf(snapshot, service, now) ?? [])
		.filter(({skew}) => skew > 1)
		.toSorted((a, b) => b.skew - a.skew || (a.service.name < b.service.name ? -1 : 1));

/** By id, for those who watch it fall. */
export const skewById = (snapshot: Snapshot, id: ServiceId, now: Instant) => {
	const service = snapshot.services?.items.get(id);
	return service && skewOf(snapshot, service, now)?.skew;
};
