import {expect, test} from 'vitest';
import {lossForesight} from '../../../source/swarm/foresight/node-foresight.ts';
import {placesOf} from '../../../source/swarm/foresight/places.ts';
import {roomFor} from '../../../source/swarm/foresight/room.ts';
import {anywhere} from '../../../source/swarm/placement/demand.ts';
import {node, now, replicated, service, snapshotOf, task} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;
const web = service('web', {mode: replicated(2), reservations: {cpus: 0, memoryBytes: 5 * gibibyte}});
const running = (hostname: string, changes = {}) =>
	task(`web-${hostname}`, {
		serviceId: web.id,
		nodeId: node(hostname).id,
		reservations: web.reservations,
		template: web.template,
		...changes,
	});

/** SwarmKit keeps what a lost task reserved until the node reports it ended (manager/scheduler/nodeinfo.go). */
test('a task that was lost with its node takes room there, but none of its service’s places', () => {
	const nodes = new Map([[node('w1').id, node('w1')]]);
	const lost = running('w1', {desiredState: 'shutdown'});
	const places = placesOf(nodes, snapshotOf({services: [web], tasks: [lost]}), {
		isGone: () => false,
		counted: new Set([web.id]),
	});
	const [place] = places.values();
	expect(place).toMatchObject({tasks: 0, held: {memoryBytes: 5 * gibibyte}});
	expect(place?.byService.get(web.id)).toBeUndefined();
	expect(place && roomFor({...anywhere, memoryBytes: 4 * gibibyte}, place, web.id)).toBe(0);
	expect(place && roomFor({...anywhere, memoryBytes: 3 * gibibyte}, place, web.id)).toBe(1);
});

test('on a dead node it is in nobody’s way', () => {
	const nodes = [node('w1', {state: 'down'}), node('w2'), node('w3')];
	const tasks = [running('w1', {desiredState: 'shutdown'}), running('w2')];
	const {waiting, tightest} = lossForesight(snapshotOf({nodes, services: [web], tasks}), [node('w2').id], now);
	expect(waiting).toEqual([]);
	expect(tightest?.node.hostname).toBe('w3');
});
