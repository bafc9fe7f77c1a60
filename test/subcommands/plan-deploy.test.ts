import {afterAll, beforeAll, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {StackTools} from '../../source/operations/stack/stack-tools.ts';
import {demoSwarm} from '../../source/simulator/worlds/demo.ts';
import {runSubcommand} from '../../source/subcommands/run.ts';
import {stackToolsOn} from '../operations/stack-trials.ts';
import {type Served, serving} from '../simulator/served.ts';

const startAt = Date.UTC(2026, 10, 21, 12, 0, 0);
let swarm: Served;

beforeAll(async () => {
	swarm = await serving(demoSwarm({startAt}));
});

afterAll(() => swarm?.[Symbol.asyncDispose]());

/** A question about a file that the command line resolves to what is given. */
const ask = async (printed: string, ...words: readonly string[]) => {
	const engine = connect({kind: 'unix', socketPath: swarm.socketPath});
	const tools = stackToolsOn(engine);
	const config: StackTools['cli']['config'] = async () => ({printed, warnings: []});
	const text = async () => ({text: printed});
	const stacks: StackTools = {...tools, cli: {...tools.cli, config, isSet: () => false}, files: {...tools.files, text}};
	return runSubcommand({
		name: 'plan',
		args: ['deploy', ...words],
		connect: () => engine,
		now: () => startAt,
		help: {credentials: async () => undefined, stacks},
	});
};

const file = `services:
  web:
    image: shop/web:2.5.0
    depends_on: [db]
    environment: {PASSWORD: "\${SECRET}hunter2"}
`;

test('a deploy is planned without a screen, and values stay hidden', async () => {
	const {code, out} = await ask(file, 'compose.yaml', 'fresh', '--resolve-image', 'never');
	expect(code).toBe(0);
	expect(out).toMatch(/^deploy fresh\nMIND {3}compose\.yaml, line 5: \$\{SECRET\} is not set here/);
	expect(out).toContain('Creates service fresh_web: 1 task of shop/web:2.5.0.');
	expect(out).toContain('compose.yaml, line 4: web: Swarm ignores depends_on');
	expect(out).toContain('$ docker stack deploy --compose-file compose.yaml --resolve-image never fresh');
	expect(out).not.toContain('hunter2');
});

test('as JSON, service by service', async () => {
	const {out} = await ask(file, 'compose.yaml', 'shop', '--prune', '--resolve-image', 'never', '--json');
	const plan = JSON.parse(out) as {services: readonly {name: string; change: string}[]; warnings: readonly string[]};
	expect(plan.services.find(({name}) => name === 'shop_web')).toMatchObject({change: 'change', tasksReplaced: 'all'});
	expect(plan.services.find(({name}) => name === 'shop_db')).toEqual({name: 'shop_db', change: 'remove'});
	expect(plan).toMatchObject({
		networks: [{name: 'shop_default', change: 'create'}],
		ignored: [{line: 4}],
		unset: [{line: 5}],
	});
	expect(out).not.toContain('hunter2');
});

test('what would wait for a node is foreseen, and a constraint that fits none is told at its line', async () => {
	const picky = `services:
  web:
    image: x
    deploy:
      placement:
        constraints:
          - node.role == worker
          - node.platform.arch == amd64
`;
	const {code, out} = await ask(picky, 'compose.yaml', 'fresh', '--resolve-image', 'never');
	expect(code).toBe(3);
	expect(out).toContain('MIND   compose.yaml, line 8: service web: "node.platform.arch == amd64": never fits');
	expect(out).toMatch(/MIND {3}fresh_web: the task waits for a node: no suitable node/);
});

const services = (...lines: readonly string[]) => `services:\n${lines.map(line => `  ${line}\n`).join('')}`;

test('of what runs, it is foreseen what is down meanwhile, what comes up empty, and what finds no node, worst first', async () => {
	const data = '{type: volume, source: db, target: /var/lib/postgresql/data}';
	const changed = `${services(
		`db: {image: "postgres:17", volumes: [${data}]}`,
		'cache: {image: "redis:8", deploy: {replicas: 2}}',
		'web: {image: "shop/web:2.5.0", deploy: {replicas: 8, resources: {reservations: {memory: "966367641600"}}}}',
	)}volumes:\n  db:\n`;
	const {out} = await ask(changed, 'compose.yaml', 'shop', '--resolve-image', 'never');
	const minds = out.split('\n').filter(line => line.startsWith('MIND'));

	expect(minds[0]).toMatch(/shop_web: no node takes 1 of its 8 new tasks.*insufficient resources on 4 nodes/);
	expect(out).toMatch(/^shop_db is down while its task is replaced: .*(to stop|its last stop .*)\.$/m);
	expect(minds[1]).toContain('shop_db may start elsewhere with an EMPTY volume: shop_db stays where it runs now.');
	expect(out).toMatch(/Rollouts go on side by side; the longest is that of shop_db: about .*, up to .*\.\n/);
});

test('all services count as one change: what a pruned one leaves is room for a new one', async () => {
	const big = services('big: {image: x, deploy: {resources: {reservations: {memory: "966367641600"}}}}');
	const {out} = await ask(big, 'compose.yaml', 'shop', '--prune', '--resolve-image', 'never', '--json');
	const {foresight, forecast} = JSON.parse(out) as {
		foresight: {stuck: readonly object[]; stops: readonly {service: string}[]};
		forecast: readonly string[];
	};

	expect(foresight.stuck).toMatchObject([{service: 'shop_big', stuck: 1, tasks: 0}]);
	expect(foresight.stops.map(({service}) => service)).toContain('shop_db');
	expect(forecast.join(' ')).toMatch(/Tightest afterwards is/);
});

test('what would fail ends with 3; a file that is wrong, with 1 and a sentence', async () => {
	const taken = 'services: {web: {image: x, networks: {n: null}}}\nnetworks: {n: {external: true, name: nowhere}}';
	expect(await ask(taken, 'compose.yaml', 'fresh', '--resolve-image', 'never')).toMatchObject({
		code: 3,
		out: expect.stringMatching(/CAN'T {2}The network nowhere is external/),
	});
	expect(await ask('services: {web: {build: {context: .}}}', 'compose.yaml', 'fresh')).toMatchObject({
		code: 1,
		err: 'skep: compose.yaml, line 1: service web has no image: Swarm builds none, and runs only images by name.\n',
	});
});

test.each([
	[['compose.yaml'], /takes a compose file and the name of a stack/],
	[['compose.yaml', ''], /takes a compose file and the name of a stack/],
	[['compose.yaml', 'a b'], /may hold only letters/],
	[['compose.yaml', 'a', '--resolve-image', 'often'], /always, changed, never/],
])('%s is wrong usage', async (words, sentence) => {
	expect(await ask(file, ...words)).toMatchObject({code: 2, err: expect.stringMatching(sentence)});
});
