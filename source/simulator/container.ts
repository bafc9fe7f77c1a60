import {compareStates} from '../swarm/task.ts';
import {type Behaviour, behaviourOf, missingSource, type Range} from './behaviour.ts';
import {failureOf} from './container-errors.ts';
import {desiredOf, stateOf, type Task} from './objects.ts';
import {isJob} from './service-mode.ts';
import type {Swarm} from './swarm.ts';
import {isActive} from './task-order.ts';
import {setState} from './tasks.ts';

export type Step = {readonly after: Range; readonly run: () => void};

const second = 1e9;

/** How long a container may take to be called healthy, or to be given up. */
const healthTime = (swarm: Swarm, task: Task, behaviour: Behaviour): number => {
	const check = task.raw.Spec.ContainerSpec?.Healthcheck;
	const isChecked = behaviour.isSick === true || (check?.Test !== undefined && check.Test[0] !== 'NONE');
	if (!isChecked) {
		return 0;
	}
	const interval = (check?.Interval || 2 * second) / 1e6;
	const checks = behaviour.isSick ? check?.Retries || 3 : 1;
	return (
		((check?.StartPeriod ?? 0) / 1e6) * (behaviour.isSick ? 1 : 0) + interval * checks + swarm.random.between(20, 90)
	);
};

const containerOf = (task: Task, isRunning: boolean, exitCode = 0) => ({
	ContainerID: task.containerId ?? '',
	PID: isRunning ? 2000 + (Number.parseInt(task.containerId?.slice(0, 6) ?? '0', 16) % 30_000) : 0,
	ExitCode: exitCode,
});

/** Host-mode ports show on the task that holds them: once for IPv4, once for IPv6. */
const portStatusOf = (task: Task) => {
	const ports = task.endpoint?.Ports?.filter(({PublishMode}) => PublishMode === 'host') ?? [];
	return ports.length > 0 ? {Ports: ports.flatMap(port => [port, port])} : {};
};

const begin = (swarm: Swarm, task: Task) => {
	task.containerId = swarm.random.hex(64);
	setState(swarm, task, 'starting', {message: 'starting', ContainerStatus: containerOf(task, false)});
};

export const end = (swarm: Swarm, task: Task, exitCode: number, error?: string) => {
	task.endedAt = swarm.timeline.now();
	const message =
		exitCode === 0 && error === undefined ? 'finished' : stateOf(task) === 'running' ? 'started' : 'starting';
	const state = exitCode === 0 && error === undefined ? 'complete' : 'failed';
	setState(swarm, task, state, {
		message,
		...(state === 'failed' ? {error: error ?? `task: non-zero exit (${exitCode})`} : {}),
		ContainerStatus: containerOf(task, false, exitCode),
	});
};

export const stop = (swarm: Swarm, task: Task) => {
	task.endedAt = swarm.timeline.now();
	setState(swarm, task, 'shutdown', {
		message: 'shutdown',
		...(task.containerId === undefined ? {} : {ContainerStatus: containerOf(task, false)}),
	});
};

const run = (swarm: Swarm, task: Task, behaviour: Behaviour) => {
	const failure = failureOf(task, behaviour);
	if (failure) {
		end(swarm, task, failure.exitCode, failure.error);
		return;
	}
	task.runningAt = swarm.timeline.now();
	setState(swarm, task, 'running', {
		message: 'started',
		ContainerStatus: containerOf(task, true),
		PortStatus: portStatusOf(task),
	});
};

/** Skips all that comes before: for a swarm that has been up for long. */
export const runAtOnce = (swarm: Swarm, task: Task) => {
	task.containerId = swarm.random.hex(64);
	task.runningAt = swarm.timeline.now();
	setState(swarm, task, 'running', {
		message: 'started',
		ContainerStatus: containerOf(task, true),
		PortStatus: portStatusOf(task),
	});
};

const prepare = (swarm: Swarm, task: Task, behaviour: Behaviour) => {
	if (behaviour.isMissing) {
		const image = task.raw.Spec.ContainerSpec?.Image ?? '';
		task.endedAt = swarm.timeline.now();
		setState(swarm, task, 'rejected', {message: 'preparing', error: `No such image: ${image}`});
		return;
	}
	const source = missingSource(task.raw.Spec.ContainerSpec);
	if (source !== undefined) {
		task.endedAt = swarm.timeline.now();
		const error = `invalid mount config for type "bind": bind source path does not exist: ${source}`;
		setState(swarm, task, 'rejected', {message: 'preparing', error});
		return;
	}
	setState(swarm, task, 'ready', {message: 'prepared'});
};

const stoppingTime = (task: Task, behaviour: Behaviour): Range => {
	if (compareStates(stateOf(task), 'starting') < 0) {
		return [50, 110];
	}
	const grace = (task.raw.Spec.ContainerSpec?.StopGracePeriod ?? 10 * second) / 1e6;
	return [Math.min(grace, behaviour.stop[0]), Math.min(grace, behaviour.stop[1])];
};

/** What the node's agent does next for a task, and how long that takes (agent/exec/controller.go). */
export const nextStep = (swarm: Swarm, task: Task): Step | undefined => {
	const service = swarm.store.services.all.get(task.serviceId);
	const behaviour = behaviourOf(task.raw.Spec.ContainerSpec ?? {}, service !== undefined && isJob(service));
	if (!isActive(task)) {
		return {after: stoppingTime(task, behaviour), run: () => stop(swarm, task)};
	}
	switch (stateOf(task)) {
		case 'assigned':
			return {after: [25, 60], run: () => setState(swarm, task, 'accepted', {message: 'accepted'})};
		case 'accepted':
			return {after: [10, 30], run: () => setState(swarm, task, 'preparing', {message: 'preparing'})};
		case 'preparing':
			return {after: behaviour.pull, run: () => prepare(swarm, task, behaviour)};
		case 'ready':
			return compareStates(desiredOf(task), 'running') < 0
				? undefined
				: {after: [10, 120], run: () => begin(swarm, task)};
		case 'starting': {
			const wait = healthTime(swarm, task, behaviour);
			const [least, most] = behaviour.start;
			return {after: [least + wait, most + wait], run: () => run(swarm, task, behaviour)};
		}
		case 'running':
			return (
				behaviour.ends && {after: behaviour.ends.after, run: () => end(swarm, task, behaviour.ends?.exitCode ?? 0)}
			);
		default:
			return undefined;
	}
};
