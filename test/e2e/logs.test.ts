import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {afterAll, beforeAll, expect, inject, onTestFinished, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

/** Fifteen hundred lines at once, then five a second, numbered: one that came later than the first. */
const late = 'line (1[5-9]|[2-9]\\d)\\d\\d$';

/** What writes them. */
const counting = 'trap "exit 0" TERM; i=0; while :; do i=$((i+1)); echo line $i; [ $i -lt 1500 ] || sleep 0.2; done';

const environment = {...process.env, DOCKER_HOST: ''};

const askLogs = (host: string, ...words: readonly string[]) =>
	spawnSync(process.execPath, [inject('program'), 'logs', ...words, '--host', host], {
		encoding: 'utf8',
		env: environment,
		maxBuffer: 2 ** 26,
	});

/** `skep logs --follow`, and what it has written. */
const followLogs = (host: string, ...words: readonly string[]) => {
	const args = [inject('program'), 'logs', ...words, '--follow', '--host', host];
	const child: ChildProcess = spawn(process.execPath, args, {env: environment, stdio: ['ignore', 'pipe', 'pipe']});
	const told = {out: '', err: ''};
	child.stdout?.on('data', (data: Buffer) => {
		told.out += data;
	});
	child.stderr?.on('data', (data: Buffer) => {
		told.err += data;
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const end = (signal: NodeJS.Signals) =>
		new Promise<number | null>(resolve => {
			child.once('exit', resolve);
			child.kill(signal);
		});
	return {told, end};
};

/** The numbers that each slot wrote, in the order in which they came. */
const numbersOf = (out: string) => {
	const found = out.matchAll(/^\S+ \w+\.(\d+) \S+ line (\d+)$/gm);
	const bySlot = Map.groupBy(found, ([, slot]) => Number(slot));
	return new Map([...bySlot].map(([slot, matches]) => [slot, matches.map(([, , number]) => Number(number))]));
};

describeOnLab('logs', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 3, workers: 1});
		swarm = askSwarm(lab, () => lab.node('mgr2'));
		const stack = ['--label', 'com.docker.stack.namespace=shop', '--stop-grace-period', '1s'];
		const create = (name: string, flags: readonly string[], command: readonly string[]) =>
			lab.docker(
				lab.node('mgr2'),
				...['service', 'create', '--quiet', '--detach', '--name', name, ...stack, ...flags],
				image('shop/web:1'),
				...command,
			);
		const spread = ['--replicas', '2', '--replicas-max-per-node', '1'];
		const onTwo = ['--constraint', 'node.hostname!=mgr1', '--constraint', 'node.hostname!=mgr3'];
		await create('shop_count', [...spread, ...onTwo], ['sh', '-c', counting]);
		await create('shop_mute', ['--log-driver', 'none'], []);
		await create('shop_web', ['--constraint', 'node.hostname==mgr2'], []);
		await Promise.all([
			swarm.untilRunning('shop_count', 2),
			swarm.untilRunning('shop_mute', 1),
			swarm.untilRunning('shop_web', 1),
		]);
	});

	afterAll(async () => lab?.stop());

	const host = () => lab.node('mgr2').host;

	test('a stack is told together, a driver without a log is named, and [ reads what came before', async () => {
		await until('all is written', () => {
			const {stdout} = askLogs(host(), 'shop_count', '--tail', '1');
			return (
				numbersOf(stdout).size === 2 &&
				stdout
					.trim()
					.split('\n')
					.every(line => new RegExp(late).test(line))
			);
		});
		const skep = openSkep(host());
		await skep.waitForLine(1, 'shop_web', /1\/1/);
		skep.type('1gLz');
		await skep.waitFor('Logs of stack shop');
		await skep.waitFor('nothing from shop_mute: the log driver none keeps no log');
		await skep.waitFor(new RegExp(`count\\.1 .*${late}`, 'm'));
		await skep.waitFor(new RegExp(`count\\.2 .*${late}`, 'm'));
		await skep.waitFor(/ web\.1 .*tick/);
		skep.type('[');
		await skep.waitFor(/Read [\d,]+ older lines; \]/);
		// How often it takes depends on how much was written meanwhile.
		await until(
			'the oldest is read',
			() => {
				const isRead = /the oldest that there are|There are no older lines/.test(skep.text());
				isRead || skep.type('[');
				return isRead;
			},
			{every: 1000},
		);
		skep.type('g');
		await skep.waitFor(/count\.\d +line 1$/m);
		skep.type(']');
		await skep.waitFor(new RegExp(late, 'm'));
	});

	test('without a screen: every line once, in order, and no more than asked for', () => {
		const {status, stdout} = askLogs(host(), 'shop_count', '--tail', '100000');
		expect(status).toBe(0);
		const numbers = numbersOf(stdout);
		expect([...numbers.keys()].sort()).toEqual([1, 2]);
		for (const own of numbers.values()) {
			expect(own).toEqual(Array.from({length: own.length}, (_, index) => index + 1));
		}
		expect(askLogs(host(), 'shop_count.1', '--tail', '3').stdout.trim().split('\n')).toHaveLength(3);
		const found = askLogs(host(), 'shop_count', '--tail', '100000', '--grep', 'line 77$', '--json').stdout.trim();
		expect(found.split('\n').map(text => JSON.parse(text))).toMatchObject([
			{service: 'shop_count', stream: 'stdout', text: 'line 77'},
			{service: 'shop_count', stream: 'stdout', text: 'line 77'},
		]);
	});

	test('a leader that dies while one follows costs no line and repeats none', async () => {
		const {told, end} = followLogs(host(), 'shop_count', '--tail', '5');
		const last = (slot: number) => numbersOf(told.out).get(slot)?.at(-1) ?? 0;
		await until('it follows', () => last(1) > 0 && last(2) > 0);
		await lab.kill(lab.node('mgr1'));
		const [one, two] = [last(1), last(2)];
		await until('it goes on', () => last(1) > one + 40 && last(2) > two + 40);
		for (const own of numbersOf(told.out).values()) {
			expect(own).toEqual(Array.from({length: own.length}, (_, index) => (own[0] ?? 0) + index));
		}
		expect(await end('SIGINT')).toBe(130);
		await lab.restart(lab.node('mgr1'));
		await until('it is back', async () => (await swarm.node('mgr1')).Status.State === 'ready');
	});

	test('a node that is down is named on screen, and its lines are missed without one', async () => {
		const skep = openSkep(host());
		await skep.waitForLine(1, 'shop_count', /2\/2/);
		await lab.kill(lab.node('work1'));
		await skep.waitForLine(2, 'work1', /^work1 down/);
		skep.type('1gl');
		await skep.waitFor(/nothing from shop_count\.\d: work1 is down/);
		const {status, stdout, stderr} = askLogs(host(), 'shop_count', '--tail', '3');
		expect(status).toBe(1);
		expect(stderr).toMatch(/^skep: .*is not available/);
		expect(numbersOf(stdout).size).toBe(1);
	});
});
