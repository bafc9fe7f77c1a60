import {taskStates} from '../../swarm/task.ts';
import {isTaskDirty} from '../dirty.ts';
import {desiredOf, type Service, type Task} from '../objects.ts';
import {notFound} from '../refusal.ts';
import {type Call, listOf, type Reply} from './call.ts';
import {checkValues, type Filters, filtersOf, hasLabels, oneOf} from './filters.ts';
import {find, get} from './find.ts';
import {taskJson} from './task-json.ts';

const filterKeys = ['id', 'label', 'name', 'node', 'service', 'desired-state', 'runtime', '_up-to-date'];

/** `web.1.k3j...`; global ones carry their node instead of a slot. */
export const taskName = (service: Service | undefined, task: Task) =>
	`${service?.raw.Spec.Name ?? ''}.${task.slot ?? task.raw.NodeID ?? ''}.${task.id}`;

const idsOf = <T extends {readonly id: string}>(
	kind: string,
	all: ReadonlyMap<string, T>,
	nameOf: (item: T) => string,
	texts: readonly string[] | undefined,
) =>
	texts?.map(text => {
		const found = find(all, nameOf, text);
		if (found === undefined) {
			throw notFound(kind, text);
		}
		return found.id;
	});

type Search = {
	readonly tasks: Iterable<Task>;
	readonly matches: (task: Task) => boolean;
};

const searchOf = (call: Call, filters: Filters): Search => {
	const {store} = call.simulator.swarm;
	const nodes = filters['node']?.map(text => (text === 'self' ? call.self.id : text));
	const services = idsOf('service', store.services.all, ({raw}) => raw.Spec.Name ?? '', filters['service']);
	const nodeIds = idsOf('node', store.nodes.all, ({raw}) => raw.Description.Hostname, nodes);
	const states = filters['desired-state'];
	checkValues('desired-state', states, taskStates);
	const serviceOf = (task: Task) => store.services.all.get(task.serviceId);
	const isUpToDate = (task: Task) => {
		const service = serviceOf(task);
		return service !== undefined && !isTaskDirty(service, task, store.nodes.all.get(task.raw.NodeID ?? ''));
	};

	const matches = (task: Task) =>
		oneOf(filters['id'], text => task.id.startsWith(text)) &&
		oneOf(filters['name'], text => taskName(serviceOf(task), task).startsWith(text)) &&
		oneOf(services, id => task.serviceId === id) &&
		oneOf(nodeIds, id => task.raw.NodeID === id) &&
		oneOf(states, state => desiredOf(task) === state) &&
		oneOf(filters['runtime'], runtime => runtime === 'container') &&
		oneOf(filters['_up-to-date'], text => (text === 'true') === isUpToDate(task)) &&
		hasLabels(filters['label'], filters['label'] ? (serviceOf(task)?.raw.Spec.Labels ?? {}) : null);

	const tasks = services && services.length > 0 ? services.flatMap(store.index.ofService) : store.tasks.all.values();
	return {tasks, matches};
};

function* matching({tasks, matches}: Search): Generator<string> {
	for (const task of tasks) {
		if (matches(task)) {
			yield taskJson(task);
		}
	}
}

export const listTasks = (call: Call): Reply => {
	const filters = filtersOf(call, filterKeys);
	const isFiltered = Object.values(filters).some(values => values.length > 0);
	if (!isFiltered) {
		return listOf(call.simulator.swarm.store.tasks.all.values().map(taskJson));
	}
	return listOf(matching(searchOf(call, filters)));
};

export const taskNamed = ({simulator: {swarm}}: Call, text: string): Task => {
	const {tasks, services} = swarm.store;
	return get('task', tasks.all, task => taskName(services.all.get(task.serviceId), task), text);
};

export const inspectTask = (call: Call): Reply => ({kind: 'pieces', pieces: [taskJson(taskNamed(call, call.name))]});
