import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {execute} from '../../source/operations/execute.ts';
import type {Operation} from '../../source/operations/operation.ts';
import {type OperationId, operationOf, operations} from '../../source/operations/operations.ts';
import {nameOf} from '../../source/operations/outcome.ts';
import {readOnly} from '../../source/operations/read-only.ts';
import {docker} from '../../source/operations/shell.ts';
import {readOnlyTools} from '../../source/operations/stack/stack-tools.ts';
import type {Target} from '../../source/operations/target.ts';
import {anyCharacter} from '../helpers/any-character.ts';
import {
	config,
	engineInfo,
	leader,
	manager,
	network,
	node,
	secret,
	service,
	snapshotOf,
	templateOf,
	volume,
} from '../helpers/builders.ts';
import {allSeen, inputOf, labWorld, openLab, type Seen, targetOf, trials} from './lab.ts';
import {stackToolsOn} from './stack-trials.ts';

const all = Object.entries(operations) as readonly (readonly [OperationId, Operation])[];

/** What `docker` is given when a shell runs these command lines, one after the other. */
const argumentsOfAll = (commands: readonly string[]): readonly (readonly string[])[] => {
	const script = `docker() { printf '%s\\0' "$#" "$@"; }\n${commands.join('\n')}`;
	const words = execFileSync('sh', ['-c', script], {encoding: 'utf8'}).split('\0');
	let at = 0;
	return commands.map(() => {
		const start = at + 1;
		at = start + Number(words[at]);
		return words.slice(start, at);
	});
};

const argumentsIn = (command: string) => argumentsOfAll([command])[0] ?? [];

const frozen = <T>(value: T): T => {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const inner of value instanceof Map ? value.values() : Object.values(value)) {
			frozen(inner);
		}
	}
	return value;
};

const isSentence = (line: string) => /^[^\s].*[.:]$/u.test(line) && !/undefined|NaN|\[object/.test(line);

describe.each(all)('%s', (id, operation) => {
	const {on, values, inWorld} = trials[id];

	test('is found by its id', () => {
		expect(operation.id).toBe(id);
		expect(operationOf(id)).toBe(operation);
	});

	test('is explained in whole sentences, and changes nothing by that', async () => {
		await using lab = await openLab(inWorld?.(labWorld()));
		const snapshot = frozen(await lab.snapshot());
		const before = structuredClone(snapshot);
		const targets = [targetOf(operation, snapshot, on)];
		const input = frozen(inputOf(operation, targets, values));

		const plan = operation.plan(targets, input, snapshot);
		const needs = operation.needs(targets);
		operation.fields?.(targets);

		expect(plan.refusals).toEqual([]);
		expect(plan.effects.length).toBeGreaterThan(0);
		expect([...plan.effects, ...plan.warnings].filter(line => !isSentence(line))).toEqual([]);
		expect(Object.keys(needs).length).toBeGreaterThan(0);
		expect(snapshot).toEqual(before);
		expect(lab.writes()).toEqual([]);
	});

	test('does what it says, and the swarm shows it', async () => {
		await using lab = await openLab(inWorld?.(labWorld()));
		const order = await lab.order(operation, [on], values);
		const target = order.targets[0];
		expect(operation.blockedBy(target as never, order.snapshot)).toBeUndefined();
		expect(operation.isWritten(target?.saw, order.input, target?.saw as never)).toBe(false);
		// No snapshot has volumes: there is nothing to wait for.
		const isInSnapshots = operation.on !== 'volume' && operation.on !== 'engine';
		expect(operation.isSeen(target as never, order.input, order.snapshot)).toBe(!isInSnapshots);

		const results = await execute(order);

		expect(results.map(({outcome}) => outcome.kind)).toEqual(['requested']);
		const after = await lab.snapshot();
		const now = allSeen(after, operation.on).get(target?.id ?? '');
		const isDone = operation.isMade
			? await operation.isMade(order.resources, order.input, order.signal)
			: operation.isWritten(now, order.input, target?.saw as never);
		expect(isDone).toBe(true);
	});

	test('writes one line to the journal, with its command', async () => {
		await using lab = await openLab(inWorld?.(labWorld()));
		const order = await lab.order(operation, [on], values);

		await execute(order);

		expect(lab.journal).toMatchObject([{operation: id, target: {name: on}, outcome: 'requested', manager: 'mgr1'}]);
		expect(argumentsIn(lab.journal[0]?.command ?? '').length).toBeGreaterThan(1);
	});

	test('keeps no secret of what was typed: not in its plan, its command, nor the journal', async () => {
		await using lab = await openLab(inWorld?.(labWorld()));
		const order = await lab.order(operation, [on], values);
		const plan = operation.plan(order.targets, order.input, order.snapshot);
		const fields = operation.fields?.(order.targets, order.snapshot) ?? [];
		const secrets = fields.filter(({isMasked}) => isMasked).flatMap(({name}) => values?.[name] ?? []);

		await execute(order);

		const said = JSON.stringify([plan, lab.journal]);
		expect(secrets.filter(secret => said.includes(JSON.stringify(secret).slice(1, -1)))).toEqual([]);
	});

	test('writes nothing when skep is read-only', async () => {
		await using lab = await openLab(inWorld?.(labWorld()));
		const order = await lab.order(operation, [on], values);
		const stacks = readOnlyTools(stackToolsOn(lab.engine));
		const guarded = {...order, resources: {...lab.resources, engine: readOnly(lab.engine), stacks}};

		const refused = await execute({...order, isReadOnly: true});
		const stopped = await execute(guarded);

		expect(refused[0]?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('read-only')});
		expect(stopped[0]?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('read-only')});
		expect(lab.writes()).toEqual([]);
	});

	// What is made is named by its input, which allows no such names; the swarm and the engine there is one of.
	if (operation.isMade === undefined && operation.on !== 'swarm' && operation.on !== 'engine') {
		test('names its target so that a shell keeps it whole', () => {
			const cases = hostileNames.map(name => {
				const snapshot = hostileSnapshot(name);
				const target = targetOf(operation, snapshot, name);
				const names = id === 'scaleService' ? [`${name}=5`, `${target.id}=5`] : [name, target.id];
				return {names, command: operation.cli(target, inputOf(operation, [target], values), snapshot)};
			});

			for (const [index, words] of argumentsOfAll(cases.map(({command}) => command)).entries()) {
				expect(cases[index]?.names).toContain(words.at(-1));
			}
		});
	}
});

