import type {RawEvent} from '../../../source/engine/decode/raw.ts';
import {type Answer, answerTo, openEvents, type SeenEvents} from './over-socket.ts';

/** What differs between a simulated swarm and one of real engines: three managers, two workers, and power and time. */
export type Machinery = {
	readonly engine: '20.10' | '28.5';
	/** Of the first manager's engine. */
	readonly socketPath: string;
	/** By host name. */
	readonly managers: readonly string[];
	readonly workers: readonly string[];
	/** Lets so many milliseconds go by. */
	readonly pass: (milliseconds: number) => Promise<void>;
	/** How late it is there, in milliseconds from anywhere: what waits, waits by this clock. */
	readonly now: () => number;
	/** Power off, by host name. */
	readonly kill: (node: string) => Promise<void>;
	readonly bringBack: (node: string) => Promise<void>;
	/** How many of its engines have ended by themselves so far. */
	readonly crashes: () => Promise<number>;
};

/** A swarm that keeps to the contract, or doesn't. */
export type ContractSwarm = Machinery & {
	/** Answers whatever the status. */
	readonly ask: (method: string, path: string, body?: unknown) => Promise<Answer>;
	/** What the first manager tells from now on. */
	readonly events: () => Promise<SeenEvents>;
	/** A name that nothing else in this swarm has. */
	readonly name: (base: string) => string;
	/** Removes what was created through it. */
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Milliseconds that a busy machine with real engines may take for anything; simulated ones go by in no time. */
export const patience = 120_000;

const isNotSent = (error: unknown) => ['ECONNREFUSED', 'ENOENT'].includes(String((error as {code?: unknown}).code));

const isRefusedForNow = ({status, body}: Answer) =>
	status >= 500 && /swarm does not have a leader|being prepared or has trouble connecting/.test(body.toString());

const isLost = ({status, body}: Answer) =>
	status >= 500 && /code = (Unavailable|Canceled|DeadlineExceeded)/.test(body.toString());

/**
On a busy machine the leader may lose its followers for a moment, and an engine may be away: then nothing was done, and
is asked again. So is what only reads, when its answer got lost with a leader.
*/
const answerWithLeader = async ({socketPath, pass, now}: Machinery, ...asked: [string, string, unknown]) => {
	const isReading = asked[0] === 'GET';
	for (const end = now() + patience; ; await pass(500)) {
		const answer = await answerTo(socketPath, ...asked).catch(error => {
			if (now() > end || !(isReading || isNotSent(error))) {
				throw error;
			}
		});
		if (answer && (now() > end || !(isRefusedForNow(answer) || (isReading && isLost(answer))))) {
			return answer;
		}
	}
};

/** Reads and writes again while others were faster: the orchestrators write to what they look after, too. */
export const untilInSequence = async ({pass, now}: Machinery, attempt: () => Promise<Answer>): Promise<Answer> => {
	for (const end = now() + patience; ; await pass(50)) {
		const answer = await attempt();
		if (now() > end || !answer.body.includes('out of sequence')) {
			return answer;
		}
	}
};

/** What was created last uses what was created before it. A network is held by tasks for a moment longer. */
const remove = async ({socketPath, pass, now}: Machinery, path: string) => {
	for (const end = now() + patience; now() < end; await pass(200)) {
		const answer = await answerTo(socketPath, 'DELETE', path).catch(() => undefined);
		if (answer && (answer.status < 300 || answer.status === 404)) {
			return;
		}
	}
};

let names = 0;

export const contractSwarm = (machinery: Machinery): ContractSwarm => {
	const {socketPath} = machinery;
	const created: string[] = [];
	const streams: SeenEvents[] = [];

	return {
		...machinery,
		async ask(method, path, body) {
			const answer = await answerWithLeader(machinery, method, path, body);
			const {ID, Id} = (answer.status === 201 ? answer.json : {}) as {readonly ID?: string; readonly Id?: string};
			created.push(...[ID ?? Id].flatMap(id => (id ? [`/${path.split('/')[1]}/${id}`] : [])));
			return answer;
		},
		async events() {
			const seen = await openEvents(socketPath);
			streams.push(seen);
			return seen;
		},
		name(base) {
			names += 1;
			return `${base}-${names}`;
		},
		async [Symbol.asyncDispose]() {
			for (const {close} of streams) {
				close();
			}
			for (const path of created.reverse()) {
				await remove(machinery, path);
			}
		},
	};
};

/** What differs between the engines, by their version. */
export const byEngine = <T>({engine}: ContractSwarm, values: Readonly<Record<Machinery['engine'], T>>): T =>
	values[engine];

export type {Answer, RawEvent, SeenEvents};
