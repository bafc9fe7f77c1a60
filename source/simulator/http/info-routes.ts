import {isConnected} from '../objects.ts';
import {noLeaderText} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import {hasEnded} from '../task-order.ts';
import {type Call, json, type Reply} from './call.ts';
import {clusterOf} from './swarm-routes.ts';

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
