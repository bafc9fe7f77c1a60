import {id, rawTask} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {calmWorld} from './worlds.ts';

const at = (time: string) => `2026-11-21T09:${time}.000000000Z`;

export const webOf = ({services}: World) => {
	const service = services.find(({ID}) => ID === id('shop_web'));
	if (service === undefined) {
		throw new Error('There is no shop_web');
	}
	return service;
};

/** `shop_web` goes from 1 to 2, one slot at a time. */
const startUpdate = (world: World) => {
	const service = webOf(world);
	service.PreviousSpec = structuredClone(service.Spec);
	service.Spec.TaskTemplate.ContainerSpec.Image = 'shop/shop_web:2';
	Object.assign(service, {
		UpdatedAt: at('30:00'),
		UpdateStatus: {State: 'updating', StartedAt: at('30:00'), Message: 'update in progress'},
	});
};

/** The old task of a slot has ended, a new one runs. */
export const replaceTask = (world: World, slot: number, time: string) => {
	const service = webOf(world);
	const {tasks} = world;
	const old = tasks.find(({ID}) => ID === id(`${slot}taskshop_web`));
	if (old === undefined) {
		throw new Error('There is no such slot');
	}
	Object.assign(old, {DesiredState: 'shutdown'});
	Object.assign(old.Status, {State: 'shutdown', Timestamp: at(time)});
	const made = rawTask(service, {ID: id(`${slot}newshop_web`), Slot: slot, NodeID: old.NodeID, CreatedAt: at(time)});
	Object.assign(made.Status, {Timestamp: at(time)});
	tasks.push(made);
};

/** `shop_web` with two of six slots updated, ten seconds apart; nothing else moves. */
export const rollingWorld = (): World => {
	const world = calmWorld();
	startUpdate(world);
	replaceTask(world, 1, '30:10');
	replaceTask(world, 2, '30:20');
	return world;
};

/** The task of a slot ended by itself, and the engine paused the update for it. */
export const pauseFor = (world: World, slot: number, time: string) => {
	replaceTask(world, slot, time);
	const failed = world.tasks.find(({ID}) => ID === id(`${slot}newshop_web`));
	Object.assign(failed ?? {}, {DesiredState: 'shutdown'});
	Object.assign(failed?.Status ?? {}, {
		State: 'failed',
		Err: 'task: non-zero exit (3)',
		ContainerStatus: {ContainerID: 'c'.repeat(64), PID: 0, ExitCode: 3},
	});
	Object.assign(webOf(world), {
		UpdatedAt: at(time),
		UpdateStatus: {State: 'paused', StartedAt: at('30:00'), Message: 'update paused due to failure'},
	});
};

/** The engine says that it is through. */
export const complete = (world: World, time: string) =>
	Object.assign(webOf(world), {
		UpdatedAt: at(time),
		UpdateStatus: {State: 'completed', StartedAt: at('30:00'), CompletedAt: at(time), Message: 'update completed'},
	});
