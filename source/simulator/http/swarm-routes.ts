import {type ClusterSpec, changeCluster, issuerOf, joinTokensOf, unlockKeyOf} from '../cluster.ts';
import {isConnected} from '../objects.ts';
import {outOfSequence, Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import {bodyOf, type Call, empty, isTrue, json, type Reply, versionIn} from './call.ts';

/** The swarm as a whole, without its tokens. */
export const clusterOf = ({clusterId, swarm, startedAt}: Simulator) => {
	const {version, updatedAt, spec, isRootRotating, rotations} = swarm.settings;
	const [node] = swarm.store.nodes.all.values();
	return {
		ID: clusterId,
		Version: {Index: version},
		CreatedAt: new Date(startedAt).toISOString(),
		UpdatedAt: updatedAt ?? new Date(startedAt).toISOString(),
		Spec: {Name: 'default', Labels: {}, TaskDefaults: {}, ...spec},
		TLSInfo: {...node?.raw.Description.TLSInfo, CertIssuerPublicKey: issuerOf(rotations.root)},
		RootRotationInProgress: isRootRotating,
		DefaultAddrPool: ['10.0.0.0/8'],
		SubnetSize: 24,
		DataPathPort: 4789,
	};
};

export const inspectSwarm = ({simulator}: Call): Reply =>
	json({...clusterOf(simulator), JoinTokens: joinTokensOf(simulator.swarm.settings)});

/** What it is part of already, it can't start or join. */
export const initOrJoin = (): Reply => {
	const leave = 'Use "docker swarm leave" to leave this swarm and join another one.';
	throw new Refusal(503, `This node is already part of a swarm. ${leave}`);
};

export const unlock = (): Reply => {
	throw new Refusal(409, 'swarm is not locked');
};

export const updateSwarm = (call: Call): Reply => {
	const {swarm} = call.simulator;
	const {query} = call;
	if (versionIn(call, 'swarm') !== swarm.settings.version) {
		throw outOfSequence();
	}
	changeCluster(swarm, bodyOf<ClusterSpec>(call), {
		worker: isTrue(query['rotateWorkerToken']),
		manager: isTrue(query['rotateManagerToken']),
		key: isTrue(query['rotateManagerUnlockKey']),
	});
	return empty();
};

export const unlockKey = ({simulator}: Call): Reply => json({UnlockKey: unlockKeyOf(simulator.swarm.settings)});

export const leave = ({query, simulator, self}: Call): Reply => {
	if (isTrue(query['force']) || !self.isManager) {
		throw new Refusal(501, 'a simulated node stays in its swarm');
	}
	throw new Refusal(503, `${managerText}${lossOf(simulator)}`);
};

const managerText = 'You are attempting to leave the swarm on a node that is participating as a manager. ';

/** What the daemon says of the quorum that would be left. */
const lossOf = ({raft}: Simulator) => {
	const all = raft.managers();
	const reachable = all.filter(isConnected).length;
	if (all.length === 1) {
		return 'Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message. ';
	}
	const loss =
		reachable - 2 <= all.length - reachable
			? `Removing this node leaves ${reachable - 1} managers out of ${all.length}. Without a Raft quorum your swarm will be inaccessible. `
			: '';
	return `${loss}The only way to restore a swarm that has lost consensus is to reinitialize it with \`--force-new-cluster\`. Use \`--force\` to suppress this message.`;
};
