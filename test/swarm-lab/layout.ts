import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** One engine of a lab: what a test needs to talk to it, and where its things are. */
export type LabNode = {
	readonly name: string;
	/** The host name that the engine reports; the same as the name. */
	readonly hostname: string;
	/** Its address on the lab's network, which only the lab's nodes can reach. */
	readonly address: string;
	/** The path of the engine's socket. */
	readonly socket: string;
	/** The address of the socket as `DOCKER_HOST` and `--host` want it. */
	readonly host: string;
	readonly dataFolder: string;
	/** What the engine printed. */
	readonly logFile: string;
	/** The name of its network namespace: `nsenter --net=/run/netns/NAME` runs a program on its network. */
	readonly namespace: string;
	readonly cgroup: string;
};

/** Where a lab keeps its things; all of them carry its prefix. */
export type LabLayout = {
	readonly prefix: string;
	readonly folder: string;
	/** The network namespace with the bridge that connects the nodes. */
	readonly switchNamespace: string;
};

/** Every lab has a folder here, named like its prefix. */
export const labsFolder = join(tmpdir(), 'skep-lab');

// TEST-NET-1 of RFC 5737: no network that a machine or Docker uses by itself can overlap with it. Each lab's
// bridge lives in a namespace without a way out, so that labs side by side can use the same addresses.
const subnet = '192.0.2';

export const switchAddress = `${subnet}.1`;
export const withMask = (address: string) => `${address}/24`;

/** The registry's address in image references: the nodes know this host name. */
export const registryAddress = 'registry:5000';

export const layoutOf = (prefix: string): LabLayout => ({
	prefix,
	folder: join(labsFolder, prefix),
	switchNamespace: `${prefix}-lan`,
});

/** `position` counts from 0 and must be unique in the lab. */
export function nodeOf({prefix, folder}: LabLayout, name: string, position: number): LabNode {
	const socket = join(folder, `${name}.sock`);

	return {
		name,
		hostname: name,
		address: `${subnet}.${11 + position}`,
		socket,
		host: `unix://${socket}`,
		dataFolder: join(folder, name),
		logFile: join(folder, `${name}.log`),
		namespace: `${prefix}-${name}`,
		cgroup: `${prefix}-${name}`,
	};
}
