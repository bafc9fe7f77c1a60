import type {Node} from '../../source/swarm/node.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import {until} from '../swarm-lab/until.ts';
import {compare, type Verdict} from './compare.ts';
import {diceOf} from './dice.ts';
import {type Round, scriptOf, upTo, type World} from './script.ts';
import {foreseen, type Step} from './steps.ts';
import {type SwarmUnderTest, tasksIn, waitingIn} from './swarm-under-test.ts';
import type {NodePlan} from './world.ts';

export type Report = {
	readonly scenarios: number;
	readonly contested: number;
	/** Certain in outcome, not in the words. */
	readonly textLikely: number;
	/** Scenarios in which something had to wait, and tasks that did, as said. */
	readonly withStuck: number;
	readonly stuck: number;
	/** Of these, whose words were sure, and came; and those whose words were only likely, with how many of them came. */
	readonly texts: number;
	readonly guesses: number;
	readonly rightGuesses: number;
	readonly wrong: readonly string[];
};

const nodesOf = (snapshot: Snapshot): readonly Node[] =>
	[...(snapshot.nodes?.items.values() ?? [])].sort((a, b) => (a.hostname < b.hostname ? -1 : 1));

const capacityOf = (nodes: readonly Node[]) => nodes[0]?.capacity ?? {cpus: 1, memoryBytes: 2 ** 30};

const planOf = ({hostname, availability, role, labels}: Node): NodePlan => ({hostname, availability, role, labels});

const allReady = async (swarm: SwarmUnderTest) =>
	until('all nodes are ready', async () => nodesOf(await swarm.snapshot()).every(({state}) => state === 'ready'), {
		seconds: 60,
	});

const build = async (swarm: SwarmUnderTest, {nodes, services}: World) => {
	for (const {name} of (await swarm.snapshot()).services?.items.values() ?? []) {
		await swarm.remove(name);
	}

	for (const {hostname, availability, role, labels} of nodes) {
		await swarm.updateNode(hostname, {Availability: availability, Role: role}, () => labels);
	}

	await until('all tasks are gone', async () =>
		[...(await swarm.snapshot()).tasks.values()].every(({items}) => items.length === 0),
	);

	for (const plan of services) {
		await swarm.create(plan);
	}
};

const described = (step: Step) => JSON.stringify(step);

type Options = {
	readonly seed: number;
	readonly scenarios: number;
	/** With lost nodes and changed roles, which take their time. */
	readonly isLong: boolean;
	/** This scenario, and what goes before it in its world, instead of all. */
	readonly only?: number;
	readonly say?: (line: string) => void;
};

const toldOf = (before: Snapshot, after: Snapshot, {plans}: Round) =>
	[`  services ${JSON.stringify(plans)}`, ...tasksIn('before', before), ...tasksIn('after', after)].join('\n  ');

const play = async (lab: Lab, swarm: SwarmUnderTest, round: Round, {only, say}: Options) => {
	const {step, world, changed, number} = round;
	world && (await build(swarm, world));
	const before = await swarm.calm();
	const foresight = foreseen(before, step, Date.now());
	await swarm.apply(step, changed);
	const after = await swarm.calm();
	const verdict = foresight && compare(foresight, waitingIn(after), before);

	if (verdict) {
		(only !== undefined || verdict.wrong.length > 0) && say?.(toldOf(before, after, round));
		say?.(lineOf(number, step, verdict));
	}

	if (step.kind === 'loss') {
		await lab.restart(lab.node(step.node));
		await allReady(swarm);
	}

	return verdict;
};

/** A random change after the other: what skep says before each, and what the engine makes of it. */
export const playRounds = async (lab: Lab, swarm: SwarmUnderTest, options: Options): Promise<Report> => {
	const {seed, scenarios, isLong, only} = options;
	const now = nodesOf(await swarm.snapshot());
	const count = Math.max(scenarios, (only ?? 0) + 1);
	const script = scriptOf(diceOf(seed), {
		nodes: now.map(planOf),
		capacity: capacityOf(now),
		scenarios: count,
		isLong,
	});
	const verdicts: Verdict[] = [];
	const wrong: string[] = [];

	for (const round of only === undefined ? script : upTo(script, only)) {
		const verdict = await play(lab, swarm, round, options);
		verdict && verdicts.push(verdict);
		wrong.push(
			...(verdict?.wrong ?? []).map(
				line => `seed ${seed}, scenario ${round.number}: ${described(round.step)}: ${line}`,
			),
		);
	}

	return reportOf(verdicts, wrong);
};

const lineOf = (round: number, step: Step, {isContested, isTextLikely, stuck, wrong}: Verdict) => {
	const said = isContested ? 'may' : isTextLikely ? 'as said, the words likely' : 'as said';
	const outcome = wrong.length > 0 ? `WRONG ${wrong.join('; ')}` : said;
	return `${round} ${described(step)}: ${outcome}, ${stuck} waiting`;
};

const reportOf = (verdicts: readonly Verdict[], wrong: readonly string[]): Report => ({
	scenarios: verdicts.length,
	contested: verdicts.filter(({isContested}) => isContested).length,
	textLikely: verdicts.filter(({isTextLikely}) => isTextLikely).length,
	withStuck: verdicts.filter(({stuck}) => stuck > 0).length,
	stuck: verdicts.reduce((sum, verdict) => sum + verdict.stuck, 0),
	texts: verdicts.reduce((sum, verdict) => sum + verdict.texts, 0),
	guesses: verdicts.reduce((sum, verdict) => sum + verdict.guesses, 0),
	rightGuesses: verdicts.reduce((sum, verdict) => sum + verdict.rightGuesses, 0),
	wrong,
});
