import type {Patience} from './attempts.ts';
import {openCalls, patience} from './calls.ts';
import type {Endpoint} from './connection.ts';
import {creationsOf} from './create.ts';
import type {Engine} from './engine.ts';
import {watchEvents} from './events.ts';
import {readLogs} from './logs.ts';
import {readsOf} from './reads.ts';
import {swarmCallsOf} from './swarm-calls.ts';
import {writesOf} from './writes.ts';

/**
The engine at an endpoint. Nothing is sent before the first call; whether anything answers there shows in its outcome.
*/
export const connect = (endpoint: Endpoint, options: {readonly patience?: Patience} = {}): Engine => {
	const calls = openCalls(endpoint, options.patience ?? patience);
	return {
		address: calls.address,
		traffic: calls.traffic,
		...readsOf(calls),
		...writesOf(calls),
		...creationsOf(calls),
		...swarmCallsOf(calls),
		events: signal => watchEvents(calls, signal),
		logs: (target, options, signal) => readLogs(calls, {target, options}, signal),
		close: calls.close,
	};
};
