import {compareStates} from '../swarm/task.ts';
import {desiredOf, stateOf, type Task} from './objects.ts';

/** Its state is past `running`: it won't come back. */
export const hasEnded = (task: Task) => compareStates(stateOf(task), 'running') > 0;

/** SwarmKit's "runnable": it is meant to run, or to get ready to. */
export const isRunnable = (task: Task) => compareStates(desiredOf(task), 'running') <= 0;

/** Meant to run, or to complete: what counts as a task of its node. */
export const isActive = (task: Task) => compareStates(desiredOf(task), 'complete') <= 0;

/** It holds what it reserved: from the moment it has a node until it has ended. */
export const holdsResources = (task: Task) => compareStates(stateOf(task), 'assigned') >= 0 && !hasEnded(task);
