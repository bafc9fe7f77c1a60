import type {ContractCase} from './case.ts';
import {created} from './created.ts';
import {endpoints} from './endpoints.ts';
import {events, nodeEvents} from './events.ts';
import {failing} from './failing.ts';
import {jobs} from './jobs.ts';
import {logs} from './logs.ts';
import {placement} from './placement.ts';
import {refusedNodes} from './refused-nodes.ts';
import {refusedObjects} from './refused-objects.ts';
import {refusedReads} from './refused-reads.ts';
import {refusedServices} from './refused-services.ts';
import {roles} from './roles.ts';
import {rolling} from './rolling.ts';
import {scaling} from './scaling.ts';
import {swarmObject} from './swarm-object.ts';
import {texts} from './texts.ts';

type Chapter = {
	readonly title: string;
	readonly cases: readonly ContractCase[];
	/** Its cases change nodes, or the swarm itself: nothing else may go on in the swarm. */
	readonly isAlone?: boolean;
};

/** What skep counts on an engine to do, in an order that suits one swarm for all of it. */
export const contract: readonly Chapter[] = [
	{title: 'reads that are refused', cases: refusedReads},
	{title: 'services that are refused', cases: refusedServices},
	{title: 'secrets, configs and networks that are refused', cases: refusedObjects},
	{title: 'secrets, configs, networks and volumes that are created', cases: created},
	{title: 'nodes that are refused', cases: refusedNodes},
	{title: 'scaling', cases: scaling},
	{title: 'rolling', cases: rolling},
	{title: 'failing', cases: failing},
	{title: 'tasks that don’t run', cases: texts},
	{title: 'endpoints and specs', cases: endpoints},
	{title: 'jobs and history', cases: jobs},
	{title: 'events', cases: events},
	{title: 'logs', cases: logs},
	{title: 'events of nodes', cases: nodeEvents, isAlone: true},
	{title: 'the swarm as a whole', cases: swarmObject, isAlone: true},
	{title: 'placement', cases: placement, isAlone: true},
	{title: 'roles', cases: roles, isAlone: true},
];
