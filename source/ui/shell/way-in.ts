import type {Node} from '../../swarm/node.ts';
import {docker, quoted} from '../../swarm/shell-words.ts';
import {nodeOf, type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import {dottedName, hasEnded, isRunning, neverBegan, type Task} from '../../swarm/task.ts';

/** How a program is started in a task's container, and the command line that does the same. */
export type WayIn =
	/** Through the engine that skep talks to. */
	| {readonly kind: 'engine'; readonly container: string; readonly command: string}
	/** Managers run nothing on other nodes: over the user's own ssh. */
	| {readonly kind: 'ssh'; readonly args: readonly string[]; readonly command: string}
	| {readonly kind: 'none'; readonly why: string};

export type WayOptions = {
	/** What to run there, word by word. */
	readonly command: readonly string[];
	/** What ssh calls a node: `%h` is its host name, `%a` its address. Undefined where there is no ssh. */
	readonly sshNode: string | undefined;
};

/** Nodes are called by their host names, as `ssh` resolves them or its own configuration does. */
export const usualSshNode = '%h';

/** What is wrong with a pattern for what ssh calls a node. */
export function sshNodeProblem(pattern: string): string | undefined {
	if (!/%[ha]/.test(pattern)) {
		return `"${pattern}" names no node: %h stands for its host name, %a for its address, as in admin@%h.`;
	}

	if (/[\s\p{Cc}]/u.test(pattern) || pattern.startsWith('-')) {
		return `"${pattern}" is no name for ssh: one word, as in admin@%h; options belong into ~/.ssh/config.`;
	}

	return undefined;
}

/** `shop_web.2`, or `shop_agent` of a global service. */
export function taskName(task: Task, snapshot: Snapshot) {
	return dottedName(serviceOf(snapshot, task.serviceId)?.name ?? task.id, task);
}

/** Why nothing can be run in it, as a clause. */
export function whyNotRunning(task: Task): string | undefined {
	if (isRunning(task)) {
		return task.containerId === undefined ? 'its container is not known' : undefined;
	}

	if (hasEnded(task) && !neverBegan(task)) {
		return `it has ended (${task.state}), and its container with it`;
	}

	return task.state === 'running' ? 'it is being stopped' : `it is ${task.state}, and has no container that runs`;
}

/**
The way into a running task, from the machine that skep runs on. Containers of services are named SERVICE.SLOT.TASK, those
of global ones SERVICE.NODE.TASK (moby, cluster/executor/container).
*/
export function wayInto(task: Task, snapshot: Snapshot, {command, sshNode}: WayOptions): WayIn {
	const [service, node] = [serviceOf(snapshot, task.serviceId), nodeOf(snapshot, task.nodeId)];
	const why = whyNotRunning(task);

	if (why !== undefined || service === undefined || node === undefined) {
		return {kind: 'none', why: why ?? 'its service or its node is not known'};
	}

	const container = `${service.name}.${task.slot ?? node.id}.${task.id}`;
	const exec = docker('exec', '-it', container, ...command);
	return node.id === snapshot.self
		? {kind: 'engine', container: task.containerId ?? container, command: exec}
		: overSsh(node, exec, sshNode);
}

function overSsh(node: Node, exec: string, sshNode: string | undefined): WayIn {
	const place = sshNode === undefined ? undefined : placeOf(node, sshNode);

	if (place === undefined) {
		return {kind: 'none', why: 'it runs on another node, and a simulated swarm has no ssh'};
	}

	if ('why' in place) {
		return {kind: 'none', why: place.why};
	}

	const args = ['-t', place.name, exec];
	return {kind: 'ssh', args, command: ['ssh', ...args].map(quoted).join(' ')};
}

type Place = {readonly name: string} | {readonly why: string};

/** What a node says of itself becomes a word on a command line: it must not become an option. */
function placeOf({hostname, address}: Node, pattern: string): Place {
	const isNowhere = address === undefined || address === '' || /^(0\.0\.0\.0|127\.|::1?$)/.test(address);

	if (pattern.includes('%a') && isNowhere) {
		return {why: `${hostname} tells no address that others reach it by; --ssh-node with %h goes by its host name`};
	}

	if (pattern.includes('%h') && !/^[A-Za-z0-9][\w.:-]*$/.test(hostname)) {
		return {why: `"${hostname}" is no host name that ssh takes; --ssh-node with %a goes by its address`};
	}

	return {name: pattern.replaceAll('%h', hostname).replaceAll('%a', address ?? '')};
}
