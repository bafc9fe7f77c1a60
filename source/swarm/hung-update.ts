import {isOnDeadNode, type Nodes} from './living.ts';
import {policyOf} from './monitor.ts';
import type {Node} from './node.ts';
import {begunAt, updaterTask, workOf} from './rollout-work.ts';
import {isRolling, type Service} from './service.ts';
import type {Slot} from './slots.ts';
import {compareStates} from './task.ts';

/**
A dead node that a whole update waits for. The updater's worker that made a task there goes on when that task runs or ends,
and with the node gone it does neither, though another may long have taken its place (`Updater.updateTask`). Once the node
is back, the task counts as failed.
*/
export const hungOn = (service: Service, slots: readonly Slot[], nodes: Nodes): Node | undefined => {
	if (!isRolling(service)) {
		return undefined;
	}

	const since = begunAt(service);
	const hung = slots.flatMap(slot => {
		const task = updaterTask(slot, since);
		return task && compareStates(task.state, 'running') < 0 && isOnDeadNode(task, nodes) ? [task] : [];
	});
	const [first] = hung;

	if (first?.nodeId === undefined) {
		return undefined;
	}

	const {begun, waiting} = workOf(service, slots);
	const {parallelism} = policyOf(service);
	const hasIdleWorker = waiting > 0 && (parallelism === 0 || hung.length < parallelism);
	return begun.length > hung.length || hasIdleWorker ? undefined : nodes.get(first.nodeId);
};

export const hungWords = ({hostname, state}: Node) => `it waits for its task on ${hostname}, which is ${state}`;
