import {connect} from '../../source/engine/client.ts';
import type {Engine, EngineInfo} from '../../source/engine/engine.ts';
import type {Operation} from '../../source/operations/operation.ts';
import type {OperationId} from '../../source/operations/operations.ts';
import type {Execution, Order} from '../../source/operations/order.ts';
import {nameOf} from '../../source/operations/outcome.ts';
import type {Resources} from '../../source/operations/resources.ts';
import type {Target} from '../../source/operations/target.ts';
import {seenIn} from '../../source/operations/targets.ts';
import {nodeId, serviceId} from '../../source/swarm/ids.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Volume} from '../../source/swarm/volume.ts';
import {snapshotOf} from '../helpers/builders.ts';
import {id, rawFile, rawManager, rawNetwork, rawNode, rawService, rawTask} from '../helpers/small-engine/build.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';
import {stackToolsOn, stackTrials} from './stack-trials.ts';
import {swarmTrials, type Trial} from './swarm-trials.ts';

/** Three managers, a worker that is up and one that is down, and services in the states that operations mind. */
export const labWorld = () => {
	const web = rawService('web', {
		Spec: {
			TaskTemplate: {
				ContainerSpec: {
					Image: 'shop/web:1',
					...{
						Secrets: [{SecretID: id('busy-secret'), SecretName: 'busy-secret'}],
						Configs: [{ConfigID: id('busy-config'), ConfigName: 'busy-config'}],
					},
				},
				Networks: [{Target: id('busy-net')}],
			},
			Mode: {Replicated: {Replicas: 3}},
			Labels: {team: 'shop', old: 'yes'},
		},
		PreviousSpec: {
			Name: 'web',
			TaskTemplate: {ContainerSpec: {Image: 'shop/web:0'}},
			Mode: {Replicated: {Replicas: 3}},
		},
	});
	const paused = rawService('paused', {UpdateStatus: {State: 'paused', StartedAt: '2026-11-21T09:00:00Z'}});
	const nodes = [
		rawManager('mgr1', {ManagerStatus: {Leader: true}}),
		rawManager('mgr2'),
		rawManager('mgr3'),
		rawNode('worker1', {Spec: {Labels: {old: 'yes'}}}),
		rawNode('dead1', {Status: {State: 'down'}}),
		rawNode('resting1', {Spec: {Availability: 'drain'}}),
	];
	const task = (slot: number, node: string) => rawTask(web, {Slot: slot, NodeID: id(node)});
	return world({
		nodes,
		services: [web, paused],
		tasks: [task(1, 'mgr2'), task(2, 'mgr2'), task(3, 'worker1')],
		networks: [rawNetwork('idle-net'), rawNetwork('busy-net')],
		secrets: [rawFile('idle-secret'), rawFile('busy-secret')],
		configs: [rawFile('idle-config', 'a'), rawFile('busy-config', 'b')],
		volumes: [{Name: 'idle-volume', Driver: 'local', Labels: null, Options: null}],
	});
};

/** What each operation is tried with: a target by name, what is typed, and a world of its own where it needs one. */
export const trials: Readonly<Record<OperationId, Trial>> = {
	drainNode: {on: 'mgr2'},
	pauseNode: {on: 'mgr2'},
	activateNode: {on: 'resting1'},
	promoteNode: {on: 'worker1'},
	demoteNode: {on: 'mgr2'},
	labelNode: {on: 'worker1', values: {labels: 'zone=seoul old-', long: "motto=it's all, fine"}},
	removeNode: {on: 'dead1'},
	scaleService: {on: 'web', values: {replicas: '5'}},
	updateImage: {
		on: 'web',
		values: {image: ':2', parallelism: '2', delay: '1m30s', order: 'start-first', maxFailureRatio: '5%'},
	},
	resumeUpdate: {on: 'paused'},
	restartService: {on: 'web'},
	rollBackService: {on: 'web'},
	changeNeeds: {on: 'web', values: {reservedMemory: '64MiB', constraints: 'node.role == worker'}},
	editNode: {
		on: 'worker1',
		values: {spec: JSON.stringify({Role: 'worker', Availability: 'active', Labels: {zone: 'seoul'}})},
	},
	editService: {
		on: 'web',
		values: {
			spec: JSON.stringify({
				Name: 'web',
				TaskTemplate: {ContainerSpec: {Image: 'shop/web:1', Env: ["MOTTO=it's all, fine"]}},
				Mode: {Replicated: {Replicas: 3}},
				Labels: {zone: 'seoul'},
			}),
		},
	},
	labelService: {on: 'web', values: {labels: 'zone=seoul old-', long: "motto=it's all, fine"}},
	removeService: {on: 'web'},
	removeNetwork: {on: 'idle-net'},
	removeSecret: {on: 'idle-secret'},
	removeConfig: {on: 'idle-config'},
	createService: {
		on: 'the swarm',
		values: {
			name: 'new-service',
			image: 'shop/new:1',
			replicas: '2',
			ports: '8080:80 mode=host,published=53,target=53,protocol=udp',
			networks: 'idle-net',
			env: "GREETING='hello there'",
			secrets: 'idle-secret',
			constraints: 'node.role == worker',
			mounts: 'type=volume,source=data,target=/data',
		},
	},
	createSecret: {on: 'the swarm', values: {name: 'new-secret', value: 'x y\\n', labels: 'a=b c', template: 'yes'}},
	createConfig: {on: 'the swarm', values: {name: 'new-config', value: 'x: y', labels: 'a=b'}},
	createNetwork: {
		on: 'the swarm',
		values: {name: 'new-net', subnet: '10.90.0.0/24', gateway: '10.90.0.9', encrypted: 'yes', attachable: 'yes'},
	},
	createVolume: {
		on: 'mgr1',
		values: {name: 'new-volume', options: 'type=nfs o=addr=10.0.0.5,rw device=:/data', labels: 'a'},
	},
	removeVolume: {on: 'idle-volume'},
	...swarmTrials,
	...stackTrials,
};

