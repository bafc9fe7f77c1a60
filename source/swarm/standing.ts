import {isOnDeadNode, type Nodes} from './living.ts';
import {isJob, type Service} from './service.ts';
import {compareStates, hasEnded, isUnwanted, type Task, type TaskState} from './task.ts';

/** How a slot stands, by the task that stands for it. */
export type Standing =
	| 'running'
	/** On a node, on its way up. */
	| 'starting'
	/** Not given a node yet. */
	| 'pending'
	/** Swarm wants it gone, and nothing in its place; it hasn't ended yet. */
	| 'stopping'
	/** On a dead node, and nothing in its place. */
	| 'lost'
	/** It ended by itself; the engine hasn't acted on it yet. */
	| 'failed'
	/** It ended by itself, and the restart policy allows no other. */
	| 'gave-up'
	/** A job's task that did its work. */
	| 'complete'
	/** Swarm stopped it, and nothing is to follow. */
	| 'stopped';

const endedByItself: readonly TaskState[] = ['complete', 'failed', 'rejected'];

const standingOfEnded = (task: Task, service: Service): Standing => {
	if (task.state === 'complete' && isJob(service)) {
		return 'complete';
	}

	if (!endedByItself.includes(task.state)) {
		return 'stopped';
	}

	return isUnwanted(task) ? 'gave-up' : 'failed';
};

export const standingOf = (task: Task, service: Service, nodes: Nodes): Standing => {
	if (hasEnded(task)) {
		return standingOfEnded(task, service);
	}

	if (isOnDeadNode(task, nodes)) {
		return 'lost';
	}

	if (isUnwanted(task)) {
		return 'stopping';
	}

	if (task.state === 'running') {
		return 'running';
	}

	return compareStates(task.state, 'pending') > 0 ? 'starting' : 'pending';
};

/** It ended without being told to. A service's task is meant to stay, so exit code 0 is a failure too; a job's isn't. */
export const isFailure = (task: Task, service: Service) =>
	endedByItself.includes(task.state) && !(task.state === 'complete' && isJob(service));
