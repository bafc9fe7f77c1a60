import {randomBytes} from 'node:crypto';
import {stateOf, type Task} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import {createShell, type Shell} from '../shell.ts';
import type {Simulator} from '../simulator.ts';
import {bodyOf, type Call, empty, json, type Reply} from './call.ts';
import {taskName} from './task-routes.ts';

/** Something that was asked to run in a container. */
export type SimulatedExec = {
	readonly task: Task;
	readonly command: readonly string[];
	readonly shell: Shell;
	isRunning: boolean;
	exitCode: number | null;
};

const execs = new WeakMap<Simulator, Map<string, SimulatedExec>>();

const execsOf = (simulator: Simulator) => {
	const known = execs.get(simulator) ?? new Map<string, SimulatedExec>();
	execs.set(simulator, known);
	return known;
};

/** Of this engine, by id or name: engines know nothing of each other's containers. */
const containerTask = ({simulator, self, name}: Call): Task => {
	const {store} = simulator.swarm;
	const isIt = (task: Task) =>
		task.containerId?.startsWith(name) || taskName(store.services.all.get(task.serviceId), task) === name;
	const task = store.index.onNode(self.id).find(found => found.containerId !== undefined && isIt(found));
	if (task === undefined) {
		throw new Refusal(404, `No such container: ${name}`);
	}
	if (stateOf(task) !== 'running') {
		throw new Refusal(409, `Container ${task.containerId} is not running`);
	}
	return task;
};

export const createExec = (call: Call): Reply => {
	const {Cmd: command} = bodyOf<{readonly Cmd?: readonly string[]}>(call);
	const task = containerTask(call);
	if (command === undefined || command.length === 0) {
		throw new Refusal(400, 'No exec command specified');
	}
	const id = randomBytes(32).toString('hex');
	const shell = createShell(task.containerId?.slice(0, 12) ?? '');
	execsOf(call.simulator).set(id, {task, command, shell, isRunning: false, exitCode: null});
	return json({Id: id}, 201);
};

export const findExec = (simulator: Simulator, id: string): SimulatedExec => {
	const exec = execsOf(simulator).get(id);
	if (exec === undefined) {
		throw new Refusal(404, `No such exec instance: ${id}`);
	}
	return exec;
};

export const inspectExec = ({simulator, name}: Call): Reply => {
	const {task, isRunning, exitCode} = findExec(simulator, name);
	return json({ID: name, ContainerID: task.containerId, Running: isRunning, ExitCode: exitCode});
};

export const resizeExec = ({simulator, name, query}: Call): Reply => {
	findExec(simulator, name).shell.resize(Number(query['h']), Number(query['w']));
	return empty();
};
