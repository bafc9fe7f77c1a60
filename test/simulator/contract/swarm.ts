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
	/** Power off, by host name. */
	readonly kill: (node: string) => Promise<void>;
	readonly bringBack: (node: string) => Promise<void>;
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

/**
On a busy machine the leader may lose its followers for a moment: then nothing was done, and is asked again. So is what
only reads, when its answer got lost with a leader.
*/
const answerWithLeader = async ({socketPath, pass}: Machinery, ...asked: [string, string, unknown]) => {
	const [method] = asked;
	const isForNow = ({status, body}: Answer) =>
		status >= 500 &&
		(body.includes('swarm does not have a leader') ||
			(method === 'GET' && /code = (Unavailable|Canceled|DeadlineExceeded)/.test(body.toString())));
	for (let tries = 0; ; tries += 1) {
		const answer = await answerTo(socketPath, ...asked).catch(error => {
			if (method !== 'GET' || tries === 5) {
				throw error;
			}
		});
		if (answer && (tries === 200 || !isForNow(answer))) {
			return answer;
		}
		await pass(500);
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
			// What was created last uses what was created before it. A network is held by tasks for a moment longer.
			for (const path of created.reverse()) {
				for (let tries = 0; tries < 300; tries += 1) {
					const {status} = await answerTo(socketPath, 'DELETE', path);
					if (status < 300 || status === 404) {
						break;
					}
					await machinery.pass(200);
				}
			}
		},
	};
};

/** What differs between the engines, by their version. */
export const byEngine = <T>({engine}: ContractSwarm, values: Readonly<Record<Machinery['engine'], T>>): T =>
	values[engine];

export type {Answer, RawEvent, SeenEvents};
