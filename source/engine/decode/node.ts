import {nodeId, shortId} from '../../swarm/ids.ts';
import type {Availability, ManagerStatus, Node, NodeState, Reachability, Role} from '../../swarm/node.ts';
import type {RawNode} from './raw.ts';
import {countOf, idOf, instantOf, labelsOf, objectOf, oneOf, resourcesOf, textOf} from './values.ts';

const roles: readonly Role[] = ['manager', 'worker'];
const availabilities: readonly Availability[] = ['active', 'pause', 'drain'];
const states: readonly NodeState[] = ['unknown', 'down', 'ready', 'disconnected'];
const reachabilities: readonly Reachability[] = ['unknown', 'unreachable', 'reachable'];

/** A node of `GET /nodes`. Throws `garbled` when it has no id. */
export const decodeNode = (json: unknown): Node => {
	const object = objectOf(json, 'node');
	const raw = object as RawNode;
	const id = idOf(raw.ID, 'node');
	return {
		id: nodeId(id),
		version: countOf(raw.Version?.Index),
		hostname: textOf(raw.Description?.Hostname) ?? shortId(id),
		role: oneOf(roles, raw.Spec?.Role) ?? 'worker',
		availability: oneOf(availabilities, raw.Spec?.Availability) ?? 'active',
		labels: labelsOf(raw.Spec?.Labels),
		state: oneOf(states, raw.Status?.State) ?? 'unknown',
		stateMessage: textOf(raw.Status?.Message),
		address: textOf(raw.Status?.Addr),
		manager: managerOf(raw.ManagerStatus),
		os: textOf(raw.Description?.Platform?.OS),
		architecture: textOf(raw.Description?.Platform?.Architecture),
		capacity: resourcesOf(raw.Description?.Resources),
		engineVersion: textOf(raw.Description?.Engine?.EngineVersion),
		engineLabels: labelsOf(raw.Description?.Engine?.Labels),
		createdAt: instantOf(raw.CreatedAt) ?? 0,
		updatedAt: instantOf(raw.UpdatedAt) ?? 0,
		raw: object,
	};
};

const managerOf = (raw: RawNode['ManagerStatus'] | null): ManagerStatus | undefined =>
	raw === undefined || raw === null
		? undefined
		: {
				isLeader: raw.Leader === true,
				reachability: oneOf(reachabilities, raw.Reachability) ?? 'unknown',
				address: textOf(raw.Addr),
			};
