import {matchesConstraints} from './constraints.ts';
import {isSameTree} from './equal.ts';
import type {Node} from './node.ts';
import type {Service} from './service.ts';
import type {Task} from './task.ts';

/**
Whether an update would leave this task alone: made from the spec as it is now, or differing in the placement only
while its node still fits (SwarmKit's IsTaskDirty, orchestrator/task.go). A change of published ports doesn't show on tasks.
*/
export const isUpToDate = (task: Task, service: Service, node: Node | undefined): boolean => {
	if (task.template === service.template) {
		return true;
	}

	if (!isSameTree(task.template.content, service.template.content)) {
		return false;
	}

	if (isSameTree(task.template.placement, service.template.placement)) {
		return true;
	}

	return node !== undefined && matchesConstraints(service.constraints, node);
};
