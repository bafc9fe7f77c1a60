import {builtAt, id} from './build.ts';
import type {Call} from './routes.ts';
import type {World} from './world.ts';

export const pingHeaders = (world: World) => ({
	'Api-Version': world.apiVersion,
	'Docker-Experimental': 'false',
	Server: 'Docker/28.5.1 (linux)',
	'Content-Type': 'text/plain; charset=utf-8',
});

const clusterOf = (world: World) => ({
	ID: id('swarm'),
	Version: {Index: 9},
	CreatedAt: builtAt,
	UpdatedAt: builtAt,
	Spec: {Name: 'default', Labels: {}, Orchestration: {TaskHistoryRetentionLimit: 5}, Raft: {ElectionTick: 10}},
	...world.swarm,
	JoinTokens: undefined,
});

export type Tokens = {readonly Worker: string; readonly Manager: string};

export const tokensOf = ({swarm}: World): Tokens =>
	(swarm['JoinTokens'] as Tokens | undefined) ?? {Worker: 'SWMTKN-1-worker', Manager: 'SWMTKN-1-manager'};

export const swarmOf = (world: World) => ({
	...clusterOf(world),
	JoinTokens: tokensOf(world),
});

export const infoOf = (world: World) => {
	const managers = world.nodes.filter(({ManagerStatus}) => ManagerStatus !== undefined);
	const self = world.nodes.find(({ID}) => ID === world.self);
	return {
		ID: 'small-engine',
		Name: self?.Description.Hostname ?? 'small-engine',
		ServerVersion: '28.5.1',
		NCPU: 4,
		MemTotal: 8 * 2 ** 30,
		Swarm: {
			NodeID: world.self,
			NodeAddr: self?.Status.Addr ?? '',
			LocalNodeState: 'active',
			ControlAvailable: self === undefined || self.ManagerStatus !== undefined,
			Error: '',
			RemoteManagers: managers.map(({ID, ManagerStatus}) => ({NodeID: ID, Addr: ManagerStatus.Addr})),
			Nodes: world.nodes.length,
			Managers: managers.length,
			Cluster: clusterOf(world),
		},
		...world.info,
	};
};

type Listed = {
	readonly ID?: string;
	readonly Id?: string;
	readonly Name?: string;
	readonly Scope?: string;
	readonly ServiceID?: string;
	readonly NodeID?: string;
	readonly DesiredState?: string;
	readonly ServiceStatus?: unknown;
	readonly Spec?: {readonly Name?: string; readonly Labels?: Readonly<Record<string, string>>};
};

const hasLabel = (labels: Readonly<Record<string, string>> | undefined, wanted: string) => {
	const [key = '', value] = wanted.split(/=(.*)/s);
	return labels?.[key] !== undefined && (value === undefined || labels[key] === value);
};

const tests: Readonly<Record<string, (item: Listed, wanted: string, world: World) => boolean>> = {
	id: (item, wanted) => (item.ID ?? item.Id ?? '').startsWith(wanted),
	name: (item, wanted) => (item.Spec?.Name ?? item.Name ?? '').startsWith(wanted),
	scope: (item, wanted) => item.Scope === wanted,
	service: (item, wanted) => item.ServiceID === wanted,
	node: (item, wanted) => item.NodeID === wanted,
	'desired-state': (item, wanted) => item.DesiredState === wanted,
	// A task is found by its service's labels.
	label: (item, wanted, world) => {
		const service = item.ServiceID === undefined ? item : world.services.find(({ID}) => ID === item.ServiceID);
		return hasLabel(service?.Spec?.Labels, wanted);
	},
	'node.label': (item, wanted) => hasLabel(item.Spec?.Labels, wanted),
};

/** Those that pass every filter: values of one key are alternatives, as in the API. */
export const listed = ({query, world}: Call, items: readonly unknown[]) => {
	const filters = Object.entries(JSON.parse(query['filters'] ?? '{}') as Record<string, string[]>);
	const isWanted = (item: Listed) =>
		filters.every(([key, values]) => {
			const test = tests[key];
			if (test === undefined) {
				throw new Error(`invalid filter '${key}'`);
			}
			return values.some(value => test(item, value, world));
		});
	const found = (items as readonly Listed[]).filter(isWanted);
	return query['status'] === 'true' ? found : found.map(({ServiceStatus: _, ...item}) => item);
};
