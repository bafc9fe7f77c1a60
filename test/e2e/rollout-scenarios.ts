import {expect} from 'vitest';
import type {Convergence} from '../../source/swarm/convergence.ts';
import {image} from '../swarm-lab/images.ts';
import type {Stage} from './rollout-stage.ts';

export type Scenario = {
	readonly name: string;
	/** Default: `shop/quiet:1`. */
	readonly image?: string;
	readonly args?: readonly string[];
	readonly create?: readonly string[];
	readonly isAnywhere?: boolean;
	/** Tasks that run before anything happens; absent where none has to. */
	readonly running?: number;
	readonly play: (stage: Stage) => Promise<unknown>;
	/** No update replaces its tasks: nothing watches them. */
	readonly isUnwatched?: boolean;
	/** How it stands in the end. */
	readonly ends: Convergence['kind'];
	/** What is said of that. */
	readonly says?: object;
};

const [good, bad, sick] = [image('shop/web:2'), image('shop/web:bad'), image('shop/sick:1')];
const to = (reference: string) => (stage: Stage) => stage.update('--image', reference);
const nothing = async () => {};
const action = (word: string) => ['--update-failure-action', word];

/** Those of `shared/recordings`, played at the same time on one swarm. */
export const scenarios: readonly Scenario[] = [
	{name: 'rolling', create: ['--update-parallelism', '2', '--update-delay', '1s'], play: to(good), ends: 'converged'},
	{name: 'first', create: ['--update-order', 'start-first'], play: to(good), ends: 'converged'},
	{name: 'pausing', play: to(bad), ends: 'paused', says: {error: 'task: non-zero exit (3)', exitCode: 3}},
	{name: 'unhealthy', play: to(sick), ends: 'paused', says: {error: expect.stringContaining('unhealthy container')}},
	{name: 'going-on', create: action('continue'), play: to(bad), ends: 'failing'},
	{name: 'falling-back', create: action('rollback'), play: to(bad), ends: 'converged'},
	{
		name: 'nowhere',
		play: ({update}) => update('--constraint-add', 'node.labels.none==such'),
		ends: 'rolling',
		says: {blocked: expect.stringMatching(/^no suitable node \(scheduling constraints not satisfied on \d nodes/)},
	},
	{name: 'forced', play: ({update}) => update('--force'), ends: 'converged'},
	{
		name: 'called-back',
		create: ['--update-parallelism', '0'],
		play: async ({update, untilUpdate}) => {
			await update('--image', good);
			await untilUpdate('completed');
			await update('--rollback');
		},
		ends: 'converged',
	},
	{
		name: 'scaled-back',
		play: async ({scale, update, untilTasks}) => {
			await scale(1);
			await untilTasks('one runs', states => states.length === 1);
			await update('--rollback');
		},
		ends: 'converged',
	},
	{
		name: 'repeated',
		play: async ({update, untilTasks}) => {
			await update('--image', good);
			await untilTasks('one is on its way', states => states.some(state => state !== 'running'));
			await update();
		},
		ends: 'converged',
	},
	{
		name: 'resumed',
		play: async ({update, resume, untilUpdate}) => {
			await update('--image', bad);
			await untilUpdate('paused');
			await resume();
			// Complete, where the crash loop had already reached every slot.
			await untilUpdate('paused', 'completed');
			await update('--image', image('shop/quiet:1'));
		},
		ends: 'converged',
	},
	{
		name: 'scaled',
		play: async ({update, scale, untilTasks}) => {
			await update('--image', good);
			await untilTasks('one is on its way', states => states.some(state => state !== 'running'));
			await scale(5);
		},
		ends: 'converged',
	},
	{
		name: 'job',
		image: 'shop/web:1',
		args: ['sleep', '2'],
		create: ['--mode', 'replicated-job', '--replicas', '3', '--max-concurrent', '2'],
		running: 0,
		play: nothing,
		ends: 'job-done',
	},
	{
		name: 'exhausted',
		image: 'shop/crash:1',
		create: ['--replicas', '1', '--restart-max-attempts', '2', '--restart-delay', '1s'],
		running: 0,
		play: nothing,
		isUnwatched: true,
		ends: 'gave-up',
		says: {error: 'task: non-zero exit (3)', exitCode: 3},
	},
	{
		name: 'drained',
		isAnywhere: true,
		create: ['--replicas', '5'],
		running: 5,
		play: ({lab}) => lab.docker(lab.node('mgr1'), 'node', 'update', '--availability', 'drain', 'work1'),
		isUnwatched: true,
		ends: 'converged',
	},
	{
		name: 'global',
		create: ['--mode', 'global'],
		play: ({update}) => update('--env-add', 'COLOUR=blue'),
		ends: 'converged',
	},
	{
		name: 'everywhere',
		isAnywhere: true,
		create: ['--mode', 'global'],
		running: 5,
		play: nothing,
		isUnwatched: true,
		ends: 'converged',
	},
	{
		// On work2 the new task never gets healthy, until it dies with its node.
		name: 'hung',
		isAnywhere: true,
		create: [
			...['--mode', 'global', '--update-parallelism', '0', '--hostname', '{{.Node.Hostname}}'],
			...['mgr1', 'mgr2', 'work1'].flatMap(name => ['--constraint', `node.hostname!=${name}`]),
		],
		running: 2,
		play: async ({update, untilTasks, lab}) => {
			const test = ['--health-cmd', 'test $(hostname) != work2', '--health-interval', '1s'];
			await update(...test, '--health-start-period', '300s');
			await untilTasks('one is healthy, one is not', states => states.toSorted().join() === 'running,starting');
			await lab.kill(lab.node('work2'));
		},
		ends: 'rolling',
		says: {blocked: 'it waits for its task on work2, which is down'},
	},
	{
		name: 'bereft',
		isAnywhere: true,
		create: ['--replicas', '5'],
		running: 5,
		play: nothing,
		isUnwatched: true,
		ends: 'converged',
	},
	{
		name: 'stranded',
		isAnywhere: true,
		create: ['--replicas', '2', '--constraint', 'node.hostname==work2'],
		running: 2,
		play: nothing,
		isUnwatched: true,
		ends: 'pending',
		says: {reason: expect.stringContaining('no suitable node')},
	},
];
