import {id, rawTask} from './build.ts';
import {bigWorld, type World} from './world.ts';

const replicas = 1000;

/** `app-0001` goes from 1 to 2: a third is through, twenty are starting, one failed. */
export const rollingBig = (): World => {
	const world = bigWorld({nodes: 50, services: 2, replicas});
	const [service] = world.services;
	if (service === undefined) {
		throw new Error('There is no service');
	}
	service.PreviousSpec = structuredClone(service.Spec);
	service.Spec.TaskTemplate.ContainerSpec.Image = 'registry.example.com/shop/app-0001:2';
	Object.assign(service, {
		UpdateStatus: {State: 'updating', StartedAt: '2026-11-21T09:30:00.000000000Z', Message: 'update in progress'},
	});
	for (let slot = 1; slot <= 350; slot++) {
		moveOn(world, slot, slot <= 330 ? 'running' : 'starting');
	}
	return world;
};

const moveOn = ({services, tasks}: World, slot: number, state: string) => {
	const [service] = services;
	const old = tasks.find(task => task.ServiceID === service?.ID && task.Slot === slot);
	if (service === undefined || old === undefined) {
		throw new Error('There is no such slot');
	}
	Object.assign(old, {DesiredState: 'shutdown'});
	Object.assign(old.Status, {State: 'shutdown'});
	const at = `2026-11-21T09:30:${String(slot % 30).padStart(2, '0')}.000000000Z`;
	const made = rawTask(service, {ID: id(`${slot}new`), Slot: slot, NodeID: old.NodeID, CreatedAt: at, UpdatedAt: at});
	Object.assign(made.Status, {State: state, Timestamp: at});
	tasks.push(made);
};
