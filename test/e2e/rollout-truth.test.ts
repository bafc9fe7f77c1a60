import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {type Cluster, createCluster} from '../../source/store/cluster.ts';
import {noInterest} from '../../source/store/interest.ts';
import {startSync} from '../../source/store/sync.ts';
import {rolloutOf} from '../../source/swarm/rollout.ts';
import {verdictOf} from '../../source/swarm/verdict.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {reading} from '../swarm-lab/with-leader.ts';
import {ownTimeOf} from './own-time.ts';
import {
	isDoubt,
	isLie,
	isMiscount,
	isUnexplained,
	isWrongPhase,
	type Judged,
	longestLie,
	show,
} from './rollout-judging.ts';
import {truthOf} from './rollout-oracle.ts';
import {sample} from './rollout-sampling.ts';
import {type Scenario, scenarios} from './rollout-scenarios.ts';
import {prepare, stageOf} from './rollout-stage.ts';

describeOnLab('rollouts as they were recorded, live', () => {
	let lab: Lab;
	let engine: Engine;

	beforeAll(async () => {
		lab = await startLab();
		engine = connect({kind: 'unix', socketPath: lab.node('mgr1').socket});
		await Promise.all(scenarios.filter(({running}) => running !== 0).map(scenario => prepare(lab, scenario)));
	});

	afterAll(async () => {
		engine?.close();
		await lab?.stop();
	});

	const play = async (scenario: Scenario) => {
		if (scenario.running === 0) {
			await prepare(lab, scenario);
		}

		await scenario.play(stageOf(lab, scenario.name));
	};

	const judge = async (cluster: Cluster, startedAt: number, now: () => number): Promise<readonly Judged[]> => {
		const {at, snapshot, raw, steady} = await reading(() => sample(lab, engine, lab.node('mgr3')));
		const {snapshot: shown} = cluster.getState();

		return steady.flatMap(({service, tasks, raw: found}): readonly Judged[] => {
			const scenario = scenarios.find(({name}) => name === service.name);
			const known = shown.services?.items.get(service.id);

			return scenario
				? [
						{
							scenario,
							at: Math.round(now()),
							said: verdictOf(service, tasks, snapshot, at),
							shown: known && verdictOf(known, shown.tasks.get(known.id)?.items, shown, at).state.kind,
							rollout: rolloutOf(service, tasks, snapshot, at),
							truth: truthOf(found, raw, at, scenario.isUnwatched ? Number.POSITIVE_INFINITY : startedAt),
						},
					]
				: [];
		});
	};

	/** Looks at all of them until each has come to its end. */
	const watch = async (cluster: Cluster) => {
		const judged: Judged[] = [];
		const startedAt = Date.now();
		const now = ownTimeOf();
		const playing = Promise.all(scenarios.map(play)).then(() => 'played');
		// A busy machine answers seldom: it is asked until there is enough to judge.
		const isSeen = (scenario: Scenario) => judged.filter(each => each.scenario === scenario).length > 15;
		const isAtItsEnd = (scenario: Scenario) =>
			judged.findLast(each => each.scenario === scenario)?.said.state.kind === scenario.ends;

		for (let isOver = false; !isOver; ) {
			judged.push(...(await judge(cluster, startedAt, now)));
			const state = await Promise.race([playing, pause(100, 'playing')]);
			isOver =
				(state === 'played' && scenarios.every(isAtItsEnd) && scenarios.every(isSeen)) ||
				Date.now() > startedAt + 200_000;
		}

		return judged;
	};

	test('what skep says of each follows the truth', async () => {
		const cluster = createCluster();
		const sync = startSync({engine, cluster});
		const stopFollowing = cluster.subscribe(({snapshot}) => {
			sync.setInterest({...noInterest, visible: [...(snapshot.services?.items.keys() ?? [])]});
		});
		const judged = await watch(cluster).finally(() => {
			stopFollowing();
			sync.stop();
		});

		const deceived = judged.filter(({truth}) => truth.update?.endsWith('completed') && truth.against.length > 0);
		console.log(`${judged.length} looks at ${scenarios.length} services in ${judged.at(-1)?.at} ms`);
		console.log(`${deceived.length} at one that the engine called complete too early`);
		expect(show(judged.filter(isLie))).toEqual([]);
		expect(show(judged.filter(isDoubt))).toEqual([]);
		expect(show(judged.filter(isMiscount))).toEqual([]);
		expect(show(judged.filter(isUnexplained))).toEqual([]);
		expect(show(judged.filter(isWrongPhase))).toEqual([]);
		expect(deceived.length).toBeGreaterThan(5);

		for (const scenario of scenarios) {
			const looks = judged.filter(each => each.scenario === scenario);
			const {name, ends, says = {}} = scenario;
			expect(looks.length, name).toBeGreaterThan(15);
			expect(looks.at(-1)?.said.state, name).toMatchObject({kind: ends, ...says});
		}

		const longest = (isUnwatched: boolean) =>
			Math.max(
				...scenarios
					.filter(scenario => (scenario.isUnwatched ?? false) === isUnwatched)
					.map(scenario => longestLie(judged.filter(each => each.scenario === scenario))),
			);
		const [ofUpdates, ofOthers] = [longest(false), longest(true)];
		console.log(
			`The store called one converged that wasn't for ${ofUpdates} ms at most, without an update ${ofOthers} ms`,
		);
		// What is on screen may be 5 s behind. No event tells of tasks that end with their node or by a drain: those are only told.
		expect(ofUpdates).toBeLessThan(5000);
	});
});
