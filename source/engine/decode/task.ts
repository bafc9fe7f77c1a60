import {nodeId, serviceId, taskId} from '../../swarm/ids.ts';
import {type Task, type TaskState, taskStates} from '../../swarm/task.ts';
import type {Json} from '../../swarm/values.ts';
import {interner} from './intern.ts';
import type {RawTask} from './raw.ts';
import {imageOf} from './service.ts';
import {decodeTemplate} from './template.ts';
import {countOf, idOf, instantOf, isObject, listOf, numberOf, objectOf, oneOf, resourcesOf, textOf} from './values.ts';

/** A task of `GET /tasks`. Throws `garbled` when it has no id. */
export const decodeTask = (json: unknown): Task => {
	const object = objectOf(json, 'task');
	const raw = object as RawTask;
	const {template, spec} = decodeTemplate(raw.Spec);
	const createdAt = instantOf(raw.CreatedAt) ?? 0;
	const service = textOf(raw.ServiceID);
	const node = textOf(raw.NodeID);
	return {
		id: taskId(idOf(raw.ID, 'task')),
		version: countOf(raw.Version?.Index),
		serviceId: service === undefined ? undefined : serviceId(service),
		nodeId: node === undefined ? undefined : nodeId(node),
		slot: numberOf(raw.Slot),
		...statusFacts(raw, createdAt),
		image: imageOf(spec),
		template,
		reservations: resourcesOf(spec.Resources?.Reservations),
		jobIteration: isObject(raw.JobIteration) ? countOf(raw.JobIteration['Index']) : undefined,
		createdAt,
		updatedAt: instantOf(raw.UpdatedAt) ?? createdAt,
		raw: sharing(object, spec as Json),
	};
};

const lastLiving = taskStates.indexOf('running');

const statusFacts = (raw: RawTask, createdAt: number) => {
	const state: TaskState = oneOf(taskStates, raw.Status?.State) ?? 'new';
	const container = raw.Status?.ContainerStatus;
	// The engine writes an exit code of 0 for containers that haven't ended, and for those that never were.
	const hasExited = taskStates.indexOf(state) > lastLiving && state !== 'rejected';
	return {
		state,
		desiredState: oneOf(taskStates, raw.DesiredState) ?? 'running',
		stateAt: instantOf(raw.Status?.Timestamp) ?? createdAt,
		message: textOf(raw.Status?.Message),
		error: textOf(raw.Status?.Err),
		exitCode: hasExited ? numberOf(container?.ExitCode) : undefined,
		containerId: textOf(container?.ContainerID),
		hostPorts: hostPortsOf(raw),
	};
};

const noPorts: Task['hostPorts'] = [];

const hostPortsOf = (raw: RawTask): Task['hostPorts'] => {
	const ports = listOf(raw.Status?.PortStatus?.Ports).filter(({PublishMode}) => PublishMode === 'host');
	if (ports.length === 0) {
		return noPorts;
	}
	// Once for every address family.
	const byKey = ports.map(({PublishedPort: port, Protocol: protocol = 'tcp'}) => {
		return [`${port} ${protocol}`, {port: countOf(port), protocol}] as const;
	});
	return [...new Map(byKey).values()];
};

const networks = interner<Json>(1024);

/** Tasks carry their whole spec and every network they are on: thousands of equal copies, kept once. */
const sharing = (object: {readonly [key: string]: Json}, spec: Json): Json => {
	const attachments = object['NetworksAttachments'];
	return Array.isArray(attachments)
		? {...object, Spec: spec, NetworksAttachments: attachments.map(sharingNetwork)}
		: {...object, Spec: spec};
};

const sharingNetwork = (attachment: Json): Json => {
	if (!isObject(attachment)) {
		return attachment;
	}
	const network = attachment['Network'] ?? null;
	return {...attachment, Network: networks(JSON.stringify(network), () => network)};
};