const hostileNames = [
	"it's",
	'a b',
	'$(touch /tmp/x)',
	'`id`',
	'a;b',
	'-rf',
	'--help',
	'self',
	'a\nb',
	'a\tb',
	'\u001b[31mred',
	'*',
	'',
	'노드',
	'"',
	'\\',
];

const hostileSnapshot = (name: string): Seen => ({
	...snapshotOf({
		nodes: [leader('mgr1'), manager('mgr2'), node(name)],
		services: [
			service(name, {
				stack: name,
				previousSpec: {Name: 'other'},
				previousImage: 'shop/web:0',
				template: templateOf('x'),
			}),
		],
		networks: [network(name)],
		secrets: [secret(name)],
		configs: [config(name)],
	}),
	beside: {info: engineInfo(), volumes: [volume(name)]},
});

test('whatever the words are, a shell hands them over as they were', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.string({unit: anyCharacter}).map(text => text.replaceAll('\0', '')),
				{minLength: 1, maxLength: 20},
			),
			words => {
				const whole = words.map(word => word.toWellFormed());
				expect(argumentsIn(docker(...whole))).toEqual(whole);
			},
		),
		{numRuns: 20},
	);
});

test('a name that two nodes share is replaced by the id', () => {
	const twins = [node('worker1'), node('worker1', {id: node('other').id})];
	const snapshot = snapshotOf({nodes: [leader('mgr1'), ...twins]});
	const target = targetOf(operations.drainNode, snapshot, 'worker1');

	expect(argumentsIn(operations.drainNode.cli(target, null, snapshot)).at(-1)).toBe(target.id);
});

test.each(['self', '-rf', '--help', '', 'a\nb', '\u001b[31mred'])(
	'the name %j, which docker or a terminal would misread, is replaced by the id',
	name => {
		const snapshot = hostileSnapshot(name);

		for (const operation of [operations.drainNode, operations.promoteNode, operations.removeNode]) {
			const target = targetOf(operation, snapshot, name);
			expect(argumentsIn(operation.cli(target, null, snapshot)).at(-1)).toBe(target.id);
		}
	},
);

test('what blocks an operation is a clause', async () => {
	await using lab = await openLab();
	const snapshot = await lab.snapshot();
	const names = (kind: Target['kind']) =>
		[...allSeen(snapshot, kind).values()].map(saw => nameOf({kind, id: '', saw} as Target));
	const clauses = all.flatMap(([, operation]) =>
		names(operation.on).flatMap(name => operation.blockedBy(targetOf(operation, snapshot, name), snapshot) ?? []),
	);

	expect(clauses.length).toBeGreaterThan(5);
	expect(clauses.filter(clause => /^[A-Z]|\.$|undefined/.test(clause))).toEqual([]);
});
