import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import {takeConnectionFlags} from '../../source/engine/connection-flags.ts';
import {demoSwarm} from '../../source/simulator/worlds/demo.ts';
import {subcommandOf} from '../../source/subcommands/names.ts';
import {runSubcommand} from '../../source/subcommands/run.ts';
import {type Served, serving} from '../simulator/served.ts';

const startAt = Date.UTC(2026, 10, 21, 12, 0, 0);
let swarm: Served;
let connections = 0;

beforeAll(async () => {
	swarm = await serving(demoSwarm({startAt}));
});

afterAll(() => swarm?.[Symbol.asyncDispose]());

const ask = async (...words: readonly string[]) => {
	const {flags, rest} = takeConnectionFlags(words);
	const question = subcommandOf(rest);
	if (question === undefined || question.name === 'logs') {
		throw new Error(`${words.join(' ')} is no subcommand`);
	}
	return runSubcommand({
		name: question.name,
		args: question.rest,
		connect() {
			connections += 1;
			return connect({kind: 'unix', socketPath: flags.hosts[0] ?? swarm.socketPath});
		},
		now: () => startAt,
	});
};

const json = async (...words: readonly string[]) => JSON.parse((await ask(...words, '--json')).out) as never;

test('the words of skep itself may stand anywhere, and nothing else is a subcommand', () => {
	const {flags, rest} = takeConnectionFlags(['--host', 'tcp://a:1', 'why', '--tlsverify', 'web', '--json']);
	expect(flags).toMatchObject({hosts: ['tcp://a:1'], tlsverify: true});
	expect(subcommandOf(rest)).toEqual({name: 'why', rest: ['web', '--json']});
	expect(subcommandOf(['plan', 'drain', '--read-only', 'w1'])).toMatchObject({rest: ['drain', 'w1'], isReadOnly: true});
	expect(subcommandOf(['why', '--help'])).toBeUndefined();
	expect(subcommandOf(['plan', '-h'])).toBeUndefined();
	expect(subcommandOf(['--read-only'])).toBeUndefined();
	expect(subcommandOf([])).toBeUndefined();
});

