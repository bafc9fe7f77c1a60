import type {EngineInfo} from '../engine/engine.ts';
import type {Config} from '../swarm/config.ts';
import type {ConfigId, NetworkId, NodeId, SecretId, ServiceId} from '../swarm/ids.ts';
import type {Network} from '../swarm/network.ts';
import type {Node} from '../swarm/node.ts';
import type {Secret} from '../swarm/secret.ts';
import type {Service} from '../swarm/service.ts';
import type {SwarmFacts} from '../swarm/snapshot.ts';
import type {KnownSpec} from '../swarm/spec-history.ts';
import type {Stack} from '../swarm/stack.ts';
import type {Volume} from '../swarm/volume.ts';

/** What an operation acts on: captured when its dialog opens, so that a list that moves can't change it. */
export type NodeTarget = {readonly kind: 'node'; readonly id: NodeId; readonly saw: Node};
export type ServiceTarget = {
	readonly kind: 'service';
	readonly id: ServiceId;
	readonly saw: Service;
	/** The specs that are known of it, the present one included, newest first. */
	readonly history?: readonly KnownSpec[];
};
export type NetworkTarget = {readonly kind: 'network'; readonly id: NetworkId; readonly saw: Network};
export type SecretTarget = {readonly kind: 'secret'; readonly id: SecretId; readonly saw: Secret};
export type ConfigTarget = {readonly kind: 'config'; readonly id: ConfigId; readonly saw: Config};
/** What services use, and what is made and removed apart from them. */
export type ObjectTarget = NetworkTarget | SecretTarget | ConfigTarget;
/** By name: volumes have no id, and belong to the engine that skep talks to. */
export type VolumeTarget = {readonly kind: 'volume'; readonly id: string; readonly saw: Volume};
/** By name: a stack is what carries its label. */
export type StackTarget = {readonly kind: 'stack'; readonly id: string; readonly saw: Stack};
/** The swarm as a whole: what settings are changed of, and what something new is made in. */
export type SwarmTarget = {readonly kind: 'swarm'; readonly id: string; readonly saw: SwarmFacts};
/** The engine that skep talks to, in a swarm or not; its id is its address. */
export type EngineTarget = {
	readonly kind: 'engine';
	readonly id: string;
	readonly saw: EngineInfo;
	/** Those of its machine, where that is this one: the one that leads out of it first. */
	readonly addresses?: readonly HostAddress[];
};
/** An IP, and the interface that has it. */
export type HostAddress = {readonly address: string; readonly name: string};
export type Target =
	| NodeTarget
	| ServiceTarget
	| ObjectTarget
	| VolumeTarget
	| StackTarget
	| SwarmTarget
	| EngineTarget;
