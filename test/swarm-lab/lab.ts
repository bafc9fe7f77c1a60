import {claim, cleanUp, cleanUpAbandoned} from './cleanup.ts';
import {callEngine} from './engine-api.ts';
import {crashesOf} from './engine-process.ts';
import {type EngineFiles, type EngineVersion, engineFiles} from './engine-versions.ts';
import {packFileSystem, publishImages} from './images.ts';
import {type LabLayout, type LabNode, layoutOf, registryAddress} from './layout.ts';
import {buildSwitch, setPort} from './network.ts';
import {installPackages, labUnavailable} from './packages.ts';
import {addNode, nodeNamed, powerOff, type Rack, reboot} from './rack.ts';
import {startRegistry} from './registry.ts';
import {run} from './run.ts';
import {formSwarm} from './swarm.ts';
import {withFreshSpec} from './with-leader.ts';

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
	/** One more engine on the same network, which is in no swarm; of the lab's version unless told, `flags` for dockerd. */
	startEngine(name: string, engineVersion?: EngineVersion, flags?: readonly string[]): Promise<LabNode>;
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
	const engine = await engineFiles(engineVersion);
	await claim(layout);

	try {
		return await build({layout, machines: new Map()}, engine, managers, workers);
	} catch (error) {
		await cleanUp(layout);
		throw error;
	}
}

async function build(rack: Rack, engine: EngineFiles, managers: number, workers: number): Promise<Lab> {
	await buildSwitch(rack.layout);
	await startRegistry(rack.layout);

	const names = [...numbered('mgr', managers), ...numbered('work', workers)];
	const [archive, ...nodes] = await Promise.all([
		packFileSystem(rack.layout),
		...names.map(name => addNode(rack, name, engine)),
	]);
	const swarm = formSwarm(nodes.slice(0, managers), nodes.slice(managers));
	const builder = nodes.at(-1);

	// The last node has the least to do while the swarm forms.
	await Promise.all([swarm, builder && publishImages(builder, archive)]);

	return labOf(rack, engine, nodes);
}

const labOf = (rack: Rack, engine: EngineFiles, nodes: readonly LabNode[]): Lab => ({
	layout: rack.layout,
	nodes,
	registry: registryAddress,
	node: name => nodeNamed(rack, name),
	startEngine: async (name, version, flags) =>
		addNode(rack, name, version ? await engineFiles(version) : engine, flags),
	kill: node => powerOff(rack, node),
	restart: node => reboot(rack, node),
	cutOff: node => setPort(rack.layout, node, 'down'),
	heal: node => setPort(rack.layout, node, 'up'),
	docker: (node, ...args) => runDocker(rack.layout, node, args),
	api: callEngine,
	stop: async () => {
		await Promise.all([...rack.machines.keys()].map(node => powerOff(rack, node)));
		await tellCrashes(nodes);
		await cleanUp(rack.layout);
	},
});

/** A test that failed beside a crash may have failed of it. */
async function tellCrashes(nodes: readonly LabNode[]) {
	for (const node of nodes) {
		for (const words of await crashesOf(node)) {
			console.error(`The engine of ${node.name} crashed, and was started again:\n${words}`);
		}
	}
}

// Without the settings of whoever runs the lab: their context, their registry logins, their formats.
const runDocker = ({folder}: LabLayout, node: LabNode, args: readonly string[]) =>
	withFreshSpec(() =>
		run('docker', ['--config', folder, '--host', node.host, ...args], {
			env: {PATH: process.env['PATH'], HOME: folder},
			cwd: folder,
		}),
	);

const numbered = (name: string, count: number) => Array.from({length: count}, (_, index) => `${name}${index + 1}`);