describe('plan', () => {
	test('a drain that everything bears ends with 0', async () => {
		const {code, out} = await ask('plan', 'drain', 'manager-1');
		expect(code).toBe(0);
		expect(out).toMatch(
			/^drain manager-1\nRaft unchanged: 3 of 3 managers, 2 needed\.\nTasks \d+ tasks: \d+ move, 2 stop\./,
		);
		expect(out).toContain('\n$ docker node update --availability drain manager-1\n');
	});

	test('its command names the engine where plain docker would reach another', async () => {
		const elsewhere = 'tcp://127.0.0.1:9';
		const {socketPath} = swarm;
		const place = {address: elsewhere, isUnverified: false, docker: ['--host', elsewhere], isUsual: false};
		const engine = connect([{...place, endpoint: {kind: 'unix', socketPath}}]);
		const {out} = await runSubcommand({
			name: 'plan',
			args: ['drain', 'manager-1', 'worker-1'],
			connect: () => engine,
			now: () => startAt,
		});
		const drain = `docker --host ${elsewhere} node update --availability drain`;
		expect(out).toContain(`\n$ ${drain} manager-1 && ${drain} worker-1\n`);
	});

	test('one that leaves a task without a node ends with 3, and says why', async () => {
		const {code, out} = await ask('plan', 'drain', 'worker-1');
		expect(code).toBe(3);
		expect(out).toMatch(
			/DOWN UNTIL SOMEONE ACTS\n {2}shop_db {2}1 of 1 {2}no suitable node \(.*\)\n {6}.*manager-\d.*: .*node\.labels\.disk is not set, needs ssd/,
		);
		const {stuck}: {readonly stuck: readonly {readonly nodes: readonly unknown[]}[]} = await json(
			'plan',
			'drain',
			'worker-1',
		);
		expect(stuck[0]?.nodes).toContainEqual({
			node: 'manager-2',
			rules: ['constraint'],
			words: 'node.labels.disk is not set, needs ssd',
		});
	});

	test('as JSON the lists add up to the tasks there', async () => {
		const plan: Record<string, readonly {readonly tasks: number}[]> & {tasks: number; stays: number} = await json(
			'plan',
			'drain',
			'worker-1',
		);
		const lists = ['stuck', 'mayStick', 'downWhileMoving', 'startsWithEmptyVolume', 'moves', 'stops'];
		const sum = lists.flatMap(list => plan[list] ?? []).reduce((total, {tasks}) => total + tasks, plan.stays);
		expect(sum).toBe(plan.tasks);
		expect(plan).toMatchObject({plan: 'drain worker-1', isExact: true, stuck: [{service: 'shop_db', stuck: 1}]});
	});

	test('a rollback by the engine tells what is replaced, and what it goes to', async () => {
		const {code, out} = await ask('plan', 'rollback', 'shop_web');
		expect(code).toBe(0);
		expect(out).toMatch(/^roll back shop_web\n.*\nTasks 8 tasks: 2 are replaced, 6 stay\./);
		expect(out).toContain('\n$ docker service rollback shop_web\n');
		expect(await json('plan', 'rollback', 'shop_web')).toMatchObject({
			plan: 'roll back shop_web',
			tasks: 8,
			stays: 6,
			moves: [{service: 'shop_web', tasks: 2, living: {before: 8, during: 7, after: 8}}],
		});
	});

	test('a resume of a paused update minds what is lost by it', async () => {
		const {out} = await ask('plan', 'resume', 'shop_mailer');
		expect(out).toMatch(/^MIND {3}Docker's rollback target is lost: .*shop\/mailer:2\.1\.4 any more/);
		expect(out).toContain('\n$ docker service update shop_mailer\n');
		expect(await json('plan', 'resume', 'shop_mailer')).toMatchObject({plan: 'resume shop_mailer', stuck: []});
	});

	test.each([
		[['label', 'worker-1', '--remove', 'disk'], 3, /shop_db .*no suitable node/],
		[['demote', 'manager-2'], 0, /^MIND {3}spends the last spare/],
		[['demote', 'manager-2'], 0, /3 of 3 managers, 2 needed -> 2 of 2 managers, 2 needed/],
		[['demote', 'manager-1', 'manager-2', 'manager-3'], 3, /CAN'T {2}The last manager can't be demoted/],
		[['remove', 'worker-1'], 3, /CAN'T {2}worker-1: still ready/],
		[['pause', 'worker-1'], 0, /Tasks \d+ tasks: \d+ stay\./],
		[['activate', 'worker-2'], 0, /STARTS\n {2}metrics_agent {2}1 /],
		[['scale', 'shop_api=6'], 0, /STARTS\n {2}shop_api {2}2 /],
		[['update', 'shop_api', '--constraint-add', 'node.labels.disk==nvme'], 3, /SHORT UNTIL SOMEONE ACTS\n {2}shop_api/],
		[
			['update', 'shop_api', '--constraint-add', 'node.label.disk==ssd'],
			3,
			/^MIND {3}"node\.label\.disk==ssd": no node has node\.label\.disk: .* is node\.labels\.disk meant\?\nupdate/,
		],
		[['update', 'shop_api', '--constraint-add', 'frob==1'], 3, /^MIND .*no node has frob: it fits none; labels are/],
		[['update', 'shop_api', '--constraint-add', 'node.platform.arch==amd64'], 3, /^MIND .*engines report x86_64/],
		[['update', 'shop_api', '--reserve-memory', '64g', '--reserve-cpu', '1'], 3, /insufficient resources/],
	])('%j', async (words, code, text) => {
		const answer = await ask('plan', ...words);
		expect(answer.out + answer.err).toMatch(text);
		expect(answer.code).toBe(code);
	});
});

describe('why', () => {
	test('a service that waits ends with 3', async () => {
		const {code, out} = await ask('why', 'analytics_trainer');
		expect(code).toBe(3);
		expect(out).toMatch(/1 task waiting for 1\dm\nSwarm: no suitable node/);
		expect(out).toMatch(/manager-1 2 3, worker-1 {2}node\.labels\.gpu is not set, needs true/);
		expect(out).toContain('label manager-1 gpu=true');
	});

	test('one that is whole ends with 0', async () => {
		expect(await ask('why', 'shop_db')).toEqual({
			code: 0,
			out: 'shop_db 1/1 converged\nNothing waits, and nothing has failed.\n',
			err: '',
		});
	});

	test('a global service that no node fits ends with 3, and says why it has no task', async () => {
		await swarm.post('/services/create', {
			Name: 'nowhere',
			Mode: {Global: {}},
			TaskTemplate: {ContainerSpec: {Image: 'a:1'}, Placement: {Constraints: ['node.labels.gpu == 1']}},
		});
		const {code, out} = await ask('why', 'nowhere');
		expect(code).toBe(3);
		expect(out).toMatch(
			/^nowhere 0\/0 no node fits\nNo node fits it, so that it has no task: .*gpu is not set, needs 1/,
		);
	});

	test('what the engine wrote is what skep expects', async () => {
		const why: {readonly pending: readonly {readonly text: string; readonly expected: string}[]} = await json(
			'why',
			'analytics_trainer',
		);
		expect(why.pending[0]?.text).toBe(why.pending[0]?.expected);
	});
});

test('problems are listed worst first, and serious ones end with 3', async () => {
	const {code, out} = await ask('problems');
	expect(code).toBe(3);
	expect(out.split('\n')[0]).toMatch(/^DOWN .*analytics_trainer/);
	const [first]: readonly unknown[] = await json('problems');
	expect(first).toMatchObject({verdict: 'DOWN', name: 'analytics_trainer', urgency: 'act'});
});

test('every problem comes with a way out that names what it is about', async () => {
	const problems: readonly {name: string; remedy: string | null}[] = await json('problems');
	expect(problems.filter(({remedy}) => remedy === null || /NAME/.test(remedy))).toEqual([]);
	expect(problems[0]?.remedy).toContain('skep why analytics_trainer');
});

describe('what is wrong is said in one sentence', () => {
	test.each([
		[['plan', 'drain'], 2, /^skep: skep plan drain of what\?/],
		[['plan', 'dran', 'worker-1'], 2, /^skep: there is no plan for "dran"/],
		[['plan'], 2, /^skep: skep plan takes drain/],
		[['plan', 'scale', 'shop_api'], 2, /takes one service and a count/],
		[['plan', 'scale', 'shop_api=2', 'shop_web=3'], 2, /takes one service and a count/],
		[['plan', 'update', 'shop_api', 'shop_web', '--image', 'a:1'], 2, /takes one service/],
		[['plan', 'scale', 'shop_api=many'], 2, /"many" is no whole number/],
		[['plan', 'update', 'shop_api'], 2, /say what is to change in shop_api/],
		[
			['plan', 'update', 'shop_api', '--reserve-memory', 'lots'],
			2,
			/--reserve-memory: "lots" is no size such as 64MiB or 1\.5GiB\./,
		],
		[['plan', 'update', 'shop_api', '--constraint-add', 'node.role'], 2, /needs one operator from ==, !=/],
		[
			['plan', 'update', 'shop_api', '--constraint-add', 'a.b=='],
			2,
			/--constraint-add: value '' is invalid in "a\.b=="\./,
		],
		[['plan', 'update', 'shop_api', '--reserve-memory', '1'], 2, /and 1 is bytes: 1M\?$/m],
		[['plan', 'update', 'shop_api', '--constraint-rm', 'a==b'], 1, /shop_api has no constraint a==b/],
		[['plan', 'drain', 'worker-1', '--jsn'], 2, /there is no option --jsn/],
		[['plan', 'label', 'worker-1'], 2, /takes a node and labels/],
		[['plan', 'label', 'worker-1', '--remove', 'nope'], 1, /worker-1 has no label nope; it has disk/],
		[['why'], 2, /takes one service/],
		[['why', 'shop_ap'], 1, /has no service shop_ap\. Is it shop_api\?/],
		[['plan', 'drain', 'worker-9'], 1, /has no node worker-9/],
		[['plan', 'rollback', 'shop_api'], 1, /shop_api can't be rolled back: never updated/],
		[['plan', 'resume', 'shop_web'], 1, /shop_web has no paused update to resume/],
		[['plan', 'rollback', 'shop_web', 'shop_api'], 2, /takes one service/],
		[['plan', 'scale', 'metrics_agent=3'], 1, /metrics_agent is global: it has no count/],
		[['problems', 'all'], 2, /takes no name/],
		[['problems', '--host', '/nowhere/docker.sock'], 1, /^skep: /],
	])('%j', async (words, code, sentence) => {
		const answer = await ask(...words);
		expect(answer.err).toMatch(sentence);
		expect(answer.err.trimEnd().split('\n')).toHaveLength(1);
		expect([answer.code, answer.out]).toEqual([code, '']);
	});

	test('a worker names the managers to go to', async () => {
		await using worker = await serving(demoSwarm({startAt}), 'worker-1');
		const {code, err} = await ask('problems', '--host', worker.socketPath);
		expect(code).toBe(1);
		expect(err).toMatch(/^skep: This engine is a worker: .* Its managers are at 10\.[\d.]+:2377, 10\..* and 10\./);
	});

	test('a typo is told without asking the swarm', async () => {
		const before = connections;
		await ask('plan', 'dran', 'worker-1');
		expect(connections).toBe(before);
	});
});

test('nothing from the swarm reaches the terminal raw', async () => {
	const {out, err} = await ask('why', 'no\u001b]0;title\u0007\u001b[31msuch');
	expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});
