import {parentPort, workerData} from 'node:worker_threads';
import {serveEngine} from './http/server.ts';
import {keepPace} from './pace.ts';
import type {DemoOptions} from './start-demo.ts';
import {demoSwarm} from './worlds/demo.ts';
import {largeSwarm} from './worlds/large.ts';

/** What `startDemo` gives its thread. */
export type DemoWork = DemoOptions & {readonly socketPath: string};

const {socketPath, nodes, services, replicas, ...options} = workerData as DemoWork;
const isLarge = [nodes, services, replicas].some(count => count !== undefined);
const simulator = isLarge
	? largeSwarm({...options, nodes: nodes ?? 200, services: services ?? 1000, replicas: replicas ?? 20})
	: demoSwarm(options);
const pace = keepPace(simulator.swarm.timeline);
await serveEngine(simulator, {socketPath}, pace);
parentPort?.postMessage('serving');
