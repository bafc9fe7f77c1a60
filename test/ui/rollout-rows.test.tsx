import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id, rawTask} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {addService, calmWorld} from './worlds.ts';

const at = (time: string) => `2026-11-21T09:${time}.000000000Z`;

/** `shop_web` goes from 1 to 2, one slot at a time. */
const startUpdate = ({services}: World) => {
	const service = services.find(({ID}) => ID === id('shop_web'));
	if (service === undefined) {
		throw new Error('There is no shop_web');
	}
	service.PreviousSpec = structuredClone(service.Spec);
	service.Spec.TaskTemplate.ContainerSpec.Image = 'shop/shop_web:2';
	Object.assign(service, {
		UpdatedAt: at('30:00'),
		UpdateStatus: {State: 'updating', StartedAt: at('30:00'), Message: 'update in progress'},
	});
};

const replace = ({services, tasks}: World, slot: number, time: string) => {
	const service = services.find(({ID}) => ID === id('shop_web'));
	const old = tasks.find(({ID}) => ID === id(`${slot}taskshop_web`));
	if (service === undefined || old === undefined) {
		throw new Error('There is no such slot');
	}
	Object.assign(old, {DesiredState: 'shutdown'});
	Object.assign(old.Status, {State: 'shutdown', Timestamp: at(time)});
	const made = rawTask(service, {ID: id(`${slot}newshop_web`), Slot: slot, NodeID: old.NodeID, CreatedAt: at(time)});
	Object.assign(made.Status, {Timestamp: at(time)});
	tasks.push(made);
};

const rollingWorld = (): World => {
	const world = calmWorld();
	startUpdate(world);
	replace(world, 1, '30:10');
	replace(world, 2, '30:20');
	return world;
};

const rowOf = (lines: readonly string[], name: string) => lines.find(line => line.slice(0, 14).includes(name)) ?? '';

test('a service that rolls has a bar beside its words; where there is no room, the words', async () => {
	const world = rollingWorld();
	addService(world, 'a-service-of-it', 1);
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('1');
	await skep.waitFor(/~ shop_web .* new 2\/6.* {2}(████░░░░░░|####\.\.\.\.\.\.) {2}shop\/shop_web:2/);
	await skep.resize(80, 24);
	await skep.soon(() => /new 2\/6/.test(rowOf(skep.lines(), 'shop_web')));
	expect(rowOf(skep.lines(), 'shop_web')).not.toMatch(/[█░#]/);
});

test('while it moves, the columns stay where they are, and a step costs a few hundred bytes', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 160, rows: 48});
	await skep.press('1', 'g');
	await skep.soon(() => /new 2\/6/.test(rowOf(skep.lines(), 'shop_web')));
	await skep.time.skip(2000, skep.settled);
	await skep.settle();
	const image = rowOf(skep.lines(), 'shop_web').indexOf('shop/');
	skep.bytesSince();
	skep.small.change(world => replace(world, 3, '30:30'));
	await skep.soon(() => /new 3\/6/.test(rowOf(skep.lines(), 'shop_web')));
	// The row, and its line in Needs you.
	expect(skep.bytesSince()).toBeLessThan(600);
	expect(rowOf(skep.lines(), 'shop_web').indexOf('shop/')).toBe(image);
});
