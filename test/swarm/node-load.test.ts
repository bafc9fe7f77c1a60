import {expect, test} from 'vitest';
import {loadByNode} from '../../source/swarm/node-load.ts';
import type {Task} from '../../source/swarm/task.ts';
import {node, service, snapshotOf, task} from '../helpers/builders.ts';

const worker = node('worker-1');
const web = service('web');
const reservations = {cpus: 0.5, memoryBytes: 100};
const loadOf = (tasks: readonly Partial<Task>[], on = worker) => {
	const all = tasks.map((changes, index) => task(`t${index}`, {reservations, nodeId: on.id, ...changes}));
	return loadByNode(snapshotOf({nodes: [on, node('other')], services: [web], tasks: all})).get(on.id);
};

test('what a node carries is counted, what has ended is not', () => {
	expect(loadOf([{}, {state: 'starting'}, {state: 'failed', desiredState: 'shutdown'}])).toEqual({
		tasks: 2,
		running: 1,
		lost: 0,
		reserved: {cpus: 1, memoryBytes: 200},
		capacity: worker.capacity,
	});
});

test('a task being stopped is not meant to be there, but its reservation is held until it has', () => {
	expect(loadOf([{desiredState: 'shutdown'}])).toMatchObject({
		tasks: 0,
		running: 0,
		reserved: {cpus: 0.5, memoryBytes: 100},
	});
});

test('a task that is pending on its node reserves nothing yet', () => {
	expect(loadOf([{state: 'pending'}])).toMatchObject({tasks: 1, reserved: {cpus: 0, memoryBytes: 0}});
	expect(loadOf([{state: 'assigned'}])).toMatchObject({reserved: {cpus: 0.5, memoryBytes: 100}});
});

test('on a dead node nothing runs: what was running is lost, wanted there or not', () => {
	const dead = node('worker-1', {state: 'down'});
	expect(loadOf([{}, {desiredState: 'shutdown'}, {state: 'starting'}], dead)).toMatchObject({running: 0, lost: 2});
	expect(loadOf([{}], node('worker-1', {state: 'unknown'}))).toMatchObject({running: 1, lost: 0});
});

test('an empty node has a load, too', () => {
	expect(loadOf([])).toMatchObject({tasks: 0, reserved: {cpus: 0, memoryBytes: 0}});
});
