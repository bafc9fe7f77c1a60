import type {Engine, LogLine, LogTarget} from '../engine/engine.ts';
import type {Instant} from '../swarm/values.ts';
import type {LogLines} from './log-buffer.ts';

/** Lines of a task that are read further back at a time. */
const page = 1000;
/** The engine reads a log from its end only: further back than this costs more than anyone reads. */
const deepest = 50_000;

export type Older = {
	/** In the order of their times. */
	readonly lines: readonly LogLine[];
	/** The engine has none before these. */
	readonly isAll: boolean;
	/** From then on, nothing of any task is missing. */
	readonly completeFrom: Instant | undefined;
};

type Asked = {
	readonly engine: Engine;
	readonly targets: readonly LogTarget[];
	readonly lines: LogLines;
	readonly signal: AbortSignal;
};

/**
Lines older than those that are there. Swarm's logs know no `until` (engine.md 1.4): they are asked for by a longer tail,
which counts for each task, and what is known already is left out.
*/
export const readOlder = async ({engine, targets, lines, signal}: Asked): Promise<Older> => {
	const tail = Math.min(deepest, Math.max(0, ...lines.cameOf.values()) + page);
	const oldest = oldestOf(lines);
	const floor = lines.at(0)?.timestamp;
	const told = await Promise.all(targets.map(target => readAll(engine, target, tail, signal)));
	const all = told.flat().filter(({stream}) => stream !== 'engine');
	const ofTask = Map.groupBy(all, ({taskId}) => taskId ?? '');
	const cut = [...ofTask.values()].filter(own => own.length >= tail);
	return {
		lines: all
			.filter(({taskId, timestamp}) => timestamp < (oldest.get(taskId ?? '') ?? floor ?? '~'))
			.sort((one, other) => (one.timestamp < other.timestamp ? -1 : one.timestamp > other.timestamp ? 1 : 0)),
		isAll: cut.length === 0,
		completeFrom: cut.length === 0 ? undefined : Math.max(...cut.map(own => own[0]?.at ?? 0)),
	};
};

/** The oldest line there is of each task. */
const oldestOf = (lines: LogLines) => {
	const oldest = new Map<string, string>();
	for (let index = 0; index < lines.length; index += 1) {
		const line = lines.at(index);
		if (line !== undefined && line.stream !== 'engine' && !oldest.has(line.taskId ?? '')) {
			oldest.set(line.taskId ?? '', line.timestamp);
		}
	}
	return oldest;
};

const readAll = async (engine: Engine, target: LogTarget, tail: number, signal: AbortSignal) => {
	const lines: LogLine[] = [];
	for await (const batch of engine.logs(target, {tail, follow: false}, signal)) {
		lines.push(...batch);
	}
	return lines;
};
