import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {decodeNode} from '../../source/engine/decode/node.ts';
import type {RawNode, RawService, RawTask} from '../../source/engine/decode/raw.ts';
import {decodeService} from '../../source/engine/decode/service.ts';
import {decodeTask} from '../../source/engine/decode/task.ts';
import {type Rollout, rolloutOf} from '../../source/swarm/rollout.ts';
import {snapshotOf} from '../helpers/builders.ts';
import {framesOf} from '../helpers/recordings.ts';
import {type Served, served} from '../simulator/served.ts';

type Seen = {readonly at: number; readonly rollout: Rollout};

const isHalfThrough = ({slots}: Rollout) =>
	2 * slots.filter(({phase}) => phase === 'verifying' || phase === 'done').length >= slots.length;

/** How far off the time left was when half the slots were through, as a part of what it then took. */
const errorAtHalf = (seen: readonly Seen[]): number => {
	const begin = seen.findIndex(({rollout}) => rollout.state === 'rolling');
	const half = seen.find(({rollout}, index) => index >= begin && isHalfThrough(rollout)) as Seen;
	const end = seen.find(({rollout}, index) => index > begin && rollout.state === 'completed') as Seen;
	const took = (end.at - half.at) / 1000;
	return Math.abs((half.rollout.secondsLeft ?? 0) - took) / took;
};

const median = (numbers: readonly number[]) =>
	numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

describe('on recorded rollouts, half way', () => {
	const recorded = (name: string) =>
		framesOf(name).map(({service, tasks, nodes, at}): Seen => {
			const rollout = rolloutOf(service, tasks, snapshotOf({nodes, services: [service], tasks, at}), at) as Rollout;
			return {at, rollout};
		});

	test.each([
		'rolling-update-ok',
		'rolling-update-ok.registry-unreachable',
		'rolling-update-start-first',
		'force-update',
		'manual-rollback',
	])('the time left of %s is right within a quarter', name => {
		expect(errorAtHalf(recorded(name))).toBeLessThan(0.25);
	});
});

describe('on simulated rollouts, half way', () => {
	let swarm: Served;
	beforeAll(async () => {
		swarm = await served({seed: 7});
	});
	afterAll(() => swarm[Symbol.asyncDispose]());

	const look = (id: string): Seen => {
		const {store, timeline} = swarm.simulator.swarm;
		const at = timeline.now();
		const service = decodeService((store.services.all.get(id)?.raw ?? {}) as RawService);
		const tasks = store.index.ofService(id).map(({raw}) => decodeTask(raw as RawTask));
		const nodes = [...store.nodes.all.values()].map(({raw}) => decodeNode(raw as RawNode));
		return {at, rollout: rolloutOf(service, tasks, snapshotOf({nodes, services: [service], at}), at) as Rollout};
	};

	const specOf = (name: string, image: string, replicas: number, policy: object) => ({
		Name: name,
		TaskTemplate: {ContainerSpec: {Image: image}},
		Mode: {Replicated: {Replicas: replicas}},
		UpdateConfig: {FailureAction: 'pause', Monitor: 2e9, ...policy},
	});

	const roll = async (name: string, replicas: number, policy: object): Promise<readonly Seen[]> => {
		const {ID} = (await swarm.post('/services/create', specOf(name, 'demo/web:1', replicas, policy))) as {ID: string};
		swarm.simulator.advance(60_000);
		const {Version} = (await swarm.get(`/services/${ID}`)) as {Version: {Index: number}};
		await swarm.post(`/services/${ID}/update?version=${Version.Index}`, specOf(name, 'demo/web:2', replicas, policy));
		const seen: Seen[] = [look(ID)];

		while (seen.at(-1)?.rollout.state !== 'completed' && seen.length < 3000) {
			swarm.simulator.advance(250);
			seen.push(look(ID));
		}

		return seen;
	};

	test('the time left is right within a tenth at the median of ten, whatever the delay and parallelism', async () => {
		const policies = [
			{replicas: 6, Parallelism: 1, Delay: 0},
			{replicas: 6, Parallelism: 1, Delay: 3e9},
			{replicas: 10, Parallelism: 2, Delay: 1e9},
			{replicas: 10, Parallelism: 3, Delay: 5e9},
			{replicas: 7, Parallelism: 3, Delay: 2e9},
			{replicas: 12, Parallelism: 5, Delay: 0},
			{replicas: 8, Parallelism: 4, Delay: 4e9},
			{replicas: 9, Parallelism: 2, Delay: 1e9, Order: 'start-first'},
			{replicas: 8, Parallelism: 1, Delay: 2e9, Order: 'start-first'},
			{replicas: 20, Parallelism: 4, Delay: 1e9},
		];
		const errors: number[] = [];

		for (const [index, {replicas, ...policy}] of policies.entries()) {
			errors.push(errorAtHalf(await roll(`web-${index}`, replicas, policy)));
		}

		expect(median(errors)).toBeLessThan(0.1);
		expect(Math.max(...errors)).toBeLessThan(0.25);
	});
});
