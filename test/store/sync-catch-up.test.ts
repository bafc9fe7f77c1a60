import {expect, test} from 'vitest';
import {noInterest} from '../../source/store/interest.ts';
import {serviceId} from '../../source/swarm/ids.ts';
import {serviceOf, tasksOf} from '../../source/swarm/snapshot.ts';
import {builtAt, id, rawTask} from '../helpers/small-engine/build.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

test('tasks of a new spec are never shown before the spec', async () => {
	await using swarm = await stage(bigWorld({nodes: 3, services: 3, replicas: 2}));
	const app = serviceId(id('app-0001'));
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	swarm.small.change(({services}) => {
		Object.assign(services[0] ?? {}, {UpdateStatus: {State: 'updating', StartedAt: builtAt}});
	});
	swarm.sync.setInterest({...noInterest, visible: [app], tasksOf: [app]});
	await swarm.until(() => serviceOf(swarm.snapshot(), app)?.updateStatus !== undefined);

	const images = () => [
		serviceOf(swarm.snapshot(), app)?.image,
		...(tasksOf(swarm.snapshot(), app) ?? []).map(({image}) => image),
	];
	const seen: string[] = [];
	swarm.cluster.subscribe(() => seen.push(images().join(' ')));
	// Just before the next look at the tasks, and long before the event's debounce is over.
	await swarm.time.advance(350);
	swarm.small.change(({services, tasks}) => {
		const [service] = services;
		if (service) {
			service.Spec.TaskTemplate.ContainerSpec.Image = 'shop/app:next';
			service.UpdatedAt = '2026-11-21T10:00:00Z';
			tasks.push(rawTask(service, {Slot: 1, CreatedAt: '2026-11-21T10:00:01Z'}));
		}
	});
	await swarm.until(() => images().slice(1).includes('shop/app:next'));

	expect(images()[0]).toBe('shop/app:next');
	expect(seen.filter(all => all.includes('next') && !all.startsWith('shop/app:next'))).toEqual([]);
});