/** A snapshot, and what no snapshot has. */
export type Seen = Snapshot & {readonly beside?: {readonly info: EngineInfo; readonly volumes: readonly Volume[]}};

/** All there is of a kind, by id. */
export const allSeen = (snapshot: Seen, kind: Target['kind']): ReadonlyMap<string, Target['saw']> => {
	switch (kind) {
		case 'engine':
			return new Map(snapshot.beside && [['unix:///var/run/docker.sock', snapshot.beside.info]]);
		case 'volume':
			return new Map(snapshot.beside?.volumes.map(volume => [volume.name, volume]));
		default:
			return seenIn(snapshot, kind);
	}
};

export const readSnapshot = async (engine: Engine): Promise<Seen> => {
	const [nodes, services, tasks, info] = await Promise.all([
		engine.nodes(),
		engine.services(),
		engine.tasks('all'),
		engine.info(),
	]);
	const [networks, secrets, configs] = await Promise.all([engine.networks(), engine.secrets(), engine.configs()]);
	const [swarm, volumes] = await Promise.all([engine.swarm(), engine.volumes()]);
	const snapshot = snapshotOf({
		nodes: nodes.items,
		services: services.items,
		tasks: tasks.items,
		networks: networks.items,
		secrets: secrets.items,
		configs: configs.items,
		...(info.nodeId && {self: info.nodeId}),
	});
	return {...snapshot, swarm, beside: {info, volumes}};
};

export const nodeTarget = (snapshot: Snapshot, name: string): Target & {readonly kind: 'node'} => {
	const saw = [...(snapshot.nodes?.items.values() ?? [])].find(({hostname}) => hostname === name);
	if (saw === undefined) {
		throw new Error(`no node ${name}`);
	}
	return {kind: 'node', id: nodeId(saw.id), saw};
};

export const serviceTarget = (snapshot: Snapshot, name: string): Target & {readonly kind: 'service'} => {
	const saw = [...(snapshot.services?.items.values() ?? [])].find(service => service.name === name);
	if (saw === undefined) {
		throw new Error(`no service ${name}`);
	}
	return {kind: 'service', id: serviceId(saw.id), saw};
};

export const targetOf = (operation: Operation, snapshot: Seen, name: string): Target => {
	switch (operation.on) {
		case 'node':
			return nodeTarget(snapshot, name);
		case 'service':
			return serviceTarget(snapshot, name);
		default: {
			const kind = operation.on;
			const all = [...allSeen(snapshot, kind)].map(([id, saw]) => ({kind, id, saw}) as Target);
			const found = all.find(target => nameOf(target) === name);
			if (found === undefined) {
				throw new Error(`no ${kind} ${name}`);
			}
			return found;
		}
	}
};

export const inputOf = (operation: Operation, targets: readonly Target[], values: Record<string, string> = {}) => {
	const parsed = operation.parse(values, targets);
	if (parsed.kind === 'problem') {
		throw new Error(parsed.problem);
	}
	return parsed.input;
};

export const openLab = async (given = labWorld()) => {
	const small = await startSmallEngine(given);
	const engine = connect(small.endpoint);
	const journal: Execution[] = [];
	const kept: {readonly name: string; readonly spec: unknown}[] = [];
	const replaced: {
		readonly name: string;
		readonly spec: unknown;
		readonly previousSpec: unknown;
		readonly operation: string;
	}[] = [];
	const resources: Resources = {
		engine,
		credentials: async () => undefined,
		keepSpec: async (name, spec) => {
			kept.push({name, spec});
			return `/state/specs/${name}.json`;
		},
		keepReplaced: async (before, operation) => {
			replaced.push({name: before.name, spec: before.spec, previousSpec: before.previousSpec, operation});
			return `/state/history/${before.name}.jsonl`;
		},
		stacks: stackToolsOn(engine, small.change),
	};

	/** An order as a dialog would give it: targets as seen in a snapshot of now. */
	const order = async (operation: Operation, names: readonly string[], values = {}): Promise<Order> => {
		const snapshot = await readSnapshot(engine);
		const targets = names.map(name => targetOf(operation, snapshot, name));
		return {
			operation,
			targets,
			input: inputOf(operation, targets, values),
			snapshot,
			resources,
			isReadOnly: false,
			journal: async entry => {
				journal.push(entry);
				return undefined;
			},
			signal: new AbortController().signal,
			patience: {pause: 5, looks: 20, unseen: 3},
		};
	};

	return {
		small,
		engine,
		resources,
		journal,
		kept,
		replaced,
		order,
		snapshot: () => readSnapshot(engine),
		/** Requests that change something. */
		writes: () => small.requests().filter(({method}) => method !== 'GET'),
		[Symbol.asyncDispose]: async () => {
			engine.close();
			await small[Symbol.asyncDispose]();
		},
	};
};
