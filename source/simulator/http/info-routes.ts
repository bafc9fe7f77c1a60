import {isConnected} from '../objects.ts';
import {noLeaderText, outOfSequence, Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import {hasEnded} from '../task-order.ts';
import {bodyOf, type Call, empty, isTrue, json, type Reply, versionIn} from './call.ts';

export const ping = ({simulator}: Call): Reply => ({
	kind: 'stream',
	headers: pingHeaders(simulator),
	start(out) {
		out.write('OK');
		out.end();
	},
});

export const pingHeaders = ({engine, raft}: Simulator) => ({
	'Api-Version': engine.apiVersion,
	'Builder-Version': engine.name === '20.10' ? '1' : '2',
	'Cache-Control': 'no-cache, no-store, must-revalidate',
	'Docker-Experimental': 'false',
	Swarm: raft.leaderId() === undefined ? 'error' : 'active/manager',
	'Content-Type': 'text/plain; charset=utf-8',
});

export const version = ({simulator: {engine}}: Call): Reply => {
	const details = {
		ApiVersion: engine.apiVersion,
		Arch: 'amd64',
		BuildTime: '2026-05-07T21:09:36.000000000+00:00',
		Experimental: 'false',
		GitCommit: '5d6db84',
		GoVersion: engine.goVersion,
		KernelVersion: '6.12.0-simulated',
		MinAPIVersion: engine.minApiVersion,
		Os: 'linux',
	};
	const {Experimental: _, ...top} = details;
	return json({
		Platform: {Name: ''},
		Components: [{Name: 'Engine', Version: engine.version, Details: details}],
		Version: engine.version,
		...top,
	});
};

const clusterOf = ({clusterId, swarm, startedAt}: Simulator) => ({
	ID: clusterId,
	Version: {Index: swarm.settings.version},
	CreatedAt: new Date(startedAt).toISOString(),
	UpdatedAt: swarm.settings.updatedAt ?? new Date(startedAt).toISOString(),
	Spec: {
		Name: 'default',
		Labels: {},
		Orchestration: {TaskHistoryRetentionLimit: swarm.settings.taskHistoryLimit},
		Raft: {
			SnapshotInterval: 10_000,
			KeepOldSnapshots: 0,
			LogEntriesForSlowFollowers: 500,
			ElectionTick: 10,
			HeartbeatTick: 1,
		},
		Dispatcher: {HeartbeatPeriod: 5_000_000_000},
		CAConfig: {NodeCertExpiry: 7_776_000_000_000_000},
		TaskDefaults: {},
		EncryptionConfig: {AutoLockManagers: false},
	},
	TLSInfo: [...swarm.store.nodes.all.values()][0]?.raw.Description.TLSInfo,
	RootRotationInProgress: false,
	DefaultAddrPool: ['10.0.0.0/8'],
	SubnetSize: 24,
	DataPathPort: 4789,
});

/** Whoever sees these could join: they look like tokens, and open nothing. */
const joinTokens = {
	Worker: `SWMTKN-1-${'0'.repeat(50)}-${'w'.repeat(25)}`,
	Manager: `SWMTKN-1-${'0'.repeat(50)}-${'m'.repeat(25)}`,
};

export const inspectSwarm = ({simulator}: Call): Reply => json({...clusterOf(simulator), JoinTokens: joinTokens});

/** What it is part of already, it can't start or join. */
export const initOrJoin = (): Reply => {
	const leave = 'Use "docker swarm leave" to leave this swarm and join another one.';
	throw new Refusal(503, `This node is already part of a swarm. ${leave}`);
};

export const unlock = (): Reply => {
	throw new Refusal(409, 'swarm is not locked');
};

type SwarmSpec = {readonly Orchestration?: {readonly TaskHistoryRetentionLimit?: number}};

export const updateSwarm = (call: Call): Reply => {
	const {settings, store} = call.simulator.swarm;
	const spec = bodyOf<SwarmSpec>(call);
	if (versionIn(call, 'swarm') !== settings.version) {
		throw outOfSequence();
	}
	settings.taskHistoryLimit = spec.Orchestration?.TaskHistoryRetentionLimit ?? settings.taskHistoryLimit;
	settings.version = store.log.next();
	settings.updatedAt = store.nodes.stamp();
	return empty();
};

export const unlockKey = (): Reply => json({UnlockKey: ''});

export const leave = (call: Call): Reply => {
	if (!isTrue(call.query['force'])) {
		const last = 'You are attempting to leave the swarm on a node that is participating as a manager.';
		throw new Refusal(503, `${last} Use \`--force\` to ignore this message.`);
	}
	throw new Refusal(501, 'a simulated node stays in its swarm');
};

const swarmInfo = ({simulator, self}: Call) => {
	const {raft, swarm} = simulator;
	const isManager = self.isManager;
	const isLed = raft.leaderId() !== undefined;
	const managers = raft.managers();
	return {
		NodeID: self.id,
		NodeAddr: self.raw.Status.Addr,
		LocalNodeState: 'active',
		ControlAvailable: isManager,
		Error: isManager && !isLed ? `rpc error: code = Unknown desc = ${noLeaderText}` : '',
		RemoteManagers: managers.map(({id, raw}) => ({NodeID: id, Addr: `${raw.Status.Addr}:2377`})),
		...(isManager && isLed
			? {Nodes: swarm.store.nodes.all.size, Managers: managers.length, Cluster: clusterOf(simulator)}
			: {}),
	};
};

export const info = (call: Call): Reply => {
	const {simulator, self} = call;
	const {raw} = self;
	const tasks = simulator.swarm.store.index.onNode(self.id).filter(({containerId}) => containerId !== undefined);
	const running = tasks.filter(task => !hasEnded(task)).length;
	const plugins = (type: string) =>
		raw.Description.Engine.Plugins.filter(({Type}) => Type === type).map(({Name}) => Name);
	return json({
		ID: `SIMU:${self.id.slice(0, 4).toUpperCase()}`,
		Containers: tasks.length,
		ContainersRunning: running,
		ContainersPaused: 0,
		ContainersStopped: tasks.length - running,
		Images: 3,
		Driver: 'overlay2',
		Plugins: {Volume: plugins('Volume'), Network: plugins('Network'), Authorization: null, Log: plugins('Log')},
		SystemTime: new Date(simulator.swarm.timeline.now()).toISOString(),
		LoggingDriver: 'json-file',
		KernelVersion: '6.12.0-simulated',
		OperatingSystem: 'skep simulator',
		OSType: 'linux',
		Architecture: raw.Description.Platform.Architecture,
		IndexServerAddress: 'https://index.docker.io/v1/',
		RegistryConfig: {IndexConfigs: {'docker.io': {Name: 'docker.io', Mirrors: [], Secure: true, Official: true}}},
		NCPU: (raw.Description.Resources.NanoCPUs ?? 0) / 1e9,
		MemTotal: raw.Description.Resources.MemoryBytes,
		Name: raw.Description.Hostname,
		Labels: [],
		ExperimentalBuild: false,
		ServerVersion: raw.Description.Engine.EngineVersion,
		DefaultRuntime: 'runc',
		Swarm: swarmInfo(call),
		LiveRestoreEnabled: false,
		SecurityOptions: ['name=seccomp,profile=default'],
		Warnings: isConnected(self) ? null : ['cut off from the swarm'],
	});
};
