import {nodeId, shortId} from '../../swarm/ids.ts';
import type {Availability, ManagerStatus, Node, NodeState, Reachability, Role} from '../../swarm/node.ts';
import type {PluginNeed} from '../../swarm/placement/demand.ts';
import {interner} from './intern.ts';
import {genericAmounts, type RawGenericResource} from './needs.ts';
import type {RawNode} from './raw.ts';
import {countOf, idOf, instantOf, isObject, labelsOf, listOf, objectOf, oneOf, resourcesOf, textOf} from './values.ts';

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
		...placementFacts(raw.Description),
		engineVersion: textOf(raw.Description?.Engine?.EngineVersion),
		engineLabels: labelsOf(raw.Description?.Engine?.Labels),
		createdAt: instantOf(raw.CreatedAt) ?? 0,
		updatedAt: instantOf(raw.UpdatedAt) ?? 0,
		raw: object,
	};
};

type RawPlacementFacts = {
	readonly Resources?: {readonly GenericResources?: readonly RawGenericResource[]};
	readonly Engine?: {readonly Plugins?: readonly {readonly Type?: string; readonly Name?: string}[]};
	readonly TLSInfo?: {readonly CertIssuerPublicKey?: string};
};

const pluginKinds: readonly PluginNeed['kind'][] = ['Volume', 'Network', 'Log'];

const placementFacts = (description: RawNode['Description']): Pick<Node, 'generic' | 'plugins' | 'issuer'> => {
	const {Resources, Engine, TLSInfo} = (isObject(description) ? description : {}) as RawPlacementFacts;
	const plugins =
		Engine && pluginsOf(JSON.stringify(Engine.Plugins ?? []), () => listOf(Engine.Plugins).flatMap(pluginOf));
	const {GenericResources: generic} = Resources ?? {};
	const issuer = textOf(TLSInfo?.CertIssuerPublicKey);
	return {
		...(issuer === undefined ? {} : {issuer}),
		...(plugins && {plugins}),
		...(listOf(generic).length > 0 && {generic: genericAmounts(generic)}),
	};
};

/** Most nodes have the same thirty. */
const pluginsOf = interner<readonly PluginNeed[]>(64);

const pluginOf = ({Type, Name}: {readonly Type?: string; readonly Name?: string}): readonly PluginNeed[] => {
	const [kind, name] = [oneOf(pluginKinds, Type), textOf(Name)];
	return kind && name !== undefined ? [{kind, name}] : [];
};

const managerOf = (raw: RawNode['ManagerStatus'] | null): ManagerStatus | undefined =>
	raw === undefined || raw === null
		? undefined
		: {
				isLeader: raw.Leader === true,
				reachability: oneOf(reachabilities, raw.Reachability) ?? 'unknown',
				address: textOf(raw.Addr),
			};
