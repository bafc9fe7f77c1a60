import {swarmState} from '../helpers/small-engine/swarm-routes.ts';
import type {World} from '../helpers/small-engine/world.ts';

export type Trial = {
	readonly on: string;
	readonly values?: Record<string, string>;
	/** What has to be so first. */
	readonly inWorld?: (world: World) => World;
};

export const aToken = `SWMTKN-1-${'0123456789'.repeat(5)}-${'abcde'.repeat(5)}`;
export const aKey = `SWMKEY-1-${'K'.repeat(43)}`;

const isIn =
	(...state: Parameters<typeof swarmState>) =>
	(world: World): World => ({...world, info: {Name: 'mgr1', ...swarmState(...state)}});

const isAutolocked = (world: World): World => ({...world, swarm: {Spec: {EncryptionConfig: {AutoLockManagers: true}}}});

const settings = {CAConfig: {NodeCertExpiry: 7_776e12}, Raft: {SnapshotInterval: 10_000}};

/** What is done to the swarm as a whole, and to the engine's part in it. */
export const swarmTrials = {
	initSwarm: {
		on: 'mgr1',
		values: {
			advertise: '10.0.0.1',
			autolock: 'on',
			certificates: '30d',
			pools: '10.20.0.0/16',
			mask: '26',
			port: '5000',
		},
		inWorld: isIn('inactive'),
	},
	joinSwarm: {on: 'mgr1', values: {token: aToken, manager: '10.0.0.9'}, inWorld: isIn('inactive')},
	unlockSwarm: {on: 'mgr1', values: {key: aKey}, inWorld: isIn('locked')},
	leaveSwarm: {on: 'mgr1', inWorld: isIn('active')},
	rotateJoinToken: {on: 'the swarm', values: {role: 'worker'}},
	turnAutolockOn: {on: 'the swarm'},
	turnAutolockOff: {on: 'the swarm', inWorld: isAutolocked},
	rotateUnlockKey: {on: 'the swarm', inWorld: isAutolocked},
	rotateRoot: {on: 'the swarm'},
	changeSwarmSettings: {
		on: 'the swarm',
		values: {taskHistoryLimit: '3', heartbeat: '7s', nodeCertificateLife: '30d'},
		inWorld: world => ({...world, swarm: {Spec: settings}}),
	},
} as const satisfies Readonly<Record<string, Trial>>;
