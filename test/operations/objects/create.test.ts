import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {readGivenFile} from '../../../source/files/given-file.ts';
import {execute} from '../../../source/operations/execute.ts';
import {FieldProblem} from '../../../source/operations/field-problem.ts';
import type {Operation} from '../../../source/operations/operation.ts';
import {operations} from '../../../source/operations/operations.ts';
import {nodeId} from '../../../source/swarm/ids.ts';
import {config, network, secret, service, snapshotOf, swarmFacts, task, volume} from '../../helpers/builders.ts';
import {openLab} from '../lab.ts';

const {createSecret, createConfig, createNetwork, createVolume, removeVolume} = operations;
const distinctive = 'Zq7-not-to-be-found-anywhere';

const folder = () => {
	const made = mkdtempSync(join(tmpdir(), 'create-'));
	onTestFinished(() => rmSync(made, {recursive: true, force: true}));
	return made;
};

const problemOf = (operation: Operation, values: Record<string, string>, snapshot = snapshotOf({})) => {
	const parsed = operation.parse(values, [], snapshot);
	return parsed.kind === 'problem' ? `${parsed.field}: ${parsed.problem}` : undefined;
};

const writtenTo = (lab: Awaited<ReturnType<typeof openLab>>) =>
	lab.writes().map(({path, query, body}) => ({path, query, body}));

