import {expect, test} from 'vitest';
import {headStart} from '../../source/store/head-start.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

test('lists are asked for before what is loaded next', async () => {
	await using swarm = await stage(bigWorld({nodes: 2, services: 2, replicas: 1}));
	await headStart(swarm.watched.engine, 60_000);
	expect(swarm.watched.engine.traffic().requests).toBeGreaterThanOrEqual(4);
});

test('an engine that is silent holds up nothing', async () => {
	let looks = 0;
	await headStart({traffic: () => ({requests: ++looks && 1, bytes: 0})}, 5);
	expect(looks).toBeGreaterThan(0);
});
