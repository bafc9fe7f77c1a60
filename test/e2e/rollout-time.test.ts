import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {rolloutOf} from '../../source/swarm/rollout.ts';
import {progressOf} from '../../source/swarm/verdict.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {reading} from '../swarm-lab/with-leader.ts';
import {readSnapshot} from './rollout-sampling.ts';
import {askSwarm, type Swarm} from './swarm.ts';

/** Durations are in seconds. */
type Pace = {
	readonly name: string;
	readonly replicas: number;
	readonly parallelism: number;
	readonly delay: number;
	readonly monitor: number;
	readonly order?: 'start-first';
};

const paces: readonly Pace[] = [
	{name: 'one-by-one', replicas: 4, parallelism: 1, delay: 0, monitor: 5},
	{name: 'with-delay', replicas: 4, parallelism: 1, delay: 3, monitor: 3},
	{name: 'long-delay', replicas: 4, parallelism: 1, delay: 5, monitor: 2},
	{name: 'in-pairs', replicas: 6, parallelism: 2, delay: 2, monitor: 4},
	{name: 'in-slow-pairs', replicas: 6, parallelism: 2, delay: 5, monitor: 5},
	{name: 'in-threes', replicas: 6, parallelism: 3, delay: 4, monitor: 5},
	{name: 'uneven', replicas: 5, parallelism: 2, delay: 4, monitor: 6},
	{name: 'all-at-once', replicas: 4, parallelism: 0, delay: 0, monitor: 8},
	{name: 'new-first', replicas: 4, parallelism: 1, delay: 3, monitor: 4, order: 'start-first'},
	{name: 'new-pairs-first', replicas: 6, parallelism: 2, delay: 3, monitor: 5, order: 'start-first'},
];

type Guess = {readonly at: number; readonly seconds: number};

describeOnLab('the time that a rollout takes', () => {
	let lab: Lab;
	let swarm: Swarm;
	let engine: Engine;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		engine = connect({kind: 'unix', socketPath: lab.node('mgr1').socket});
		await Promise.all(
			paces.map(({name, replicas, parallelism, delay, monitor, order = 'stop-first'}) => {
				const pace = ['--update-parallelism', `${parallelism}`, '--update-delay', `${delay}s`];
				const flags = [
					'--replicas',
					`${replicas}`,
					...pace,
					'--update-monitor',
					`${monitor}s`,
					'--update-order',
					order,
				];
				return swarm.create(name, image('shop/quiet:1'), flags, replicas);
			}),
		);
	});

	afterAll(async () => {
		engine?.close();
		await lab?.stop();
	});

	/** What was said of each when half its slots were through, and when the engine called it complete. */
	const watch = async () => {
		const guesses = new Map<string, Guess>();
		const ends = new Map<string, number>();

		while (ends.size < paces.length) {
			const snapshot = await reading(() => readSnapshot(engine));
			const at = Date.now();

			for (const service of snapshot.services?.items.values() ?? []) {
				const tasks = snapshot.tasks.get(service.id)?.items ?? [];
				const {updated = 0, of = 1, secondsLeft: seconds} = progressOf(service, tasks, snapshot, at) ?? {};
				const isHalfThrough = updated >= of / 2 && !guesses.has(service.name);
				expect(rolloutOf(service, tasks, snapshot, at)?.secondsLeft).toBe(seconds);

				if (service.updateStatus?.state === 'updating' && isHalfThrough && seconds !== undefined) {
					guesses.set(service.name, {at, seconds});
				}

				if (service.updateStatus?.completedAt !== undefined) {
					ends.set(service.name, service.updateStatus.completedAt);
				}
			}

			await pause(100);
		}

		return {guesses, ends};
	};

	test('is told within a quarter of what it then takes, when half the slots are through', async () => {
		const watching = watch();

		// One after the other: ten first starts at once would be slow as no later one is, and what they took says nothing.
		for (const {name} of paces) {
			await lab.docker(lab.node('mgr1'), 'service', 'update', '--quiet', '--detach', '--force', name);
			await until(`${name} has a new task that runs`, async () =>
				(await swarm.tasks(name, 'running')).some(
					({Spec, Status}) => Spec.ForceUpdate === 1 && Status.State === 'running',
				),
			);
		}

		const {guesses, ends} = await watching;

		const errors = paces.map(({name}) => {
			const {at, seconds} = guesses.get(name) ?? {at: Number.NaN, seconds: Number.NaN};
			const took = ((ends.get(name) ?? Number.NaN) - at) / 1000;
			console.log(`${name}: said ${seconds} s, took ${took.toFixed(1)} s, ${percent((seconds - took) / took)} off`);
			return Math.abs(seconds - took) / took;
		});

		console.log(`${percent(median(errors))} off at the median, ${percent(Math.max(...errors))} at worst`);
		expect(errors.every(Number.isFinite)).toBe(true);
		expect(median(errors)).toBeLessThan(0.25);
	});
});

const percent = (share: number) => `${Math.round(100 * share)} %`;

function median(values: readonly number[]) {
	const sorted = values.toSorted((one, other) => one - other);
	const middle = sorted.length / 2;
	const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];

	return (low + high) / 2;
}