describe('a secret or config', () => {
	test.each([createSecret, createConfig])(
		'$id: what was typed goes out as it was, in the body alone',
		async operation => {
			await using lab = await openLab();
			const typed = `${distinctive} with spaces and \\n `;
			const order = await lab.order(operation, ['the swarm'], {name: 'fresh', value: typed, labels: 'team=shop'});
			expect(JSON.stringify(operation.plan(order.targets, order.input, order.snapshot))).not.toContain(distinctive);

			const [result] = await execute(order);

			expect(result?.outcome.kind).toBe('requested');
			expect(writtenTo(lab)).toEqual([
				{
					path: operation === createSecret ? '/secrets/create' : '/configs/create',
					query: {},
					body: {Name: 'fresh', Labels: {team: 'shop'}, Data: Buffer.from(typed).toString('base64')},
				},
			]);
			const base64 = Buffer.from(distinctive).toString('base64').slice(0, 20);
			for (const kept of [lab.journal, lab.kept, lab.replaced, order.input, result]) {
				expect(JSON.stringify(kept)).not.toContain(distinctive);
				expect(JSON.stringify(kept)).not.toContain(base64);
			}
			expect(lab.journal).toMatchObject([
				{input: {name: 'fresh', labels: {team: 'shop'}, isTemplate: false, from: 'typed'}},
			]);
			expect(lab.journal[0]?.command).toMatch(/^docker (secret|config) create --label team=shop fresh -$/);
		},
	);

	test('what was sent is not kept: the same input makes nothing twice', async () => {
		await using lab = await openLab();
		const order = await lab.order(createSecret, ['the swarm'], {name: 'fresh', value: distinctive});
		await execute(order);

		const [again] = await execute({...order, input: {...(order.input as object), name: 'other'}});

		expect(again?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('kept nowhere')});
		expect(lab.writes()).toHaveLength(1);
	});

	test('a file is read before the plan, byte for byte, and its newline is told', async () => {
		await using lab = await openLab();
		const path = join(folder(), 'it is.bin');
		const bytes = Buffer.from([0, 255, 10]);
		writeFileSync(path, bytes);
		const resources = {...lab.resources, readFile: readGivenFile};
		const order = await lab.order(createSecret, ['the swarm'], {name: 'fresh', file: path});
		const input = await createSecret.prepare?.(order.input, [], resources, order.signal);
		const {effects} = createSecret.plan([], input, order.snapshot);
		expect(effects[0]).toBe(`The secret fresh is made with what is in ${path} (3 bytes).`);
		expect(effects[1]).toContain('is a newline: that is part of it');

		await execute({...order, input});

		expect(writtenTo(lab)).toMatchObject([{body: {Data: bytes.toString('base64')}}]);
		expect(lab.journal[0]?.command).toBe(`docker secret create fresh '${path}'`);
	});

	test.each([
		['nowhere', 'is not there'],
		['.', 'is a folder, not a file'],
		['empty', 'is empty: a secret holds at least one byte'],
		['large', 'has 512000 bytes: there must be less than 512000'],
		['/dev/null', 'is no plain file'],
	])('the file %s: %s', async (name, clause) => {
		await using lab = await openLab();
		const made = folder();
		writeFileSync(join(made, 'empty'), '');
		writeFileSync(join(made, 'large'), Buffer.alloc(512_000));
		const file = name.startsWith('/') ? name : join(made, name);
		const order = await lab.order(createSecret, ['the swarm'], {name: 'fresh', file});
		const resources = {...lab.resources, readFile: readGivenFile};

		const error = await createSecret.prepare?.(order.input, [], resources, order.signal).catch(error => error);

		expect(error).toBeInstanceOf(FieldProblem);
		expect(error).toMatchObject({field: 'file', message: `${file} ${clause}.`});
		expect(lab.writes()).toEqual([]);
	});

	test('a file that never answers is given up', async () => {
		await using lab = await openLab();
		const order = await lab.order(createSecret, ['the swarm'], {name: 'fresh', file: '/net/gone'});
		const resources = {...lab.resources, readFile: () => new Promise<Uint8Array>(() => {})};
		const giveUp = new AbortController();
		const reading = createSecret.prepare?.(order.input, [], resources, giveUp.signal);
		giveUp.abort();
		await expect(reading).rejects.toMatchObject({field: 'file', message: '/net/gone gives no answer.'});
	});

	test('~ is the home of whoever runs skep', async () => {
		const home = folder();
		mkdirSync(join(home, 'keys'));
		writeFileSync(join(home, 'keys/db'), 'x');
		expect(Buffer.from(await readGivenFile('~/keys/db', 10, home)).toString()).toBe('x');
	});

	test.each([
		['~/a b', 'h/a b'],
		['-n', './-n'],
		["it's", "it's"],
	])('the command names %s so that a shell and docker take it for that', async (file, word) => {
		await using lab = await openLab();
		const order = await lab.order(createSecret, ['the swarm'], {name: 'fresh', file});
		const command = createSecret.cli(order.targets[0] as never, order.input, order.snapshot);
		const script = `HOME=h; docker() { printf '%s\\0' "$@"; }; ${command}`;
		expect(execFileSync('sh', ['-c', script], {encoding: 'utf8'}).split('\0')).toEqual([
			'secret',
			'create',
			'fresh',
			word,
			'',
		]);
	});

	test.each([
		[{}, 'name: It needs a name'],
		[{name: 'a b', value: 'x'}, `name: "a b" can't be its name`],
		[{name: 'db', value: 'x'}, 'name: There is a secret db already'],
		[{name: 'new'}, 'value: Type what is to be in it'],
		[{name: 'new', value: 'x', file: 'y'}, 'file: Something is typed above as well'],
		[{name: 'new', value: 'x'.repeat(512_000)}, 'value: What is typed has 512000 bytes'],
		[{name: 'new', value: 'x', labels: 'old-'}, 'labels: "old-" would remove one'],
	])('%j is said at its field', (values, sentence) => {
		const snapshot = snapshotOf({secrets: [secret('db')], configs: [config('new')]});
		expect(problemOf(createSecret, values as Record<string, string>, snapshot)).toContain(sentence);
	});

	test('a name that was taken after the form is refused by the plan', async () => {
		await using lab = await openLab();
		const order = await lab.order(createSecret, ['the swarm'], {name: 'idle-secret', value: 'x'});
		const [result] = await execute(order);
		expect(result?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('idle-secret already')});
		expect(lab.writes()).toEqual([]);
	});

	test.each([
		[{cutAfterBytes: 3}, 'requested', 1],
		[{hangUp: true}, 'requested', 1],
	] as const)(
		'an answer that is lost (%j) is looked for by name, and nothing is sent again',
		async (fault, kind, made) => {
			await using lab = await openLab();
			const order = await lab.order(createSecret, ['the swarm'], {name: 'fresh', value: distinctive});
			lab.small.fault(/^\/secrets\/create/, fault);

			const [result] = await execute(order);

			expect(result?.outcome.kind).toBe(kind);
			expect(lab.small.world.secrets.filter(({Spec}) => Spec.Name === 'fresh')).toHaveLength(made);
			expect(lab.writes()).toHaveLength(1);
			expect(JSON.stringify([lab.journal, result])).not.toContain(distinctive);
		},
	);
});

