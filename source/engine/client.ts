import type {Patience} from './attempts.ts';
import {patience} from './calls.ts';
import {type Destination, destinationOf} from './connection.ts';
import {creationsOf} from './create.ts';
import type {Endpoint} from './endpoint.ts';
import type {Engine} from './engine.ts';
import {watchEvents} from './events.ts';
import {openExec} from './exec.ts';
import {readLogs} from './logs.ts';
import {readsOf} from './reads.ts';
import {openSeveral} from './several.ts';
import {swarmCallsOf} from './swarm-calls.ts';
import {writesOf} from './writes.ts';

/**
The engine at an endpoint, or at the first of several destinations that is asked to. Nothing is sent before the first
call; whether anything answers there shows in its outcome.
*/
export const connect = (
	to: Endpoint | readonly [Destination, ...Destination[]],
	options: {readonly patience?: Patience} = {},
): Engine => {
	const destinations = 'kind' in to ? ([destinationOf(to)] as const) : to;
	const calls = openSeveral(destinations, options.patience ?? patience);
	return {
		place: calls.place,
		places: destinations,
		moveOn: calls.moveOn,
		traffic: calls.traffic,
		...readsOf(calls),
		...writesOf(calls),
		...creationsOf(calls),
		...swarmCallsOf(calls),
		events: signal => watchEvents(calls, signal),
		logs: (target, options, signal) => readLogs(calls, {target, options}, signal),
		exec: (order, signal) => openExec(calls.staying(), order, signal),
		close: calls.close,
	};
};
