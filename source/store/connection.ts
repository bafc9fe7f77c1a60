import type {EngineInfo} from '../engine/engine.ts';
import {EngineError} from '../engine/errors.ts';
import type {Instant} from '../swarm/values.ts';
import type {Connection} from './cluster.ts';
import type {OtherManager} from './other-managers.ts';

/** What is known of a swarm that doesn't answer as it should. */
export type Trouble = {
	readonly error: EngineError;
	/** When it last answered, or, if it never did, when it was asked first. */
	readonly since: Instant;
	readonly now: Instant;
	readonly retryAt: Instant;
	/** What its engine said of itself in this attempt. */
	readonly info: EngineInfo | undefined;
	/** As the last node list had it. */
	readonly managers: number;
	/** Where else to go; empty where other engines are tried anyway. */
	readonly others?: readonly OtherManager[];
	/** It answered before, since we started. */
	readonly wasLive: boolean;
};

/** An election takes 12 to 15 s, twice that on a busy machine, and towards its end the engine may say that there is no leader. */
const election = 30_000;
/** Without a majority calls hang for about so long before the engine says why. */
const hanging = 40_000;

const noQuorum = 'The swarm has no leader. Too few managers may be online.';

/** Which state a failure puts the connection in. */
export const connectionOf = (trouble: Trouble): Connection => {
	const {error, since, info} = trouble;
	switch (error.kind) {
		case 'forbidden':
		case 'unsupported':
			return {kind: error.kind, message: error.message};
		case 'not-in-a-swarm':
		case 'locked':
			return {kind: error.kind};
		case 'not-a-manager':
			return {kind: 'not-a-manager', managers: (info?.managers ?? []).map(({address}) => address)};
		case 'starting':
			return {kind: 'electing', since};
		case 'no-leader':
			return withoutLeader(trouble);
		case 'too-late':
			return silent(trouble);
		case 'unreachable':
			return disconnected(trouble);
		default:
			return trouble.wasLive ? {kind: 'stale', since} : disconnected(trouble);
	}
};

const withoutLeader = ({since, now, info, error, wasLive}: Trouble): Connection => {
	const isSure = info?.swarmError !== undefined && (!wasLive || now - since >= election);
	return isSure || now - since >= hanging
		? {kind: 'no-quorum', since, message: info?.swarmError ?? error.message ?? noQuorum}
		: {kind: 'electing', since};
};

/** Calls hang during an election; a swarm with one manager has none. */
const silent = (trouble: Trouble): Connection => {
	const {since, now, info, managers, wasLive} = trouble;
	if (info?.swarmError !== undefined) {
		return withoutLeader(trouble);
	}
	if (now - since >= hanging || !wasLive) {
		return disconnected(trouble);
	}
	return managers > 1 ? {kind: 'electing', since} : {kind: 'stale', since};
};

const disconnected = ({since, error, retryAt, others = []}: Trouble): Connection => ({
	kind: 'disconnected',
	since,
	message: error.message,
	retryAt,
	...(others.length > 0 && {others}),
});

/** What the engine's own account of itself rules out, before the swarm is asked at all. */
export const refusalOf = (info: EngineInfo): EngineError | undefined => {
	if (info.swarmState === 'locked') {
		return new EngineError('locked', 'The manager is locked.');
	}
	if (info.swarmState === 'inactive') {
		return new EngineError('not-in-a-swarm', 'The engine is in no swarm.');
	}
	if (info.swarmState === 'pending') {
		return new EngineError('starting', 'The engine is joining its swarm.');
	}
	if (info.swarmState === 'error') {
		return new EngineError('unexpected', info.swarmError ?? 'The engine has trouble with its swarm.');
	}
	return info.isManager ? undefined : new EngineError('not-a-manager', 'The engine is a worker.');
};

export const asEngineError = (error: unknown) =>
	error instanceof EngineError
		? error
		: new EngineError('unexpected', error instanceof Error ? error.message : String(error), {cause: error});
