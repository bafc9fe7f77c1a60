import type {IncomingMessage} from 'node:http';
import type {Duplex} from 'node:stream';
import {stateOf, type Task} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import {findExec, type SimulatedExec} from './exec-routes.ts';

const startPath = /^(?:\/v[\d.]+)?\/exec\/([^/]+)\/start$/;

const handedOver = 'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n';

/** Shells are what a simulated container has; other programs it doesn't. */
const isShell = ([program = '']: readonly string[]) => /^(?:.*\/)?(?:ba|a)?sh$/.test(program);

const refused = ({status, message}: Refusal) => {
	const body = `${JSON.stringify({message})}\n`;
	const head = `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
	return `${head}Connection: close\r\n\r\n${body}`;
};

const execIn = (simulator: Simulator, path: string): SimulatedExec => {
	const exec = findExec(simulator, startPath.exec(path)?.[1] ?? '');
	if (stateOf(exec.task) !== 'running') {
		throw new Refusal(409, `container ${exec.task.containerId} is not running`);
	}
	return exec;
};

/** Hands a connection over to what was asked to run in a container, as `POST /exec/{id}/start` does. */
export const startExec = (simulator: Simulator, request: IncomingMessage, socket: Duplex, head: Buffer) => {
	socket.on('error', () => {});
	try {
		const exec = execIn(simulator, new URL(request.url ?? '/', 'http://engine').pathname);
		socket.write(`${handedOver}Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n`);
		// What comes first is the body of the request: what to start is known without it.
		let ahead = Number(request.headers['content-length'] ?? 0);
		run(simulator, exec, socket, bytes => {
			const own = bytes.subarray(ahead);
			ahead -= bytes.length - own.length;
			return own;
		});
		socket.unshift(head);
	} catch (error) {
		socket.end(refused(error instanceof Refusal ? error : new Refusal(500, String(error))));
	}
};

const run = (simulator: Simulator, exec: SimulatedExec, socket: Duplex, keysIn: (bytes: Buffer) => Buffer) => {
	const {shell, command, task} = exec;
	const end = (exitCode: number) => {
		exec.isRunning = false;
		exec.exitCode ??= exitCode;
		socket.end();
	};
	if (!isShell(command)) {
		const why = `exec: "${command[0]}": executable file not found in $PATH`;
		socket.write(`OCI runtime exec failed: exec failed: unable to start container process: ${why}\r\n`);
		return end(127);
	}
	exec.isRunning = true;
	onContainerEnd(simulator, task, () => end(137));
	socket.write(shell.begin());
	socket.on('data', (bytes: Buffer) => {
		const {printed, exitCode} = shell.type(keysIn(bytes).toString());
		socket.write(printed);
		if (exitCode !== undefined) {
			end(exitCode);
		}
	});
};

/** A container ends with its task. */
const onContainerEnd = ({swarm}: Simulator, task: Task, end: () => void) => {
	let isOver = false;
	swarm.store.watch(({kind, item}) => {
		if (!isOver && kind === 'task' && item === task && stateOf(task) !== 'running') {
			isOver = true;
			end();
		}
	});
};
