import type {Node} from '../../source/swarm/node.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import {until} from '../swarm-lab/until.ts';
import {compare, type Verdict} from './compare.ts';
import {type Dice, diceOf} from './dice.ts';
import {foreseen, type Step, someStep} from './steps.ts';
import {type SwarmUnderTest, waitingIn} from './swarm-under-test.ts';
import {type ServicePlan, somePlan} from './world.ts';

export type Report = {
	readonly scenarios: number;
	readonly contested: number;
	/** Certain in outcome, not in the words. */
	readonly textLikely: number;
	/** Scenarios in which something had to wait, and tasks that did, as said. */
	readonly withStuck: number;
	readonly stuck: number;
	readonly texts: number;
	readonly wrong: readonly string[];
};

const nodesOf = (snapshot: Snapshot): readonly Node[] =>
	[...(snapshot.nodes?.items.values() ?? [])].sort((a, b) => (a.hostname < b.hostname ? -1 : 1));

const capacityOf = (nodes: readonly Node[]) => nodes[0]?.capacity ?? {cpus: 1, memoryBytes: 2 ** 30};

/** Every node as at first, and a few services that get in each other's way now and then. */
const freshWorld = async (swarm: SwarmUnderTest, dice: Dice): Promise<ServicePlan[]> => {
	const now = await swarm.snapshot();

	for (const {name} of now.services?.items.values() ?? []) {
		await swarm.remove(name);
	}

	for (const {hostname} of nodesOf(now)) {
		const disk = dice.one(['ssd', 'hdd', undefined]);
		const labels = {...(disk && {disk}), zone: dice.one(['a', 'b'])};
		await swarm.updateNode(hostname, {Availability: dice.chance(0.15) ? 'pause' : 'active'}, () => labels);
	}

	await until('all tasks are gone', async () =>
		[...(await swarm.snapshot()).tasks.values()].every(({items}) => items.length === 0),
	);
	const capacity = capacityOf(nodesOf(now));
	const count = 2 + dice.below(2);
	const plans = Array.from({length: count}, (_, at) =>
		somePlan(dice, `s${at}`, capacity, dice.chance(at === 0 ? 0.6 : 0.2)),
	);

	for (const plan of plans) {
		await swarm.create(plan);
	}

	return plans;
};

const changed = (plans: ServicePlan[], step: Step): ServicePlan | undefined => {
	if (step.kind !== 'scale' && step.kind !== 'update') {
		return undefined;
	}

	const at = plans.findIndex(({name}) => name === step.service);
	const plan = plans[at];
	const after = plan && {...plan, ...(step.kind === 'scale' ? {replicas: step.replicas} : step.plan)};
	after && plans.splice(at, 1, after);
	return after;
};

const described = (step: Step) => JSON.stringify(step);

type Options = {
	readonly seed: number;
	readonly scenarios: number;
	/** With lost nodes and changed roles, which take their time. */
	readonly isLong: boolean;
	readonly say?: (line: string) => void;
};

/** A random change after the other: what skep says before each, and what the engine makes of it. */
export const playRounds = async (lab: Lab, swarm: SwarmUnderTest, options: Options): Promise<Report> => {
	const dice = diceOf(options.seed);
	const verdicts: Verdict[] = [];
	const wrong: string[] = [];
	let plans: ServicePlan[] = [];

	for (let round = 0; round < options.scenarios; round += 1) {
		plans = round % 6 === 0 ? await freshWorld(swarm, dice) : plans;
		const before = await swarm.calm();
		const nodes = nodesOf(before);
		const step = someStep(dice, {nodes, plans, capacity: capacityOf(nodes)}, options.isLong);
		const foresight = foreseen(before, step, Date.now());
		await swarm.apply(step, changed(plans, step));
		const after = await swarm.calm();
		const verdict = foresight && compare(foresight, waitingIn(after), before);

		if (verdict) {
			verdicts.push(verdict);
			wrong.push(...verdict.wrong.map(line => `seed ${options.seed}, scenario ${round}: ${described(step)}: ${line}`));
			verdict.wrong.length > 0 && options.say?.(`  services ${JSON.stringify(plans)}`);
			options.say?.(lineOf(round, step, verdict));
		}

		if (step.kind === 'loss') {
			await lab.restart(lab.node(step.node));
			await until(
				'the node is back',
				async () => nodesOf(await swarm.snapshot()).every(({state}) => state === 'ready'),
				{
					seconds: 60,
				},
			);
		}
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
	wrong,
});
