import type {Snapshot} from '../swarm/snapshot.ts';
import {asking} from './asking.ts';
import {clean} from './clean.ts';
import {createFile, type Hands, readCreation} from './create-file.ts';
import type {ChangingName, SubcommandName} from './names.ts';
import {failed, type Outcome} from './outcome.ts';
import {readPlan} from './plan.ts';
import type {DeployHelp} from './plan-deploy.ts';
import {readProblems} from './problems.ts';
import {type Engine, type Place, readSnapshot, withFiles} from './read-snapshot.ts';
import {refusalOf} from './refusal-of.ts';
import {readWhy} from './why.ts';

type Answer = (snapshot: Snapshot, now: number, place: Place, imagined: Engine['imagined']) => Outcome;

const readers: Readonly<Record<SubcommandName, (args: readonly string[]) => Answer>> = {
	why: readWhy,
	plan: readPlan,
	problems: readProblems,
};

type Asked = {
	readonly name: SubcommandName | ChangingName;
	readonly args: readonly string[];
	/** Opened only once the words are understood. */
	readonly connect: () => Engine | Promise<Engine>;
	readonly now: () => number;
	/** For those that change something. */
	readonly hands?: Hands;
	/** For what is asked of compose files. */
	readonly help?: DeployHelp;
};

const created = async (kind: ChangingName, {args, connect, now, hands}: Asked): Promise<Outcome> => {
	const asked = readCreation(kind, args);
	return asking(await connect(), engine =>
		hands === undefined ? failed('nothing can be changed from here.') : createFile(asked, engine, hands, now()),
	);
};

const deployPlanned = async ({args, connect, now, help}: Asked): Promise<Outcome> => {
	// Other questions need nothing of compose files.
	const {readDeployPlan} = await import('./plan-deploy.ts');
	const answer = readDeployPlan(args);
	return asking(await connect(), engine => answer(engine, help ?? {credentials: async () => undefined}, now));
};

const answered = async (asked: Asked): Promise<Outcome> => {
	const {name, args, connect, now} = asked;

	if (name === 'secret' || name === 'config') {
		return created(name, asked);
	}

	if (name === 'plan' && args.find(word => !word.startsWith('-')) === 'deploy') {
		return deployPlanned(asked);
	}

	const answer = readers[name](args);
	return asking(await connect(), async engine => {
		const snapshot = await readSnapshot(engine, now);
		const seen = name === 'problems' ? await withFiles(snapshot, engine, now) : snapshot;
		return answer(seen, now(), engine.place(), engine.imagined);
	});
};

/** What goes to the standard output and to the standard error, and the exit code. */
export type Answered = {readonly code: number; readonly out: string; readonly err: string};

/** Answers a question, which changes nothing, or makes what was asked for. */
export const runSubcommand = async (asked: Asked): Promise<Answered> => {
	try {
		const {code, text} = await answered(asked);
		return {code, out: text, err: ''};
	} catch (error) {
		const {code, sentence} = refusalOf(error);
		return {code, out: '', err: `skep: ${clean(sentence)}\n`};
	}
};
