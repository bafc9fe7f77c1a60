import {expect} from 'vitest';
import type {RawNode, RawNodeSpec} from '../../../source/engine/decode/raw.ts';
import {type Answer, type ContractSwarm, untilInSequence} from './swarm.ts';
import {until} from './watching.ts';

export const allNodes = async (swarm: ContractSwarm) => (await swarm.ask('GET', '/nodes')).json as readonly RawNode[];

export const nodeNamed = async (swarm: ContractSwarm, hostname: string): Promise<RawNode> => {
	const node = (await allNodes(swarm)).find(({Description}) => Description?.Hostname === hostname);
	expect(node, hostname).toBeDefined();
	return node ?? {};
};

/** Answers whatever the status. */
export const tryNode = (swarm: ContractSwarm, hostname: string, to: RawNodeSpec): Promise<Answer> =>
	untilInSequence(swarm, async () => {
		const {ID, Version, Spec} = await nodeNamed(swarm, hostname);
		return swarm.ask('POST', `/nodes/${ID}/update?version=${Version?.Index}`, {...Spec, ...to});
	});

export const changeNode = async (swarm: ContractSwarm, hostname: string, to: RawNodeSpec) => {
	const {status, body} = await tryNode(swarm, hostname, to);
	expect(status, body.toString()).toBe(200);
};

/** While a test runs; afterwards the node is as it was. */
export const withNode = async (
	swarm: ContractSwarm,
	hostname: string,
	to: RawNodeSpec,
	run: (node: RawNode) => Promise<void>,
) => {
	const before = await nodeNamed(swarm, hostname);
	await changeNode(swarm, hostname, to);
	try {
		await run(before);
	} finally {
		await changeNode(swarm, hostname, before.Spec ?? {});
	}
};

/** A node that a busy machine hears nothing of for a moment is passed over, and loses its tasks. */
export const untilAllReady = (swarm: ContractSwarm) =>
	until(swarm, 'all nodes are ready', async () =>
		(await allNodes(swarm)).every(({Status}) => Status?.State === 'ready'),
	);

export const untilNode = (swarm: ContractSwarm, hostname: string, what: string, isIt: (node: RawNode) => boolean) =>
	until(swarm, `${hostname} is ${what}`, async () => {
		const node = await nodeNamed(swarm, hostname);
		return isIt(node) ? node : undefined;
	});
