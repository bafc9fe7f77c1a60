import type {TaskState} from '../swarm/task.ts';
import type {TaskSpec, TaskStatus} from './model.ts';
import type {Service, Task} from './objects.ts';
import {isJob} from './service-mode.ts';
import type {Swarm} from './swarm.ts';

type Place = {readonly slot: number} | {readonly nodeId: string};

const withoutRuntime = new WeakMap<TaskSpec, TaskSpec>();

/** The template as a task carries it: one object for all tasks of a spec, and without `Runtime`, as the engine answers. */
const taskSpecOf = (template: TaskSpec): TaskSpec => {
	const known = withoutRuntime.get(template);
	if (known) {
		return known;
	}
	const {Runtime: _, ...spec} = template;
	withoutRuntime.set(template, spec);
	return spec;
};

/** A new task of the service as it is now. A job's aims to complete, unless it has to wait first. */
export const createTask = (swarm: Swarm, service: Service, place: Place, desired?: TaskState): Task => {
	const {timeline, store} = swarm;
	const meta = store.tasks.meta();
	const slot = 'slot' in place ? place.slot : undefined;
	const aim = isJob(service) ? 'complete' : 'running';
	return store.tasks.add({
		id: meta.ID,
		serviceId: service.id,
		slot,
		specVersion: service.specVersion,
		endpoint: service.raw.Spec.EndpointSpec,
		createdAt: timeline.now(),
		runningAt: undefined,
		stoppedAt: undefined,
		endedAt: undefined,
		containerId: undefined,
		json: undefined,
		raw: {
			...meta,
			Labels: {},
			Spec: taskSpecOf(service.raw.Spec.TaskTemplate),
			ServiceID: service.id,
			...(slot ? {Slot: slot} : {}),
			...('nodeId' in place ? {NodeID: place.nodeId} : {}),
			Status: {Timestamp: meta.CreatedAt, State: 'new', Message: 'created', PortStatus: {}},
			DesiredState: desired ?? aim,
			...(isJob(service) ? {JobIteration: service.raw.JobStatus?.JobIteration ?? {}} : {}),
		},
	});
};

export const setDesired = ({store}: Swarm, task: Task, desired: TaskState) =>
	store.tasks.write(task, {DesiredState: desired});

type Report = {readonly message: string; readonly error?: string; readonly nodeId?: string} & Partial<
	Pick<TaskStatus, 'ContainerStatus' | 'PortStatus'>
>;

/** Writes a new state, by whoever is in charge of the task then: scheduler, agent, enforcer. */
export const setState = ({store}: Swarm, task: Task, state: TaskState, report: Report) => {
	const {ContainerStatus = task.raw.Status.ContainerStatus, PortStatus = task.raw.Status.PortStatus} = report;
	store.tasks.write(task, {
		Status: {
			Timestamp: store.tasks.stamp(),
			State: state,
			Message: report.message,
			...(report.error === undefined ? {} : {Err: report.error}),
			...(ContainerStatus ? {ContainerStatus} : {}),
			PortStatus,
		},
		...(report.nodeId === undefined ? {} : {NodeID: report.nodeId}),
	});
};
