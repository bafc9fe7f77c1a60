import {quoted} from '../../specs/shell-words.ts';
import {nodeOf, type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import {isRunning, type Task} from '../../swarm/task.ts';

/**
What opens a shell in a running task, from the machine that skep runs on: over ssh, unless it runs here. Containers of
services are named SERVICE.SLOT.TASK, those of global ones SERVICE.NODE.TASK (moby, cluster/executor/container).
*/
export function wayInto(task: Task, snapshot: Snapshot): string | undefined {
	const [service, node] = [serviceOf(snapshot, task.serviceId), nodeOf(snapshot, task.nodeId)];

	if (!isRunning(task) || service === undefined || node === undefined) {
		return undefined;
	}

	const container = `${service.name}.${task.slot ?? node.id}.${task.id}`;
	const exec = `docker exec -it ${quoted(container)} sh`;
	return node.id === snapshot.self ? exec : `ssh -t ${quoted(node.hostname)} ${quoted(exec)}`;
}
