import {describe, expect, test} from 'vitest';
import {decodeService} from '../../../source/engine/decode/service.ts';
import type {ImageFacts} from '../../../source/engine/engine.ts';
import {EngineError} from '../../../source/engine/errors.ts';
import {execute} from '../../../source/operations/execute.ts';
import {operations} from '../../../source/operations/operations.ts';
import type {Resources} from '../../../source/operations/resources.ts';
import {createService} from '../../../source/operations/service/create-service.ts';
import type {NewService} from '../../../source/operations/service/create-service-input.ts';
import type {Snapshot} from '../../../source/swarm/snapshot.ts';
import {leader, network, node, service, snapshotOf} from '../../helpers/builders.ts';
import {openLab} from '../lab.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

const facts: ImageFacts = {digest, platforms: [{os: 'linux', architecture: 'amd64'}]};

type Answers = {readonly image?: ImageFacts | Error; readonly hasLogin?: boolean};

/** Answers as an engine and a registry would. */
const resourcesWith = ({image = facts, hasLogin = false}: Answers): Resources =>
	({
		engine: {
			image: async () => {
				if (image instanceof Error) {
					throw image;
				}
				return image;
			},
			imagined: (spec: unknown) => decodeService({ID: 'imagined', Spec: spec}),
		},
		credentials: async () => (hasLogin ? {header: 'hush-hush'} : undefined),
	}) as unknown as Resources;

const prepared = async (values: Readonly<Record<string, string>>, answers: Answers = {}): Promise<NewService> => {
	const parsed = createService.parse({name: 'web', image: 'shop/web:2', ...values}, []);
	if (parsed.kind === 'problem') {
		throw new Error(parsed.problem);
	}
	const input = await createService.prepare?.(parsed.input, [], resourcesWith(answers), AbortSignal.timeout(5_000));
	if (input === undefined) {
		throw new Error('nothing was prepared');
	}
	return input;
};

const small = (changes: Partial<Parameters<typeof snapshotOf>[0]> = {}) =>
	snapshotOf({
		nodes: [leader('mgr1'), node('work1', {labels: {disk: 'ssd'}}), node('work2')],
		services: [],
		tasks: [],
		networks: [network('backend')],
		...changes,
	});

const planOf = async (values: Readonly<Record<string, string>>, snapshot: Snapshot = small(), answers: Answers = {}) =>
	createService.plan([], await prepared(values, answers), snapshot);

describe('the plan of a new service', () => {
	test('says how many tasks of which image, and where they likely go', async () => {
		expect(await planOf({replicas: '3'})).toMatchObject({
			effects: ['web: 3 tasks of shop/web:2, pinned to its digest ababab.'],
			warnings: [],
			refusals: [],
			forecast: ['Likely on mgr1, work1 and work2.'],
		});
	});

	test('counts the nodes that fit, for a global one too', async () => {
		const one = await planOf({mode: 'global', constraints: 'node.labels.disk==ssd'});
		expect(one.effects).toEqual([
			'web: a task of shop/web:2, pinned to its digest ababab on each node that fits, 1 now.',
			'1 node of 3 fits node.labels.disk==ssd.',
		]);
		const none = await planOf({mode: 'global', constraints: 'node.labels.disk==nvme'});
		expect(none.warnings).toEqual(['No node fits web now: no task is made, and nothing will say that it waits.']);
	});

	test('says what waits and why, node by node', async () => {
		const {warnings} = await planOf({replicas: '2', maxPerNode: '1', constraints: 'node.labels.disk==ssd'});
		expect(warnings[0]).toBe(
			'1 of its 2 tasks waits for a node: no suitable node (scheduling constraints not satisfied on 2 nodes; max replicas per node limit exceed).',
		);
		expect(warnings[1]).toMatch(/^What keeps them off: .*work2: node\.labels\.disk is not set, needs ssd/);
	});

	test('takes the platforms of the image into account', async () => {
		const arm = {digest, platforms: [{os: 'linux', architecture: 'arm64'}]};
		const {warnings} = await planOf({}, small(), {image: arm});
		expect(warnings[0]).toContain('Its task waits for a node: no suitable node (unsupported platform on 3 nodes).');
	});

	test('tells where ports open, and whom they keep apart', async () => {
		const dns = service('dns', {ports: [{published: 53, target: 53, protocol: 'udp', mode: 'host'}]});
		const {effects} = await planOf(
			{ports: '8080:80 90 mode=host,published=53,target=5353,protocol=udp'},
			small({services: [dns]}),
		);
		expect(effects).toContain(
			'Port 8080/tcp opens on every node (3: mgr1, work1 and work2), and leads to port 80 of its tasks.',
		);
		expect(effects).toContain(
			'A port that the swarm chooses opens on every node (3: mgr1, work1 and work2), and leads to port 90 of its tasks.',
		);
		expect(effects).toContain(
			'Port 53/udp opens on the nodes its tasks run on, one task on each at most; it leads to port 5353.',
		);
		expect(effects).toContain('Its tasks never share a node with those of dns: they want the same port of it.');
	});

	test('warns of a network that was never allocated', async () => {
		const {driver: _, ...lost} = network('lost');
		const parsed = createService.parse(
			{name: 'web', image: 'shop/web:2', networks: 'lost'},
			[],
			small({networks: [lost]}),
		);
		const input = parsed.kind === 'input' ? parsed.input : undefined;
		const ready = input && (await createService.prepare?.(input, [], resourcesWith({}), AbortSignal.timeout(5_000)));
		expect(ready && createService.plan([], ready, small({networks: [lost]})).warnings).toContain(
			'The network lost was never allocated: tasks on it wait, and no error says so.',
		);
	});

	test('tells apart data that stays on a node from what comes over the network, and from what must be there', async () => {
		const {effects} = await planOf({
			mounts:
				'source=data,target=/data source=nfs,target=/nfs,volume-opt=type=nfs type=bind,source=/srv/a,target=/a type=tmpfs,target=/t',
		});
		expect(effects.filter(line => /volume|rejected/.test(line))).toEqual([
			'The volume data begins empty on every node that has none of the name; what is in it stays there when a task moves.',
			'The volume nfs is set up on each node by its driver and options, unless that node has one of the name.',
			"/srv/a must be there on every node that takes a task, else the task is rejected: skep can't look.",
		]);
	});

	test('is soft on latest, and warns of a digest that nobody knows', async () => {
		const {effects, warnings} = await planOf({image: 'shop/web'}, small(), {
			image: new EngineError('unreachable', 'no such host'),
		});
		expect(effects).toContain(
			'The tag latest moves on: a version in its place would tell what runs, and what to go back to.',
		);
		expect(warnings).toEqual([expect.stringContaining('shop/web:latest is not pinned to a digest (')]);
	});

	test('is refused where the name or a port was taken meanwhile', async () => {
		const input = await prepared({ports: '8080:80'});
		const other = service('other', {ports: [{published: 8080, target: 80, protocol: 'tcp', mode: 'ingress'}]});
		expect(createService.plan([], input, small({services: [service('web'), other]})).refusals).toEqual([
			"It can't be called so: there is a service web already.",
			'Port 8080/tcp is taken by other.',
		]);
	});
});

