import type {ChildProcess} from 'node:child_process';
import {claim, cleanUp, cleanUpAbandoned} from './cleanup.ts';
import {callEngine} from './engine-api.ts';
import {killNode, startNode, untilAnswering} from './engine-process.ts';
import {type EngineFiles, type EngineVersion, engineFiles} from './engine-versions.ts';
import {packFileSystem, publishImages} from './images.ts';
import {type LabLayout, type LabNode, layoutOf, nodeOf, registryAddress} from './layout.ts';
import {buildSwitch, plugIn, setPort, unplug} from './network.ts';
import {installPackages, labUnavailable} from './packages.ts';
import {startRegistry} from './registry.ts';
import {run} from './run.ts';
import {formSwarm} from './swarm.ts';

export type LabOptions = {
	/** Lower-case letters and digits; every lab on a machine needs its own. */
	readonly prefix?: string;
	readonly managers?: number;
	readonly workers?: number;
	/** Default: what the machine has installed. */
	readonly engineVersion?: EngineVersion;
};

/** A swarm of real engines on this machine. */
export type Lab = {
	readonly layout: LabLayout;
	/** The managers, then the workers: `mgr1`, `mgr2`, ..., `work1`, ... */
	readonly nodes: readonly LabNode[];
	/** The registry's address as the nodes know it; the images of `images.ts` are in it. */
	readonly registry: string;
	/** A node or engine of the lab by its name. Throws when there is none. */
	node(name: string): LabNode;
	/** One more engine on the same network, which is in no swarm. */
	startEngine(name: string): Promise<LabNode>;
	/** Power loss: engine and containers are gone at once. Nothing happens to a node that is off. */
	kill(node: LabNode): Promise<void>;
	/** Power on (after a power loss if it was on), with the same disk; returns when the engine answers. */
	restart(node: LabNode): Promise<void>;
	/** Pull the network cable; the node runs on by itself. */
	cutOff(node: LabNode): Promise<void>;
	heal(node: LabNode): Promise<void>;
	/** Run the docker command line on a node and give what it printed. Throws with what it printed to stderr. */
	docker(node: LabNode, ...args: string[]): Promise<string>;
	/** Ask a node's engine. Throws with its words when it refuses. */
	api<Answer = unknown>(node: LabNode, method: string, path: string, body?: unknown): Promise<Answer>;
	/** Remove everything, without a trace. */
	stop(): Promise<void>;
};

type Rack = {
	readonly layout: LabLayout;
	readonly engine: EngineFiles;
	readonly nodes: LabNode[];
	readonly processes: Map<LabNode, ChildProcess>;
};

let labsOfThisProcess = 0;

/** Start real engines and form a swarm of them. Throws with the reason where that isn't possible. */
export async function startLab({prefix, managers = 3, workers = 2, engineVersion}: LabOptions = {}): Promise<Lab> {
	const obstacle = labUnavailable();

	if (obstacle) {
		throw new Error(`No lab: ${obstacle}`);
	}

	await installPackages();
	await cleanUpAbandoned();

	labsOfThisProcess += 1;
	const layout = layoutOf(prefix ?? `skep${process.pid}x${labsOfThisProcess}`);
	await claim(layout);

	const rack: Rack = {layout, engine: await engineFiles(engineVersion), nodes: [], processes: new Map()};

	try {
		return await fill(rack, managers, workers);
	} catch (error) {
		await cleanUp(layout);
		throw error;
	}
}

async function fill(rack: Rack, managers: number, workers: number): Promise<Lab> {
	await buildSwitch(rack.layout);
	await startRegistry(rack.layout);

	const names = [...numbered('mgr', managers), ...numbered('work', workers)];
	const [archive, ...nodes] = await Promise.all([
		packFileSystem(rack.layout),
		...names.map(name => addNode(rack, name)),
	]);
	const swarm = formSwarm(nodes.slice(0, managers), nodes.slice(managers));
	const builder = nodes.at(-1);

	// The last node is the least busy one: the swarm forms meanwhile.
	await Promise.all([swarm, builder && publishImages(builder, archive)]);

	return labOf(rack, nodes);
}

const labOf = (rack: Rack, nodes: readonly LabNode[]): Lab => ({
	layout: rack.layout,
	nodes,
	registry: registryAddress,
	node(name) {
		const found = rack.nodes.find(node => node.name === name);

		if (!found) {
			throw new Error(`The lab has no node ${name}, only ${rack.nodes.map(node => node.name).join(', ')}`);
		}

		return found;
	},
	startEngine: name => addNode(rack, name),
	kill: node => powerOff(rack, node),
	async restart(node) {
		await powerOff(rack, node);
		await unplug(rack.layout, node);
		await plugIn(rack.layout, node);
		await powerOn(rack, node);
	},
	cutOff: node => setPort(rack.layout, node, 'down'),
	heal: node => setPort(rack.layout, node, 'up'),
	docker: (node, ...args) => runDocker(rack, node, args),
	api: callEngine,
	stop: () => cleanUp(rack.layout),
});

async function addNode(rack: Rack, name: string) {
	const node = nodeOf(rack.layout, name, rack.nodes.length);

	rack.nodes.push(node);
	await plugIn(rack.layout, node);
	await powerOn(rack, node);

	return node;
}

async function powerOn(rack: Rack, node: LabNode) {
	const process = await startNode(node, rack.engine);

	rack.processes.set(node, process);
	await untilAnswering(node, process);
}

async function powerOff({processes}: Rack, node: LabNode) {
	const process = processes.get(node);

	if (process) {
		await killNode(process);
	}
}

// Without the settings of whoever runs the lab: their context, their registry logins, their formats.
const runDocker = ({layout}: Rack, node: LabNode, args: readonly string[]) =>
	run('docker', ['--config', layout.folder, '--host', node.host, ...args], {
		env: {PATH: process.env['PATH'], HOME: layout.folder},
		cwd: layout.folder,
	});

const numbered = (name: string, count: number) => Array.from({length: count}, (_, index) => `${name}${index + 1}`);
