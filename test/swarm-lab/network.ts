import {type LabLayout, type LabNode, switchAddress, withMask} from './layout.ts';
import {run} from './run.ts';

const bridge = 'lan';

/** Make the network that connects the lab's nodes: a bridge in a namespace without a way out. */
export async function buildSwitch({switchNamespace}: LabLayout) {
	await run('ip', ['netns', 'add', switchNamespace]);
	await inNamespace(switchNamespace, [
		'link set lo up',
		`link add ${bridge} type bridge`,
		`addr add ${withMask(switchAddress)} dev ${bridge}`,
		`link set ${bridge} up`,
	]);
}

/** Give a node a network of its own and a cable to the bridge. */
export async function plugIn({switchNamespace}: LabLayout, {name, namespace, address}: LabNode) {
	await run('ip', ['netns', 'add', namespace]);
	await inNamespace(switchNamespace, [
		`link add ${name} type veth peer name eth0 netns ${namespace}`,
		`link set ${name} master ${bridge} up`,
	]);
	// Without a default route, whatever looks for the world outside fails at once instead of waiting.
	await inNamespace(namespace, ['link set lo up', `addr add ${withMask(address)} dev eth0`, 'link set eth0 up']);
}

/** Take a node's network away, with everything that its engine built there. */
export async function unplug({switchNamespace}: LabLayout, {name, namespace}: LabNode) {
	await inNamespace(switchNamespace, [`link del ${name}`]);
	await run('ip', ['netns', 'delete', namespace]);
}

/** Switch a node's port on the bridge on or off. */
export async function setPort({switchNamespace}: LabLayout, {name}: LabNode, state: 'up' | 'down') {
	await inNamespace(switchNamespace, [`link set ${name} ${state}`]);
}

async function inNamespace(namespace: string, commands: readonly string[]) {
	await run('ip', ['-n', namespace, '-batch', '-'], {input: commands.join('\n')});
}