describe('a network', () => {
	const settings = {addressPools: ['10.0.0.0/22'], rangeBits: 24, dataPort: 4790};
	const swarm = swarmFacts({settings: settings as never});
	const backend = network('backend', {ranges: [{subnet: '10.77.0.0/16', gateway: '10.77.0.1'}]});
	const known = snapshotOf({networks: [backend, network('ingress', {isIngress: true, ranges: []})]});

	test.each([
		[{}, 'name: It needs a name'],
		[{name: 'a.b'}, `name: "a.b" can't be its name`],
		[{name: 'docker_gwbridge'}, 'name: There is a network docker_gwbridge already on every engine.'],
		[{name: 'backend'}, 'name: There is a network backend already'],
		[{subnet: '10.1.0/24'}, 'subnet: "10.1.0/24" is no subnet'],
		[{subnet: 'fd00::/64'}, 'subnet: fd00::/64 is IPv6'],
		[{subnet: '10.1.0.7/24'}, 'subnet: 10.1.0.7/24 is an address inside a subnet: the subnet itself is 10.1.0.0/24.'],
		[{subnet: '10.1.0.0/31'}, 'subnet: 10.1.0.0/31 has next to no room'],
		[{subnet: '10.77.9.0/24'}, 'subnet: 10.77.9.0/24 overlaps 10.77.0.0/16 of backend'],
		[{subnet: '10.0.0.0/8'}, 'subnet: 10.0.0.0/8 overlaps 10.77.0.0/16 of backend'],
		[{subnet: '10.1.0.0/24', gateway: '10.2.0.1'}, 'gateway: 10.2.0.1 is no address for a gateway in 10.1.0.0/24'],
		[{subnet: '10.1.0.0/24', gateway: '10.1.0.255'}, 'gateway: 10.1.0.255 is no address for a gateway'],
		[{subnet: '10.1.0.0/24', gateway: 'x'}, 'gateway: "x" is no address, such as 10.1.0.1.'],
		[{subnet: '10.1.0.0/24', range: '10.2.0.0/25'}, 'range: 10.2.0.0/25 is not inside 10.1.0.0/24'],
		[{gateway: '10.1.0.1'}, 'gateway: A gateway goes with a subnet'],
		[{options: 'a b-'}, 'options: "b-" would remove one'],
		[{ingress: 'yes', attachable: 'yes'}, "attachable: An ingress network can't be attachable."],
	])('%j is said at its field', (values, sentence) => {
		const named = Object.keys(values).length === 0 ? {} : {name: 'fresh', ...values};
		expect(problemOf(createNetwork, named as Record<string, string>, known)).toContain(sentence);
	});

	test('a pool that is used up asks for a subnet; one nearly used up is warned of', () => {
		const taken = (count: number) =>
			snapshotOf({
				networks: Array.from({length: count}, (_, index) =>
					network(`n${index}`, {ranges: [{subnet: `10.0.${index}.0/24`, gateway: undefined}]}),
				),
			});
		const full = {...taken(4), swarm};
		expect(problemOf(createNetwork, {name: 'fresh'}, full)).toContain('subnet: The swarm’s pool'.replace('’', "'"));
		const wide = swarmFacts({settings: {...settings, addressPools: ['10.0.0.0/20']} as never});
		const nearly = {...taken(15), swarm: wide};
		const parsed = createNetwork.parse({name: 'fresh'}, [], nearly);
		const {warnings} = createNetwork.plan([], 'input' in parsed ? parsed.input : null, nearly);
		expect(warnings).toEqual(["The swarm's pool has 1 of 16 ranges left, and this takes one."]);
	});

	test('an encrypted one names the protocol that must be open, and the swarm’s own port', () => {
		const parsed = createNetwork.parse({name: 'fresh', subnet: '10.1.0.0/24', encrypted: 'yes'}, [], known);
		const input = 'input' in parsed ? parsed.input : null;
		const {effects} = createNetwork.plan([], input, {...known, swarm});
		expect(effects.join(' ')).toContain('IP protocol 50 (ESP) must be open between them, beside UDP 4790');
		expect(createNetwork.cli({} as never, input, known)).toBe(
			'docker network create --driver overlay --subnet 10.1.0.0/24 --opt encrypted fresh',
		);
	});

	test('ingress is a choice only where there is none', () => {
		const has = (snapshot: typeof known) => createNetwork.fields?.([], snapshot).some(({name}) => name === 'ingress');
		expect([has(known), has(snapshotOf({networks: [backend]}))]).toEqual([false, true]);
	});

	test('what the engine is sent is what was entered', async () => {
		await using lab = await openLab();
		const values = {name: 'fresh', subnet: '10.1.0.0/24', range: '10.1.0.128/25', internal: 'yes', options: 'mtu=1400'};
		await execute(await lab.order(createNetwork, ['the swarm'], values));
		expect(writtenTo(lab)).toMatchObject([
			{
				path: '/networks/create',
				body: {
					Name: 'fresh',
					Driver: 'overlay',
					Internal: true,
					Attachable: false,
					Options: {mtu: '1400'},
					IPAM: {Config: [{Subnet: '10.1.0.0/24', IPRange: '10.1.0.128/25'}]},
				},
			},
		]);
	});
});

