import {expect, test} from 'vitest';
import {id, rawFile, rawNetwork} from '../helpers/small-engine/build.ts';
import {bigWorld, world} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const small = () =>
	world({
		networks: [rawNetwork('shop')],
		secrets: [rawFile('password')],
		configs: [rawFile('nginx', 'server {}')],
	});

const names = (known: {readonly items: ReadonlyMap<string, {readonly name: string}>} | undefined) =>
	known && [...known.items.values()].map(({name}) => name);

test('secrets and configs are read once, and again when one comes or goes', async () => {
	await using swarm = await stage(small());
	expect(swarm.snapshot().secrets).toBeUndefined();
	await swarm.until(() => swarm.snapshot().secrets !== undefined && swarm.snapshot().configs !== undefined);
	expect(names(swarm.snapshot().secrets)).toEqual(['password']);
	expect(names(swarm.snapshot().configs)).toEqual(['nginx']);
	const known = swarm.snapshot();

	swarm.small.change(({secrets}) => secrets.push(rawFile('token')));
	await swarm.until(() => names(swarm.snapshot().secrets)?.includes('token') === true, 2);
	expect(swarm.snapshot().secrets?.items.get(id('password') as never)).toBe(
		known.secrets?.items.get(id('password') as never),
	);
	expect(swarm.snapshot().configs?.items).toBe(known.configs?.items);

	swarm.small.change(given => {
		given.configs = [];
	});
	await swarm.until(() => swarm.snapshot().configs?.items.size === 0, 2);
	expect(swarm.small.requests(/secrets/)).toHaveLength(2);
	expect(swarm.small.requests(/configs/)).toHaveLength(2);
});

test('what has no events is found within minutes, and big configs are left in peace', async () => {
	const big = small();
	big.configs = [rawFile('bundle', 'x'.repeat(900_000))];
	await using swarm = await stage(big);
	await swarm.until(() => swarm.snapshot().configs !== undefined);
	expect(swarm.snapshot().configs?.items.values().next().value).toMatchObject({name: 'bundle', size: 900_000});
	// Behind its back: nobody is told.
	swarm.small.world.secrets.push(rawFile('token'));
	await swarm.time.advance(310_000);
	expect(names(swarm.snapshot().secrets)).toEqual(['password', 'token']);
	expect(swarm.small.requests(/configs/)).toHaveLength(1);
});

test('where secrets may not be read, all else goes on, and says why', async () => {
	await using swarm = await stage(small());
	const end = swarm.small.fault(/^\/(secrets|configs)/, {status: 403, message: 'Forbidden by the proxy'});
	await swarm.until(() => Object.keys(swarm.cluster.getState().unreadable).length === 2);
	expect(swarm.connection().kind).toBe('live');
	expect(swarm.snapshot().secrets).toBeUndefined();
	expect(swarm.snapshot().networks?.items.size).toBe(1);
	end();
	swarm.sync.refresh();
	await swarm.until(() => swarm.snapshot().secrets !== undefined && swarm.snapshot().configs !== undefined);
	expect(swarm.cluster.getState().unreadable).toEqual({});
});

test('volumes are read when someone looks, and never else', async () => {
	const given = bigWorld({nodes: 3, services: 4, replicas: 1});
	given.volumes = [{Name: 'uploads', Driver: 'local'}];
	await using swarm = await stage(given);
	await swarm.live();
	await swarm.time.advance(60_000);
	expect(swarm.small.requests(/volumes/)).toEqual([]);
	await swarm.sync.fetch({volumes: true});
	expect(swarm.cluster.getState().volumes?.items).toMatchObject([{name: 'uploads'}]);
});
