import type {ChildProcess} from 'node:child_process';
import {killNode, startNode, untilAnswering} from './engine-process.ts';
import type {EngineFiles} from './engine-versions.ts';
import {type LabLayout, type LabNode, nodeOf} from './layout.ts';
import {plugIn, unplug} from './network.ts';

type Machine = {readonly engine: EngineFiles; readonly flags: readonly string[]; process?: ChildProcess};

/** The machines of a lab: what is needed to switch them off and on again. */
export type Rack = {readonly layout: LabLayout; readonly machines: Map<LabNode, Machine>};

export async function addNode(
	rack: Rack,
	name: string,
	engine: EngineFiles,
	flags: readonly string[] = [],
): Promise<LabNode> {
	const node = nodeOf(rack.layout, name, rack.machines.size);

	rack.machines.set(node, {engine, flags});
	await plugIn(rack.layout, node);
	await powerOn(rack, node);

	return node;
}

/** Throws when the lab has no node of this name. */
export function nodeNamed({machines}: Rack, name: string): LabNode {
	const nodes = [...machines.keys()];
	const found = nodes.find(node => node.name === name);

	if (!found) {
		throw new Error(`The lab has no node "${name}", only ${nodes.map(node => node.name).join(', ')}`);
	}

	return found;
}

export async function powerOff({machines}: Rack, node: LabNode) {
	const process = machines.get(node)?.process;

	if (process) {
		await killNode(node, process);
	}
}

/** A machine that boots has none of the networks that its engine had built before. */
export async function reboot(rack: Rack, node: LabNode) {
	await powerOff(rack, node);
	await unplug(rack.layout, node);
	await plugIn(rack.layout, node);
	await powerOn(rack, node);
}

async function powerOn({machines}: Rack, node: LabNode) {
	const machine = machines.get(node);

	if (machine) {
		machine.process = await startNode(node, machine.engine, machine.flags);
		await untilAnswering(node, machine.process);
	}
}
