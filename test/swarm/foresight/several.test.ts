import {expect, test} from 'vitest';
import type {ServiceChange} from '../../../source/swarm/foresight/service-change.ts';
import {changesForesight} from '../../../source/swarm/foresight/several.ts';
import {updateForesight} from '../../../source/swarm/foresight/update.ts';
import {serviceId} from '../../../source/swarm/ids.ts';
import type {Service} from '../../../source/swarm/service.ts';
import type {Task} from '../../../source/swarm/task.ts';
import {
	ago,
	node,
	now,
	policy,
	replicated,
	runningTasks,
	service,
	snapshotOf,
	templateOf,
} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;
const memory = (gib: number) => ({cpus: 0, memoryBytes: gib * gibibyte});
const nodes = [node('w1'), node('w2')];

const world = (services: readonly Service[], more: readonly Task[] = []) =>
	snapshotOf({nodes, services, tasks: [...services.flatMap(of => runningTasks(of, nodes)), ...more]});

const rewrite = (before: Service, changes: Partial<Service>, replaced: 'all' | 'misfits' | 'none'): ServiceChange => ({
	kind: 'change',
	before,
	wanted: {...before, ...changes, id: serviceId('imagined')},
	replaced,
});

const creation = (name: string, changes: Partial<Service>): ServiceChange => ({
	kind: 'create',
	service: service(name, {...changes, id: serviceId(`new ${name}`)}),
});

const waitingIn = (services: readonly Service[], changes: readonly ServiceChange[], more: readonly Task[] = []) =>
	changesForesight(world(services, more), changes, now)?.waiting.map(({service: {name}, after}) => [
		name,
		after.least,
		after.most,
	]);

const web = service('web', {mode: replicated(2), reservations: memory(3)});
const api = service('api', {mode: replicated(2), reservations: memory(3)});

test('of one service it is the same as an update of that', () => {
	const change = rewrite(web, {reservations: memory(9)}, 'all');
	const alone = updateForesight(world([web]), web.id, {reservations: memory(9)}, now);

	expect(changesForesight(world([web]), [change], now)).toMatchObject({
		stuck: alone?.stuck.map(({stuck, text}) => ({stuck, text})),
		waiting: alone?.waiting.map(({after, text}) => ({after, text})),
		stays: alone?.stays,
	});
});

test('what each would find room for alone, both together may not', () => {
	const [more, other] = [web, api].map(of => rewrite(of, {reservations: memory(5)}, 'all')) as [
		ServiceChange,
		ServiceChange,
	];

	expect(waitingIn([web, api], [more])).toEqual([]);
	const both = changesForesight(world([web, api]), [more, other], now);
	expect([...(both?.stuck ?? []), ...(both?.mayStick ?? [])].map(({service: {name}}) => name).sort()).toEqual([
		'api',
		'web',
	]);
});

test('what goes makes room for what comes', () => {
	const large = creation('large', {mode: replicated(2), reservations: memory(6)});

	expect(waitingIn([web], [large])).toEqual([['large', 2, 2]]);
	expect(waitingIn([web], [{kind: 'remove', service: web}, large])).toEqual([]);
	expect(waitingIn([web], [rewrite(web, {mode: replicated(0)}, 'none'), large])).toEqual([]);
	// One of two goes: on which node, nobody knows, and either makes room for one.
	expect(waitingIn([web], [rewrite(web, {mode: replicated(1)}, 'none'), large])?.[0]?.[0]).toBe('large');
});

test('a service that is scaled up while its tasks are replaced is looked at as one', () => {
	const foresight = changesForesight(
		world([web]),
		[rewrite(web, {mode: replicated(4), reservations: memory(5)}, 'all')],
		now,
	);

	// Two of four find room, and which worker or new task is left hangs on who comes first.
	expect(foresight).toMatchObject({tasks: 2, stays: 0, mayStick: [{service: {name: 'web'}}]});
});

test('the counts add up: replaced, removed, left alone', () => {
	const foresight = changesForesight(
		world([web, api]),
		[rewrite(web, {mode: replicated(1)}, 'all'), rewrite(api, {}, 'none')],
		now,
	);

	expect(foresight).toMatchObject({tasks: 4, stays: 2, stops: [{tasks: 1}]});
	expect(foresight?.down).toMatchObject([{tasks: 1, service: {name: 'web'}}]);
});

test('host ports that nobody takes any more close, and are free for others', () => {
	const port = {published: 443, target: 443, protocol: 'tcp', mode: 'host'} as const;
	const edge = service('edge', {mode: {kind: 'global'}, ports: [port]});
	const other = creation('proxy', {mode: {kind: 'global'}, ports: [port]});

	expect(waitingIn([edge], [other])).toHaveLength(2);
	expect(waitingIn([edge], [{kind: 'remove', service: edge}, other])).toEqual([]);
	const closed = changesForesight(world([edge]), [rewrite(edge, {ports: []}, 'all')], now)?.ports;
	expect(closed?.map(({port: number, node: {hostname}}) => [number, hostname])).toEqual([
		[443, 'w1'],
		[443, 'w2'],
	]);
});

test('a task that waits is forgotten by a write that changes nothing', () => {
	const [first] = runningTasks(web, nodes);
	const pending = {
		state: 'pending',
		nodeId: undefined,
		createdAt: ago(500),
		slot: 3,
		error: 'no suitable node',
	} as const;
	const waits = first && ({...first, ...pending, id: 'id-waits'} as Task);

	expect(changesForesight(world([web], waits ? [waits] : []), [rewrite(web, {}, 'none')], now)?.waiting).toMatchObject([
		{isForgotten: true, before: 1, after: {least: 1, most: 1}},
	]);
});

test('all slots at once is down meanwhile; one at a time is not', () => {
	const downIn = (parallelism: number) =>
		changesForesight(
			world([web]),
			[rewrite(web, {update: policy({parallelism}), template: templateOf('new')}, 'all')],
			now,
		)?.down.length;

	expect([downIn(0), downIn(1)]).toEqual([1, 0]);
});
