import {expect, test} from 'vitest';
import {serviceId} from '../../source/swarm/ids.ts';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {leaveAll, rested, sayYes, walkTo} from './dialog-steps.ts';
import {addService, plainWorld} from './worlds.ts';

const password = 'DB_PASSWORD=hunter2';

/** A service that skep sees with one image, then with a bad one, then scaled up by someone. */
const openTrap = async () => {
	const world = plainWorld('api');
	const web = addService(world, 'web', 2);
	const container = (spec: typeof web.Spec) => spec.TaskTemplate.ContainerSpec ?? {};
	Object.assign(container(web.Spec), {Image: 'shop/web:1', Env: [password]});
	const skep = await openDashboard(world, {columns: 120, rows: 36});
	const write = async (change: (spec: typeof web.Spec) => void) => {
		skep.small.change(({services}) => {
			const service = services.find(({ID}) => ID === id('web'));
			const before = structuredClone(service?.Spec);
			Object.assign(service ?? {}, {PreviousSpec: before});
			change(service?.Spec as typeof web.Spec);
		});
		const known = skep.context.history.of(serviceId(id('web'))).length;
		skep.sync.refresh();
		await skep.soon(() => skep.context.history.of(serviceId(id('web'))).length > known);
	};
	await write(spec => Object.assign(container(spec), {Image: 'shop/web:bad', Env: []}));
	await write(spec => Object.assign(spec.Mode, {Replicated: {Replicas: 5}}));
	await skep.press('1');
	await walkTo(skep, id('web'));
	return skep;
};

test('R offers the image with the replicas of now first; the arrows go on to what docker would undo', async () => {
	await using skep = await openTrap();
	await skep.press('R');
	await rested(skep);
	await skep.waitFor(/1 {2}image back to shop\/web:1 \(until .*\), keeping 5 replicas/);
	await skep.waitFor('2  what docker itself would undo: replicas 5 -> 2');

	await skep.press('down', 'enter');
	await rested(skep);
	await skep.waitFor('$ docker service rollback web');
	await leaveAll(skep);

	await skep.press('R');
	await rested(skep);
	await skep.press('enter');
	await rested(skep);
	await skep.waitFor('web returns to shop/web:1 and what else it had');
	expect(skep.text()).not.toContain('hunter2');
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0);
	expect(skep.writes()).toMatchObject([
		{
			body: {
				TaskTemplate: {ContainerSpec: {Image: 'shop/web:1', Env: [password]}},
				Mode: {Replicated: {Replicas: 5}},
			},
		},
	]);
	await skep.soon(() => skep.journal().includes('rollBackService'));
	expect(skep.journal()).not.toContain('hunter2');
});

test('its history is a page: newest first, what a return changes, without the values of variables', async () => {
	await using skep = await openTrap();
	await skep.press(':', ...'history', 'enter');
	await skep.waitFor('Service web, the specs it had');
	const text = skep.text();
	const places = ['Now: shop/web:bad', '- replicas: 5', '+ image: shop/web:1', '+ env DB_PASSWORD'].map(part =>
		text.indexOf(part),
	);
	expect(places.every((place, index) => place > (places[index - 1] ?? 0))).toBe(true);
	expect(text).toContain('not from here');
	expect(text).not.toContain('hunter2');

	await skep.press('d');
	await skep.waitFor('What it runs');
});
