import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {callEngineRaw} from './engine-api.ts';
import type {EngineFiles} from './engine-versions.ts';
import {type LabNode, registryAddress, switchAddress} from './layout.ts';
import {killProcesses, processesOn} from './processes.ts';
import {spawnBound} from './run.ts';
import {until} from './until.ts';

// The shell stays process 1 of the node: it reaps the orphans that dockerd as process 1 would leave as zombies, and
// starts an engine again that crashed (a Go program ends with 2 then), as systemd does with Docker's own unit.
// /run is hidden so that engines don't meet, /etc/docker so that this machine's own settings don't apply.
const boot = `
set -e
hostname "$1"
resolv=$(readlink -m /etc/resolv.conf)
mount -t tmpfs tmpfs /run
mkdir -p "$(dirname "$resolv")"
[ -e "$resolv" ] || : > "$resolv"
mount --bind "$2/resolv.conf" "$resolv"
mount --bind "$2/hosts" /etc/hosts
mkdir -p /etc/docker
mount --bind "$2/settings" /etc/docker
shift 2
while dockerd "$@"; code=$?; [ $code = 2 ]; do sleep 2; done
exit $code
`;

/** Start a node's engine on its data folder. The process is the whole node: when it is killed, all in it is gone. */
export async function startNode(node: LabNode, engine: EngineFiles, flags: readonly string[]): Promise<ChildProcess> {
	await rm(node.socket, {force: true});
	await writeNodeFiles(node);

	const log = openSync(node.logFile, 'a');
	const enter = [`--net=/run/netns/${node.namespace}`, 'unshare', '--mount', '--uts', '--pid'];
	const isolate = ['--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
	const shell = ['sh', '-c', boot, 'boot', node.hostname, filesOf(node), ...engineFlags(node), ...flags];
	const process = spawnBound('nsenter', [...enter, ...isolate, ...shell], log, engine.environment);

	closeSync(log);
	await once(process, 'spawn');

	return process;
}

/** Wait until the engine answers; when it ends instead, the error carries the end of its log. */
export async function untilAnswering(node: LabNode, process: ChildProcess) {
	const state = await until(
		`the engine of ${node.name} answers`,
		async () => (hasEnded(process) ? 'ended' : callEngineRaw(node, 'GET', '/_ping')),
		{every: 25},
	);

	if (state === 'ended') {
		const log = await readFile(node.logFile, 'utf8');
		throw new Error(`The engine of ${node.name} ended. Its last words:\n${log.slice(-2000)}`);
	}
}

/** Pull a node's plug. Nothing in it can react; what it had written stays. */
export async function killNode(node: LabNode, process: ChildProcess) {
	if (hasEnded(process)) {
		return;
	}

	// `unshare` itself ends last: it collects process 1, and with it the kernel has ended all others of the node.
	const ended = once(process, 'exit');
	const inside = (await processesOn([node.namespace])).filter(id => id !== process.pid);

	killProcesses(inside);

	if (inside.length === 0) {
		process.kill('SIGKILL');
	}

	await ended;
}

/** What a node's engine said whenever it crashed, oldest first. */
export async function crashesOf(node: LabNode): Promise<readonly string[]> {
	const log = await readFile(node.logFile, 'utf8').catch(() => '');
	const [, ...crashes] = log.split(/^(?=panic: |fatal error: |SIG[A-Z]+: )/m);

	return crashes.map(words => words.slice(0, 1500));
}

const hasEnded = ({exitCode, signalCode}: ChildProcess) => exitCode !== null || signalCode !== null;

const filesOf = (node: LabNode) => `${node.dataFolder}.etc`;

async function writeNodeFiles(node: LabNode) {
	const folder = filesOf(node);
	const [registryName] = registryAddress.split(':');

	await mkdir(join(folder, 'settings'), {recursive: true});
	await mkdir(node.dataFolder, {recursive: true});
	// Nobody listens for DNS there: a look-up fails at once, where without an address it takes 20 s.
	await writeFile(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
	await writeFile(join(folder, 'hosts'), `127.0.0.1 localhost ${node.hostname}\n${switchAddress} ${registryName}\n`);
}

const engineFlags = (node: LabNode) => [
	...['--host', node.host],
	...['--data-root', node.dataFolder],
	...['--exec-root', '/run/docker'],
	...['--pidfile', '/run/docker.pid'],
	...['--cgroup-parent', `/${node.cgroup}`],
	...['--insecure-registry', registryAddress],
];
