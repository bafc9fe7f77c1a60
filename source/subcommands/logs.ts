import {pause, realClock} from '../store/clock.ts';
import {followEvents} from '../store/events.ts';
import type {LogLine} from '../store/log-buffer.ts';
import {mostTogether} from '../store/logs.ts';
import {followLogs} from '../store/logs-tail.ts';
import {asking} from './asking.ts';
import {clean} from './clean.ts';
import {findLogTargets, type LogTargets} from './log-targets.ts';
import {lineAsJson, lineAsText} from './log-text.ts';
import {type AskedLogs, readLogWords} from './log-words.ts';
import {exitCodes, failed} from './outcome.ts';
import type {Engine} from './read-snapshot.ts';
import {refusalOf} from './refusal-of.ts';

export type LogsAsked = {
	readonly args: readonly string[];
	/** Opened only once the words are understood. */
	readonly connect: () => Engine | Promise<Engine>;
	readonly now: () => number;
	readonly out: (text: string) => void;
	readonly err: (text: string) => void;
	/** Nobody reads on: it ends. */
	readonly signal: AbortSignal;
};

type Reading = Pick<LogsAsked, 'now' | 'out' | 'err' | 'signal'> & {
	readonly engine: Engine;
	readonly asked: AskedLogs;
	readonly found: LogTargets;
};

/** Logs without a screen, as they come or as they are. Answers the exit code. */
export const runLogs = async (asked: LogsAsked): Promise<number> => {
	try {
		return await read(asked);
	} catch (error) {
		const {code, sentence} = refusalOf(error);
		asked.err(`skep: ${clean(sentence)}\n`);
		return code;
	}
};

const read = async ({args, connect, ...rest}: LogsAsked): Promise<number> => {
	const asked = readLogWords(args);
	return asking(await connect(), async engine => {
		const reading = {...rest, engine, asked, found: await findLogTargets(engine, asked.names)};
		return asked.isFollowed ? follow(reading) : readOnce(reading);
	});
};

/** Answers whether the log reader itself complained: then something is missing. */
const write = ({asked, found, out, err}: Reading, lines: readonly LogLine[]): boolean => {
	const told = lines.filter(({stream, text}) => stream !== 'engine' && asked.matches(clean(text)));
	out(told.map(line => (asked.isJson ? lineAsJson : lineAsText)(line, found)).join(''));
	const complaints = lines.filter(({stream}) => stream === 'engine');
	complaints.forEach(({text}) => void err(`skep: ${clean(text)}\n`));
	return complaints.length > 0;
};

/** At a time: each is a stream to the manager. */
const together = 4;

const readOnce = async (reading: Reading): Promise<number> => {
	const {engine, asked, found, now, err, signal} = reading;
	const since = asked.since?.(now());
	const options = {tail: asked.tail, follow: false, ...(since === undefined ? {} : {since})};
	const lines: LogLine[] = [];

	for (let from = 0; from < found.targets.length && !signal.aborted; from += together) {
		const batches = found.targets.slice(from, from + together).map(async target => {
			for await (const batch of engine.logs(target, options, signal)) {
				lines.push(...batch);
			}
		});
		await Promise.all(batches);
	}

	lines.sort((one, other) => (one.timestamp < other.timestamp ? -1 : one.timestamp > other.timestamp ? 1 : 0));
	const isIncomplete = write(reading, lines);

	if (since !== undefined && isCut(lines, asked.tail)) {
		err(`skep: of a task, only the last ${asked.tail} lines are told: there may be more since then.\n`);
	}

	return isIncomplete ? exitCodes.failed : exitCodes.done;
};

const isCut = (lines: readonly LogLine[], tail: number) =>
	[...Map.groupBy(lines, ({taskId}) => taskId).entries()].some(([id, own]) => id !== undefined && own.length >= tail);

const follow = async (reading: Reading): Promise<number> => {
	const {engine, asked, found, now, err, signal} = reading;
	const ending = new AbortController();
	const targets = found.targets.slice(0, mostTogether);
	const since = asked.since?.(now());
	let ended: string | undefined;
	let written = Promise.resolve();

	const saying = tellOnce(err);
	saying(found.targets.length);

	const {done, set} = followLogs({
		engine,
		targets,
		signal,
		tail: asked.tail,
		...(since === undefined ? {} : {since}),
		onLines: lines => {
			written = written.then(() => writeNamed(reading, lines));
		},
		onStatus: (status, note) => {
			ended = status === 'ended' || status === 'failed' ? note : undefined;
		},
	});
	if (found.hasStacks) {
		const joined = AbortSignal.any([signal, ending.signal]);
		void watchStacks(reading, joined, all => {
			saying(all.length);
			set(all.slice(0, mostTogether));
		});
	}

	await done;
	ending.abort();
	await written;
	return ended === undefined ? exitCodes.done : failed(ended);
};

/** Said when there are more than can be followed, and not again. */
const tellOnce = (err: LogsAsked['err']) => {
	let isTold = false;
	return (count: number) => {
		if (count > mostTogether && !isTold) {
			isTold = true;
			err(`skep: the first ${mostTogether} of ${count} services, by name, are followed together.\n`);
		}
	};
};

/** What comes between the first look and the first event, or is lost with a connection, is found by then, in milliseconds. */
const lookAgain = 30_000;

/** Services that join a stack are told of while one follows it. */
const watchStacks = async (
	{engine, found}: Reading,
	signal: AbortSignal,
	onTargets: (targets: LogTargets['targets']) => void,
) => {
	const look = async () => {
		const targets = await found.targetsAgain().catch(() => undefined);

		if (targets !== undefined && !signal.aborted) {
			onTargets(targets);
		}
	};
	void followEvents({
		engine,
		clock: realClock,
		signal,
		onEvent: ({kind, action}) => void (kind === 'service' && action === 'create' && look()),
		onGap: () => void look(),
	});

	while (!signal.aborted) {
		await pause(realClock, lookAgain, signal);
		await look();
	}
};

/** Tasks come while one follows: what they are called is asked for, once for all that is new. */
const writeNamed = async (reading: Reading, lines: readonly LogLine[]) => {
	const {tasks, tasksAgain} = reading.found;

	if (lines.some(({taskId}) => taskId !== undefined && !tasks.has(taskId))) {
		await tasksAgain().catch(() => {});
	}

	if (!reading.signal.aborted) {
		write(reading, lines);
	}
};
