import {matchesConstraints} from '../swarm/constraints.ts';
import {isEqualJson} from '../swarm/equal.ts';
import type {Json} from '../swarm/values.ts';
import type {TaskSpec} from './model.ts';
import type {Node, Service, Task} from './objects.ts';
import {seenNode} from './seen-node.ts';

const isEqual = (one: unknown, other: unknown) => isEqualJson(one as Json, other as Json);

/** Empty values are as good as none: the engine drops them, and clients differ in what they send. */
const plain = (value: unknown): Json => JSON.parse(JSON.stringify([value], dropEmpty)) as Json;

const dropEmpty = (_key: string, value: unknown) => {
	const isEmptyObject = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
	return value === null || value === '' || (isEmptyObject && !Array.isArray(value)) ? undefined : value;
};

type Split = {readonly content: Json; readonly constraints: Json; readonly placement: Json};
const splits = new WeakMap<TaskSpec, Split>();

const split = (spec: TaskSpec): Split => {
	const known = splits.get(spec);
	if (known) {
		return known;
	}
	const {Runtime: _, Placement = {}, ...content} = spec;
	const {Constraints = [], ...placement} = Placement;
	const fresh = {content: plain(content), constraints: plain(Constraints), placement: plain(placement)};
	splits.set(spec, fresh);
	return fresh;
};

/** Whether an update has to replace the task (orchestrator/task.go, IsTaskDirty). */
export const isTaskDirty = (service: Service, task: Task, node: Node | undefined): boolean => {
	if (task.specVersion === service.specVersion) {
		return false;
	}
	const wanted = split(service.raw.Spec.TaskTemplate);
	const has = split(task.raw.Spec);
	const isRest = isEqual(wanted.content, has.content) && isEqual(wanted.placement, has.placement);
	const fits =
		isEqual(wanted.constraints, has.constraints) ||
		(node !== undefined &&
			matchesConstraints(service.raw.Spec.TaskTemplate.Placement?.Constraints ?? [], seenNode(node)));
	return !(isRest && fits) || !isEqual(plain(service.raw.Spec.EndpointSpec), plain(task.endpoint));
};
