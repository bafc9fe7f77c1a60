import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {choose, command, confirm, fillIn, review} from './operate.ts';
import {ownTimeOf} from './own-time.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type RawTask, type Swarm} from './swarm.ts';

const monitor = 3_000;
const replicas = 6;
// The delay is long enough for every look at what is between to see it.
const rollout = ['--update-parallelism', '2', '--update-monitor', `${monitor}ms`, '--update-delay', '4s'];

/** What the engine and the screen said at one instant. */
type Sample = {
	readonly at: number;
	/** The same without the time that this test or skep stood in line for a processor. */
	readonly own: number;
	readonly engine: readonly RawTask[];
	readonly row: string;
	readonly tasks: string;
};

describeOnLab('a rolling update, watched', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab();
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await swarm.create('web', image('shop/web:1'), ['--replicas', String(replicas), ...rollout], replicas);
	});

	afterAll(async () => lab?.stop());

	test('the row tells how far it is, never done too early, and tasks change within a second', async () => {
		const skep = openSkep(lab.node('mgr2').host);
		await choose(skep, 'service', 'web');
		command(skep, 'updateImage');
		await fillIn(skep, ':2');
		await review(skep, `docker service update --with-registry-auth --image ${image('shop/web:2')} web`);
		await confirm(skep);

		const samples = await watch(skep, swarm);
		const progress = samples.flatMap(({row}) => /\bnew (\d)\/6/.exec(row)?.[1] ?? []).map(Number);
		const doneAt = samples.find(({row}) => isDone(row))?.at ?? Number.NaN;
		const lastNewAt = samples.find(({engine}) => newRunning(engine).length === replicas)?.at ?? Number.NaN;
		const lags = samples
			.flatMap(({engine}) => newRunning(engine))
			.filter((task, index, all) => all.findIndex(({ID}) => ID === task.ID) === index)
			.map(task => lagOf(task, samples));

		console.log(
			`Progress seen: ${[...new Set(progress)].join(' ')}; all new ran ${seconds(doneAt - lastNewAt)} before "done"`,
		);
		// A look can be no faster than the engine answers, nor can skep.
		const look = Math.max(...samples.slice(1).map(({own}, before) => own - (samples[before]?.own ?? own)));

		console.log(
			`A running task was on screen after ${seconds(median(lags))} at the median, ${seconds(Math.max(...lags))} at worst, a look took ${seconds(look)}`,
		);
		expect(progress).toEqual(progress.toSorted((one, other) => one - other));
		expect(new Set(progress).size).toBeGreaterThanOrEqual(3);
		expect(doneAt - lastNewAt).toBeGreaterThan(monitor - 500);
		expect(lags).toHaveLength(replicas);
		expect(median(lags)).toBeLessThan(1000 + look);
		expect(Math.max(...lags)).toBeLessThan(1500 + 2 * look);
	});
});

/** Looks at both every 100 ms, from the start of the rollout until the screen says it is over. */
async function watch(skep: Skep, swarm: Swarm): Promise<readonly Sample[]> {
	const samples: Sample[] = [];
	const own = ownTimeOf(skep);
	let hasBegun = false;

	for (const end = performance.now() + 200_000; performance.now() < end; ) {
		const engine = await swarm.tasks('web');
		const row = skep.line(1, 'web') ?? '';
		hasBegun ||= /\bnew \d\/6/.test(row);
		samples.push({at: performance.now(), own: own(), engine, row, tasks: skep.pane(3).join('\n')});

		if (hasBegun && isDone(row)) {
			return samples;
		}

		await pause(100);
	}

	throw new Error(`The rollout wasn't over in time:\n${skep.text()}`);
}

/** Nothing stands between the counts and the image when all is well. */
const isDone = (row: string) => /^web 6\/6 shop\/web:2 /.test(row);

const newRunning = (tasks: readonly RawTask[]) =>
	tasks.filter(
		({Status, DesiredState, Spec}) =>
			Status.State === 'running' && DesiredState === 'running' && Spec.ContainerSpec.Image.includes('web:2'),
	);

/** From the first sample in which the engine has the task running to the first in which its slot shows the new image running. */
function lagOf(task: RawTask, samples: readonly Sample[]) {
	const known = samples.findIndex(({engine}) => newRunning(engine).some(({ID}) => ID === task.ID));
	const row = new RegExp(`^ +[>~!]? *${task.Slot} +\\S+ +running +\\S+ +2 `, 'm');
	const shown = samples.slice(known).find(({tasks}) => row.test(tasks));

	return (shown?.own ?? Number.POSITIVE_INFINITY) - (samples[known]?.own ?? Number.NaN);
}

const median = (values: readonly number[]) =>
	values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