describe('a volume', () => {
	test.each([
		[{}, 'name: It needs a name'],
		[{name: 'a'}, `name: "a" can't be its name`],
		[{options: 'nfs'}, 'options: "nfs" is no option'],
		[{options: 'kind=nfs'}, 'options: The driver local has no option kind: type, o, device, size.'],
		[{options: 'type=tmpfs'}, 'options: type=tmpfs goes with a device, such as device=tmpfs.'],
		[{options: 'device=:/x'}, 'options: A device goes with its type'],
		[{options: 'type=nfs o=rw device=:/x'}, 'options: NFS needs the server'],
	])('%j is said at its field', (values, sentence) => {
		const named = Object.keys(values).length === 0 ? {} : {name: 'fresh', ...values};
		expect(problemOf(createVolume, named as Record<string, string>)).toContain(sentence);
	});

	test('one of that name is not taken for a new one', async () => {
		await using lab = await openLab();
		const order = await lab.order(createVolume, ['mgr1'], {name: 'idle-volume'});
		await expect(createVolume.prepare?.(order.input, [], lab.resources, order.signal)).rejects.toMatchObject({
			field: 'name',
			message: 'There is a volume idle-volume on this engine already.',
		});
	});

	test('mounted here it stays; mounted elsewhere it may go, and that is warned of', () => {
		const uses = {
			secrets: [],
			configs: [],
			virtualAddresses: [],
			hasVirtualAddress: true,
			before: [],
			volumes: [{name: 'data', target: '/d', driver: 'local', isReadOnly: false}],
		};
		const db = service('db', {uses});
		const target = {kind: 'volume', id: 'data', saw: volume('data')} as const;
		const on = (node: string) =>
			snapshotOf({services: [db], tasks: [task('db', {serviceId: db.id, nodeId: nodeId(node)})], self: nodeId('me')});
		expect(removeVolume.blockedBy(target, on('me'))).toBe('mounted here by tasks of db');
		expect(removeVolume.blockedBy(target, on('other'))).toBeUndefined();
		expect(removeVolume.plan([target], null, on('other')).warnings.join()).toContain('db mounts it by its spec');
	});
});
