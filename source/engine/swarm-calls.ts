import {nodeId} from '../swarm/ids.ts';
import type {SwarmFacts} from '../swarm/snapshot.ts';
import {readText} from './body.ts';
import type {Joining, NewSwarm, SwarmChange, SwarmSettingsChange} from './creations.ts';
import type {RawSwarm} from './decode/raw.ts';
import {isObject, textOf} from './decode/values.ts';
import type {Engine, TaskHere} from './engine.ts';
import {EngineError, isEngineError} from './errors.ts';
import type {SeveralCalls as Calls} from './several.ts';

type SwarmCalls = Pick<
	Engine,
	'initSwarm' | 'joinSwarm' | 'leaveSwarm' | 'updateSwarm' | 'unlockKey' | 'unlockSwarm' | 'tasksHere'
>;

/** What concerns the swarm as a whole, and this engine's part in it. */
export const swarmCallsOf = (calls: Calls): SwarmCalls => ({
	initSwarm: async (swarm, signal) => {
		const answer = await calls.write('POST', {path: '/swarm/init', body: rawInit(swarm)}, signal);
		return nodeId(answer.trim().replaceAll('"', ''));
	},
	joinSwarm: async (joining, signal) => {
		try {
			await calls.write('POST', {path: '/swarm/join', body: rawJoin(joining)}, signal);
		} catch (error) {
			throw isEngineError(error, 'no-leader') ? nobodyThere(joining, error) : error;
		}
	},
	leaveSwarm: async signal => {
		await calls.write('POST', {path: '/swarm/leave'}, signal);
	},
	updateSwarm: async (swarm, change, signal) => {
		const query = {version: swarm.settings?.version ?? 0, ...rotationOf(change)};
		await calls.write('POST', {path: '/swarm/update', query, body: changedSpec(swarm, change)}, signal);
	},
	unlockKey: async signal => {
		const json: unknown = JSON.parse(await calls.read({path: '/swarm/unlockkey'}, readText, signal));
		return isObject(json) ? textOf(json['UnlockKey']) : undefined;
	},
	unlockSwarm: async (key, signal) => {
		await calls.write('POST', {path: '/swarm/unlock', body: {UnlockKey: key}}, signal);
	},
	tasksHere: async signal => {
		const filters = JSON.stringify({label: [taskLabel]});
		const json: unknown = JSON.parse(await calls.read({path: '/containers/json', query: {filters}}, readText, signal));
		return Array.isArray(json) ? json.flatMap(taskOf) : [];
	},
});

/** The engine has the same words for managers that don't answer as for a swarm without a leader. */
const nobodyThere = ({managers}: Joining, error: EngineError) =>
	new EngineError(
		'refused',
		`No manager answers at ${managers.join(', ')}: is it up, and TCP 2377 open from here? (${error.message})`,
		{cause: error},
	);

const taskLabel = 'com.docker.swarm.task.name';

const taskOf = (container: unknown): readonly TaskHere[] => {
	const labels = isObject(container) && isObject(container['Labels']) ? container['Labels'] : {};
	const [task, service] = [textOf(labels[taskLabel]), textOf(labels['com.docker.swarm.service.name'])];
	return task === undefined || service === undefined ? [] : [{task, service}];
};

/** The listen address of `docker swarm init`: the API insists on one. */
const everywhere = '0.0.0.0:2377';

const rawInit = (swarm: NewSwarm) => ({
	ListenAddr: swarm.listenAddress ?? everywhere,
	AdvertiseAddr: swarm.advertiseAddress ?? '',
	DataPathAddr: swarm.dataPathAddress ?? '',
	...(swarm.dataPathPort === undefined ? {} : {DataPathPort: swarm.dataPathPort}),
	...(swarm.addressPools === undefined ? {} : {DefaultAddrPool: swarm.addressPools}),
	...(swarm.rangeBits === undefined ? {} : {SubnetSize: swarm.rangeBits}),
	AutoLockManagers: swarm.isAutolocked === true,
	Spec: {
		...(swarm.nodeCertificateLife === undefined
			? {}
			: {CAConfig: {NodeCertExpiry: nanoseconds(swarm.nodeCertificateLife)}}),
		EncryptionConfig: {AutoLockManagers: swarm.isAutolocked === true},
	},
});

const rawJoin = ({token, managers, advertiseAddress, listenAddress, dataPathAddress}: Joining) => ({
	ListenAddr: listenAddress ?? everywhere,
	AdvertiseAddr: advertiseAddress ?? '',
	DataPathAddr: dataPathAddress ?? '',
	RemoteAddrs: managers,
	JoinToken: token,
});

const rotationOf = (change: SwarmChange): Readonly<Record<string, string>> => {
	switch (change.kind) {
		case 'rotate-token':
			return change.role === 'manager' ? {rotateManagerToken: 'true'} : {rotateWorkerToken: 'true'};
		case 'rotate-unlock-key':
			return {rotateManagerUnlockKey: 'true'};
		default:
			return {};
	}
};

/** The swarm's whole spec after a change: the engine replaces what it has. */
const changedSpec = (swarm: SwarmFacts, change: SwarmChange) => {
	const {Spec: spec} = swarm.raw as RawSwarm;

	if (spec === undefined || swarm.settings === undefined) {
		throw new EngineError('garbled', "The swarm's settings couldn't be read: nothing was changed.");
	}

	switch (change.kind) {
		case 'autolock':
			return {...spec, EncryptionConfig: {...spec.EncryptionConfig, AutoLockManagers: change.isAutolocked}};
		case 'rotate-root':
			return {...spec, CAConfig: {...spec.CAConfig, ForceRotate: (spec.CAConfig?.ForceRotate ?? 0) + 1}};
		case 'settings':
			return withSettings(spec, change.settings);
		default:
			return spec;
	}
};

type Spec = NonNullable<RawSwarm['Spec']>;

const withSettings = (spec: Spec, change: SwarmSettingsChange): Spec => ({
	...spec,
	Orchestration: {
		...spec.Orchestration,
		...(change.taskHistoryLimit === undefined ? {} : {TaskHistoryRetentionLimit: change.taskHistoryLimit}),
	},
	Raft: {
		...spec.Raft,
		...(change.snapshotInterval === undefined ? {} : {SnapshotInterval: change.snapshotInterval}),
		...(change.oldSnapshots === undefined ? {} : {KeepOldSnapshots: change.oldSnapshots}),
	},
	Dispatcher: {
		...spec.Dispatcher,
		...(change.heartbeat === undefined ? {} : {HeartbeatPeriod: nanoseconds(change.heartbeat)}),
	},
	CAConfig: {
		...spec.CAConfig,
		...(change.nodeCertificateLife === undefined ? {} : {NodeCertExpiry: nanoseconds(change.nodeCertificateLife)}),
	},
});

const nanoseconds = (seconds: number) => Math.round(seconds * 1e9);
