import {expect, test} from 'vitest';
import {execute} from '../../../source/operations/execute.ts';
import {operations} from '../../../source/operations/operations.ts';
import {network, secret, service, snapshotOf, uses} from '../../helpers/builders.ts';
import {openLab, targetOf} from '../lab.ts';

const removals = [
	['removeNetwork', 'busy-net'],
	['removeSecret', 'busy-secret'],
	['removeConfig', 'busy-config'],
] as const;

test.each(removals)('%s removes nothing that is in use, and says who uses it', async (id, name) => {
	await using lab = await openLab();
	const order = await lab.order(operations[id], [name]);
	expect(operations[id].blockedBy(order.targets[0] as never, order.snapshot)).toBe('in use by web');
	expect(operations[id].plan(order.targets, null, order.snapshot).refusals).toEqual([
		`${name} is in use by web: the engine removes nothing that is in use.`,
	]);
	const results = await execute(order);
	expect(results[0]?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('in use by web')});
	expect(lab.writes()).toEqual([]);
});

test('one that came into use since the plan was drawn stays, in the words of the engine', async () => {
	await using lab = await openLab();
	const order = await lab.order(operations.removeSecret, ['idle-secret']);
	lab.small.change(({services}) => {
		const spec = services[0]?.Spec.TaskTemplate.ContainerSpec as object;
		Object.assign(spec, {Secrets: [{SecretID: order.targets[0]?.id, SecretName: 'idle-secret'}]});
	});
	const results = await execute(order);
	expect(results[0]?.outcome).toMatchObject({kind: 'failed', sentence: expect.stringContaining('in use')});
});

test('what only a rollback needs may go, with a warning', () => {
	const old = secret('db-v1', {stack: 'shop'});
	const web = service('web', {uses: uses({before: [old.id]})});
	const snapshot = snapshotOf({services: [web], secrets: [old]});
	const target = targetOf(operations.removeSecret, snapshot, 'db-v1');
	expect(operations.removeSecret.blockedBy(target, snapshot)).toBeUndefined();
	expect(operations.removeSecret.plan([target], null, snapshot)).toEqual({
		effects: [
			'The secret db-v1 is gone for good: no manager gives out its value, so nothing can make it again.',
			'db-v1 is part of stack shop: the next `docker stack deploy` makes it again if its file has it.',
		],
		warnings: ["Without it web can't be rolled back to the spec before."],
		refusals: [],
	});
});

test('a network that carries published ports, or may carry containers, is warned of', () => {
	const snapshot = snapshotOf({networks: [network('in', {isIngress: true}), network('open', {isAttachable: true})]});
	const warningsOf = (name: string) =>
		operations.removeNetwork.plan([targetOf(operations.removeNetwork, snapshot, name)], null, snapshot).warnings;
	expect(warningsOf('in')).toEqual([expect.stringContaining('ingress')]);
	expect(warningsOf('open')).toEqual([expect.stringContaining('Plain containers')]);
});

test('a config of the same name that was made again is not what was meant', async () => {
	await using lab = await openLab();
	const order = await lab.order(operations.removeConfig, ['idle-config']);
	lab.small.change(({configs}) => {
		for (const config of configs) {
			Object.assign(config, config.Spec.Name === 'idle-config' ? {ID: 'another'} : {});
		}
	});
	const results = await execute(order);
	expect(results[0]?.outcome.kind).toBe('gone');
	expect(lab.writes()).toEqual([]);
});
