import {expect, it} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import {destinationOf} from '../../source/engine/connection.ts';
import {settleOnManager} from '../../source/engine/settle.ts';
import {rawManager, rawService} from '../helpers/small-engine/build.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';

const two = async () => {
	const shop = world({nodes: [rawManager('mgr1'), rawManager('mgr2')], services: [rawService('web')]});
	const [one, other] = [await startSmallEngine(shop), await startSmallEngine({...shop, self: shop.nodes[1]?.ID ?? ''})];
	const engine = connect([destinationOf(one.endpoint), destinationOf(other.endpoint)]);
	return {
		one,
		other,
		engine,
		[Symbol.asyncDispose]: async () => {
			engine.close();
			await Promise.all([one, other].map(small => small[Symbol.asyncDispose]()));
		},
	};
};

it('a read that is under way when skep moves on is answered by the next engine', async () => {
	await using swarm = await two();
	swarm.one.fault(/services/, {never: true});
	const read = swarm.engine.services();
	await expect.poll(() => swarm.one.requests(/services/).length).toBe(1);
	expect(swarm.engine.moveOn()).toBe(true);
	expect((await read).items.map(({name}) => name)).toEqual(['web']);
	expect(swarm.engine.place().address).toBe(swarm.other.host);
	expect(swarm.other.requests(/services/)).toHaveLength(1);
});

it('a write is never sent to a second engine, and its answer is still heard', async () => {
	await using swarm = await two();
	const [web] = (await swarm.engine.services()).items;
	swarm.one.fault(/update/, {delay: 200});
	const write = swarm.engine.updateService(web ?? expect.fail(), {kind: 'replicas', replicas: 5});
	await expect.poll(() => swarm.one.requests(/update/).length).toBe(1);
	swarm.engine.moveOn();
	expect(await write).toEqual([]);
	expect(swarm.one.requests(/update/)).toHaveLength(1);
	expect(swarm.other.requests(/update/)).toEqual([]);
});

it('a write whose engine dies is not repeated at the next', async () => {
	await using swarm = await two();
	const [web] = (await swarm.engine.services()).items;
	swarm.one.fault(/update/, {never: true});
	const write = swarm.engine.updateService(web ?? expect.fail(), {kind: 'replicas', replicas: 5});
	const outcome = write.then(
		() => 'fine',
		({kind}) => kind,
	);
	await expect.poll(() => swarm.one.requests(/update/).length).toBe(1);
	swarm.engine.moveOn();
	await swarm.one.stop();
	expect(await outcome).toBe('unreachable');
	expect(swarm.other.requests(/update/)).toEqual([]);
});

it('what is of one engine alone is not written where several were given', async () => {
	await using swarm = await two();
	const {engine} = swarm;
	for (const write of [engine.removeVolume('data'), engine.leaveSwarm(), engine.unlockSwarm('SWMKEY-1-x')]) {
		await expect(write).rejects.toMatchObject({kind: 'refused', message: expect.stringContaining('that one alone')});
	}
	expect([...swarm.one.requests(), ...swarm.other.requests()].filter(({method}) => method !== 'GET')).toEqual([]);
	expect(connect(swarm.one.endpoint).moveOn()).toBe(false);
});

it('a script’s answer comes from the first that is a manager with a leader, else the first says why not', async () => {
	await using swarm = await two();
	const {one, other, engine} = swarm;
	one.world.info = {Swarm: {LocalNodeState: 'active', ControlAvailable: false, NodeID: 'w'}};
	await settleOnManager(engine);
	expect(engine.place().address).toBe(other.host);
	await other.stop();
	await settleOnManager(engine);
	await expect(engine.info()).rejects.toThrow(`No Docker engine answers at ${other.host}`);
	one.world.info = {};
	await settleOnManager(engine);
	expect(engine.place().address).toBe(one.host);
});
