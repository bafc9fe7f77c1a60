import {isMeant, livingTasks} from '../../source/swarm/foresight/waiting-tasks.ts';
import {believedNodes} from '../../source/swarm/living.ts';
import type {Node} from '../../source/swarm/node.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import {until} from '../swarm-lab/until.ts';
import {compare, type Verdict} from './compare.ts';
import {diceOf} from './dice.ts';
import {described, lineOf, type Report, reportOf} from './report.ts';
import {type Round, scriptOf, since, upTo, type World, worldsOf} from './script.ts';
import {foreseen, type Step} from './steps.ts';
import {type SwarmUnderTest, tasksIn, waitingIn} from './swarm-under-test.ts';
import type {NodePlan} from './world.ts';

const nodesOf = (snapshot: Snapshot): readonly Node[] =>
	[...(snapshot.nodes?.items.values() ?? [])].sort((a, b) => (a.hostname < b.hostname ? -1 : 1));

const capacityOf = (nodes: readonly Node[]) => nodes[0]?.capacity ?? {cpus: 1, memoryBytes: 2 ** 30};

const planOf = ({hostname, availability, role, labels}: Node): NodePlan => ({hostname, availability, role, labels});

const allReady = async (swarm: SwarmUnderTest) =>
	until('all nodes are ready', async () => nodesOf(await swarm.snapshot()).every(({state}) => state === 'ready'));

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

type Options = {
	readonly seed: number;
	readonly scenarios: number;
	/** With lost nodes and changed roles, which take their time. */
	readonly isLong: boolean;
	/** Mostly rolling back and resuming. */
	readonly isBack?: boolean;
	/** This scenario, and what goes before it in its world, instead of all. */
	readonly only?: number;
	/** From the world of this scenario on. */
	readonly from?: number;
	readonly say?: (line: string) => void;
};

const toldOf = (before: Snapshot, after: Snapshot, {plans}: Round) =>
	[`  services ${JSON.stringify(plans)}`, ...tasksIn('before', before), ...tasksIn('after', after)].join('\n  ');

/** A node was written that the step left alone: the machine was too busy for its heartbeat, so tasks were moved for that. */
const isDisturbed = (before: Snapshot, after: Snapshot, step: Step) =>
	step.kind !== 'loss' &&
	step.kind !== 'role' &&
	nodesOf(after).some(
		({id, hostname, version}) =>
			!('node' in step && step.node === hostname) && before.nodes?.items.get(id)?.version !== version,
	);

const tasksOf = (snapshot: Snapshot, name: string) => {
	const service = [...(snapshot.services?.items.values() ?? [])].find(other => other.name === name);
	return ((service && snapshot.tasks.get(service.id)?.items) ?? []).filter(isMeant);
};

/** Of a way back: how many tasks of the service are left alone, and how many run. */
const survivorsOf = (step: Step, before: Snapshot, after: Snapshot) => {
	if (step.kind !== 'rollback' && step.kind !== 'return' && step.kind !== 'resume') {
		return {};
	}

	const ids = new Set(tasksOf(before, step.service).map(({id}) => id));
	const now = tasksOf(after, step.service);
	const nodes = believedNodes(after, Date.now()) ?? new Map();
	return {kept: now.filter(({id}) => ids.has(id)).length, living: livingTasks(now, nodes).length};
};

type Played = {readonly round: Round; readonly verdict: Verdict | undefined; readonly isDisturbed: boolean};

const play = async (lab: Lab, swarm: SwarmUnderTest, round: Round, {only, say}: Options): Promise<Played> => {
	const {step, world, changed, number} = round;
	world && (await build(swarm, world));
	const before = await swarm.calm();
	const foresight = foreseen(before, step, Date.now());

	// What didn't pause can't be resumed.
	if (foresight === undefined && step.kind === 'resume') {
		return {round, verdict: undefined, isDisturbed: false};
	}

	await swarm.apply(step, changed);
	const after = await swarm.calm();
	const verdict =
		foresight && compare(foresight, {waiting: waitingIn(after), ...survivorsOf(step, before, after)}, before);

	if (verdict) {
		(only !== undefined || verdict.wrong.length > 0) && say?.(toldOf(before, after, round));
		say?.(lineOf(number, step, verdict));
	}

	if (step.kind === 'loss') {
		await lab.restart(lab.node(step.node));
		await allReady(swarm);
	}

	return {round, verdict, isDisturbed: isDisturbed(before, after, step)};
};

/** One world from its beginning; anew where something came otherwise that had another cause. */
const playWorld = async (lab: Lab, swarm: SwarmUnderTest, rounds: readonly Round[], options: Options) => {
	for (let left = 2; ; left -= 1) {
		const played: Played[] = [];

		for (const round of rounds) {
			played.push(await play(lab, swarm, round, options));
		}

		const isOff = played.some(({verdict}) => (verdict?.wrong.length ?? 0) > 0);

		if (left === 0 || !isOff || !played.some(round => round.isDisturbed)) {
			return played;
		}

		options.say?.('A node missed its heartbeat: once more.');
	}
};

/** A random change after the other: what skep says before each, and what the engine makes of it. */
export const playRounds = async (lab: Lab, swarm: SwarmUnderTest, options: Options): Promise<Report> => {
	const {seed, scenarios, isLong, isBack = false, only, from} = options;
	const now = nodesOf(await swarm.snapshot());
	const count = Math.max(scenarios, (only ?? 0) + 1);
	const script = scriptOf(diceOf(seed), {
		nodes: now.map(planOf),
		capacity: capacityOf(now),
		scenarios: count,
		isLong,
		isBack,
	});
	const rounds = only === undefined ? since(script, from ?? 0) : upTo(script, only);
	const verdicts: Verdict[] = [];
	const wrong: string[] = [];

	for (const world of worldsOf(rounds)) {
		for (const {round, verdict} of await playWorld(lab, swarm, world, options)) {
			verdict && verdicts.push(verdict);
			wrong.push(
				...(verdict?.wrong ?? []).map(
					line => `seed ${seed}, scenario ${round.number}: ${described(round.step)}: ${line}`,
				),
			);
		}
	}

	return reportOf(verdicts, wrong);
};
