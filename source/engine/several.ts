import type {Patience} from './attempts.ts';
import {type Calls, openCalls} from './calls.ts';
import type {Destination} from './connection.ts';
import type {Place} from './engine.ts';
import {EngineError} from './errors.ts';

/** Calls to one of several engines at a time. */
export type SeveralCalls = Omit<Calls, 'leave' | 'takeOver'> & {
	readonly place: () => Place;
	readonly moveOn: () => boolean;
	/** Calls to the engine of now, whichever comes after it: for what goes on there. */
	readonly staying: () => Calls;
};

/**
Calls that go to the first destination until they are moved on to the next, round and round. A read that was under way
is asked anew at the next one, a stream is left to whoever reads it, and a write is never sent again: its answer is
waited for where it was sent.
*/
export const openSeveral = (
	destinations: readonly [Destination, ...Destination[]],
	patience: Patience,
): SeveralCalls => {
	const [first, ...others] = destinations.map(destination => ({
		place: destination as Place,
		calls: openCalls(destination.endpoint, patience),
	})) as [Stop, ...Stop[]];
	let [now, ahead] = [first, others];
	let moves = 0;

	const moveOn = () => {
		const [next, ...rest] = ahead;
		if (next === undefined) {
			return false;
		}
		const before = now;
		moves += 1;
		[now, ahead] = [next, [...rest, before]];
		before.calls.leave();
		return true;
	};

	/** Being moved on ends a read without its caller having wished for it. */
	const again = async <T>(signal: AbortSignal | undefined, ask: (calls: Calls) => Promise<T>): Promise<T> => {
		for (;;) {
			const before = moves;
			try {
				return await ask(now.calls);
			} catch (error) {
				if (moves === before || signal?.aborted || first.calls.isClosed()) {
					throw error;
				}
			}
		}
	};

	const all = [first, ...others];
	return {
		place: () => now.place,
		moveOn,
		staying: () => now.calls,
		get address() {
			return now.calls.address;
		},
		traffic: () => all.map(({calls}) => calls.traffic()).reduce(sum),
		isClosed: first.calls.isClosed,
		version: signal => again(signal, calls => calls.version(signal)),
		read: (call, use, signal) => again(signal, calls => calls.read(call, use, signal)),
		readSlowly: (call, use, signal) => again(signal, calls => calls.readSlowly(call, use, signal)),
		write: async (method, call, signal) => {
			if (all.length > 1 && isOfOneEngine(call.path)) {
				throw new EngineError('refused', oneAlone);
			}
			return now.calls.write(method, call, signal);
		},
		stream: (call, signal) => now.calls.stream(call, signal),
		close: () => {
			for (const {calls} of all) {
				calls.close();
			}
		},
	};
};

/** What is written there is of the engine that is asked, and no other: the next one would be the wrong one. */
const isOfOneEngine = (path: string) => /^\/(volumes|swarm\/(init|join|leave|unlock))\b/.test(path);

const oneAlone =
	'skep was given several engines, and this is about one of them: start it with that one alone (--host or --context).';

type Stop = {readonly place: Place; readonly calls: Calls};

type Traffic = ReturnType<Calls['traffic']>;

const sum = (one: Traffic, other: Traffic): Traffic => ({
	requests: one.requests + other.requests,
	bytes: one.bytes + other.bytes,
});
