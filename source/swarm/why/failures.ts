import {livingTasks} from '../foresight/waiting-tasks.ts';
import type {Nodes} from '../living.ts';
import type {Service} from '../service.ts';
import {isFailure} from '../standing.ts';
import type {Task} from '../task.ts';
import {hintFor} from './hints.ts';
import type {FailureGroup} from './why.ts';

/** Errors differ in ids and addresses, and mean the same. */
const familyOf = ({error, exitCode}: Task) =>
	(error ?? `exit ${exitCode ?? 'unknown'}`).replaceAll(/\b[0-9a-f]{12,64}\b/g, '...');

const nodeName = (nodes: Nodes, {nodeId}: Task) => (nodeId && nodes.get(nodeId)?.hostname) ?? 'an unknown node';

/** How tasks of the service ended by themselves, as far as the engine remembers: latest kind first. */
export const failuresOf = (service: Service, tasks: readonly Task[], nodes: Nodes): readonly FailureGroup[] => {
	const runsOn = [...new Set(livingTasks(tasks, nodes).map(task => nodeName(nodes, task)))];
	const groups = Map.groupBy(
		tasks.filter(task => isFailure(task, service)),
		familyOf,
	);
	return [...groups]
		.flatMap(([words, group]) => {
			const [newest] = group.toSorted((a, b) => b.stateAt - a.stateAt);
			const names = [...new Set(group.map(task => nodeName(nodes, task)))].sort();
			return newest
				? [{words, count: group.length, nodes: names, last: newest.stateAt, hint: hintFor(service, newest, {runsOn})}]
				: [];
		})
		.sort((a, b) => b.last - a.last);
};
