import {nodeId} from '../../swarm/ids.ts';
import type {JoinTokens} from '../../swarm/join.ts';
import type {SwarmFacts} from '../../swarm/snapshot.ts';
import type {EngineEvent, EngineInfo, ImageFacts} from '../engine.ts';
import {cleaned} from '../normalise.ts';
import type {RawDistribution, RawEvent, RawInfo, RawSwarm} from './raw.ts';
import {settingsOf} from './swarm-settings.ts';
import {idOf, instantOf, isObject, listOf, numberOf, objectOf, oneOf, textOf} from './values.ts';

/** `GET /swarm`. The join tokens in it let machines into the swarm: they go no further than this. */
export const decodeSwarm = (json: unknown): SwarmFacts => {
	const {JoinTokens: _, ...object} = objectOf(json, 'swarm');
	const raw = object as RawSwarm;
	return {
		id: idOf(raw.ID, 'swarm'),
		createdAt: instantOf(raw.CreatedAt) ?? 0,
		taskHistoryLimit: numberOf(raw.Spec?.Orchestration?.TaskHistoryRetentionLimit) ?? 5,
		settings: settingsOf(raw),
		raw: object,
	};
};

/** The part of `GET /swarm` that nothing else may carry. */
export const decodeJoinTokens = (json: unknown): JoinTokens => {
	const {JoinTokens: tokens} = objectOf(json, 'swarm');
	const {Worker, Manager} = objectOf(tokens, 'pair of join tokens');
	return {worker: idOf(Worker, 'join token'), manager: idOf(Manager, 'join token')};
};

const swarmStates: readonly EngineInfo['swarmState'][] = ['inactive', 'pending', 'active', 'error', 'locked'];

/** `GET /info`; the engine doesn't say there which API it was asked by. */
export const decodeInfo = (json: unknown, apiVersion: string): EngineInfo => {
	const object = objectOf(json, 'engine');
	const raw = object as RawInfo;
	const id = textOf(raw.Swarm?.NodeID);
	return {
		name: textOf(raw.Name) ?? '',
		engineVersion: textOf(raw.ServerVersion) ?? '',
		apiVersion,
		nodeId: id === undefined ? undefined : nodeId(id),
		nodeAddress: textOf(raw.Swarm?.NodeAddr),
		swarmId: textOf(raw.Swarm?.Cluster?.ID),
		swarmState: oneOf(swarmStates, raw.Swarm?.LocalNodeState) ?? 'inactive',
		isManager: raw.Swarm?.ControlAvailable === true,
		swarmError: textOf(cleaned(textOf(raw.Swarm?.Error) ?? '')),
		managers: listOf(raw.Swarm?.RemoteManagers).flatMap(managerOf),
		raw: object,
	};
};

/** Of a manager that hasn't answered yet, an engine that joins knows no id. */
const managerOf = ({NodeID: id, Addr: address}: {readonly NodeID?: string; readonly Addr?: string}) =>
	textOf(address) === undefined ? [] : [{nodeId: nodeId(id ?? ''), address: address ?? ''}];

const kinds: readonly EngineEvent['kind'][] = ['node', 'service', 'network', 'secret', 'config'];
const actions: readonly EngineEvent['action'][] = ['create', 'update', 'remove'];

/** An event of the swarm, or undefined for one of another kind. */
export const decodeEvent = (json: unknown): EngineEvent | undefined => {
	const raw = (isObject(json) ? json : {}) as RawEvent;
	const kind = oneOf(kinds, raw.Type);
	const action = oneOf(actions, raw.Action);
	const id = textOf(raw.Actor?.ID);
	return kind === undefined || action === undefined || id === undefined ? undefined : {kind, action, id};
};

/** `GET /distribution/{image}/json`. Build attestations are listed as images for no platform. */
export const decodeImage = (json: unknown): ImageFacts => {
	const raw = objectOf(json, 'image') as RawDistribution;
	const platforms = listOf(raw.Platforms).map(({os, architecture}) => ({
		os: textOf(os) ?? '',
		architecture: textOf(architecture) ?? '',
	}));
	return {
		digest: idOf(raw.Descriptor?.digest, 'image'),
		platforms: platforms.filter(({os, architecture}) => os !== 'unknown' && architecture !== 'unknown'),
	};
};