test('the image goes out pinned, with its platforms; arm as Docker leaves it open', async () => {
	const sent: unknown[] = [];
	const image = {
		digest,
		platforms: [
			{os: 'linux', architecture: 'amd64'},
			{os: 'linux', architecture: 'arm'},
		],
	};
	const resources = resourcesWith({image});
	const engine = {
		...resources.engine,
		createService: async (...given: readonly unknown[]) => {
			sent.push(given[0]);
			return {id: 'made', warnings: ['mind the gap']};
		},
	} as unknown as Resources['engine'];
	const input = await prepared({constraints: 'node.role==worker'}, {image});
	const notes = await createService.run({...resources, engine}, {} as never, input, AbortSignal.timeout(5_000));
	expect(notes).toEqual(['mind the gap']);
	expect(sent).toMatchObject([
		{
			TaskTemplate: {
				ContainerSpec: {Image: `shop/web:2@${digest}`},
				Placement: {
					Constraints: ['node.role==worker'],
					Platforms: [
						{Architecture: 'amd64', OS: 'linux'},
						{Architecture: '', OS: 'linux'},
					],
				},
			},
		},
	]);
});

test('a login is told of, sent only where it is wanted, and never kept', async () => {
	const withLogin = await prepared({}, {hasLogin: true});
	expect(createService.plan([], withLogin, small()).effects).toContain(
		'The login for its registry goes along, so that every node can pull the image.',
	);
	expect(JSON.stringify(withLogin)).not.toContain('hush-hush');
	expect(createService.cli({} as never, withLogin, small())).toBe(
		'docker service create --with-registry-auth --name web --replicas 1 shop/web:2',
	);
	const without = await prepared({login: 'no'}, {hasLogin: true});
	expect(createService.cli({} as never, without, small())).not.toContain('--with-registry-auth');
	expect(without.hasLogin).toBe(false);
});

test('where the answer is lost, the service that is there by now counts, and is not made twice', async () => {
	await using lab = await openLab();
	const order = await lab.order(operations.createService, ['the swarm'], {name: 'late', image: 'shop/late:1'});
	lab.small.fault(/services\/create/, {cutAfterBytes: 1, times: 1});
	const [result] = await execute(order);
	expect(result?.outcome).toMatchObject({
		kind: 'requested',
		sentence: expect.stringContaining('the service late'),
		notes: [expect.stringContaining('answer was lost')],
	});
	expect(lab.writes()).toHaveLength(1);
});

describe('variables out of a file', () => {
	const files: Readonly<Record<string, string>> = {
		'app.env': '\uFEFF# of the app\n\nMODE=live\n  GREETING=hello there\r\nEMPTY=\n',
		'bad.env': 'MODE=live\nGREETING\n',
		'worse.env': 'A B=1\n',
	};
	const resources = {
		...resourcesWith({}),
		readFile: async (path: string) => {
			const text = files[path];
			if (text === undefined) {
				throw new Error("isn't there");
			}
			return Buffer.from(text);
		},
	};
	const withFile = async (envFile: string, env = '') => {
		const parsed = createService.parse({name: 'web', image: 'shop/web:2', envFile, env}, []);
		return parsed.kind === 'input'
			? createService.prepare?.(parsed.input, [], resources, AbortSignal.timeout(5_000))
			: undefined;
	};

	test('join those that were typed, which count first; the command names the file', async () => {
		const input = await withFile('app.env', 'MODE=test');
		expect(input?.spec).toMatchObject({
			TaskTemplate: {ContainerSpec: {Env: ['GREETING=hello there', 'EMPTY=', 'MODE=test']}},
		});
		expect(input && createService.cli({} as never, input, small())).toBe(
			'docker service create --with-registry-auth --env-file app.env --name web --env MODE=test --replicas 1 shop/web:2',
		);
		expect(input && createService.recordedCli?.({} as never, input, small())).toContain("--env 'MODE=***'");
	});

	test.each([
		['none.env', "none.env isn't there"],
		['bad.env', 'bad.env, line 2: GREETING has no value; write GREETING='],
		['worse.env', 'worse.env, line 1 is no NAME=value'],
	])('%s is told of at its field', async (file, sentence) => {
		await expect(withFile(file)).rejects.toMatchObject({name: 'FieldProblem', field: 'envFile', message: sentence});
	});
});
