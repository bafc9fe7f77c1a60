import {expect, test} from 'vitest';
import {served} from './served.ts';

const fault = '/_skep/fault';

test('answers can be made to fail, so many times', async () => {
	await using swarm = await served();
	await swarm.post(fault, {kind: 'answer', path: '^/nodes', status: 500, message: 'no', times: 2});
	expect(await swarm.ask('GET', '/nodes')).toMatchObject({status: 500, json: {message: 'no'}});
	expect((await swarm.ask('GET', '/services')).status).toBe(200);
	expect((await swarm.ask('GET', '/nodes')).status).toBe(500);
	expect((await swarm.ask('GET', '/nodes')).status).toBe(200);
});

test('a body can end in the middle', async () => {
	await using swarm = await served();
	const end = swarm.engine.faults.add(/^\/nodes/, {cutAfter: 100});
	await expect(swarm.ask('GET', '/nodes')).rejects.toThrow('aborted');
	end();
	expect((await swarm.ask('GET', '/nodes')).status).toBe(200);
});

test('an answer can be late, or never come', async () => {
	await using swarm = await served();
	swarm.engine.faults.add(/^\/tasks/, {hangs: true});
	swarm.engine.faults.add(/^\/nodes/, {delay: 50});
	const order: string[] = [];
	const never = swarm.ask('GET', '/tasks').catch(() => order.push('tasks broke'));
	const late = swarm.ask('GET', '/nodes').then(() => order.push('nodes'));
	await swarm.ask('GET', '/services').then(() => order.push('services'));
	await late;
	swarm.engine.breakConnections();
	await never;
	expect(order).toEqual(['services', 'nodes', 'tasks broke']);
});

test('nodes can be broken and mended from outside, and time told to pass', async () => {
	await using swarm = await served();
	await swarm.post(fault, {kind: 'kill', node: 'node-5'});
	await swarm.post(fault, {kind: 'advance', milliseconds: 13_000});
	expect(await swarm.get('/nodes/node-5')).toMatchObject({Status: {State: 'down', Message: 'heartbeat failure'}});
	await swarm.post(fault, {kind: 'return', node: 'node-5'});
	await swarm.post(fault, {kind: 'advance', milliseconds: 3000});
	expect(await swarm.get('/nodes/node-5')).toMatchObject({Status: {State: 'ready'}});
	expect(await swarm.post(fault, {kind: 'lose-quorum'})).toEqual({killed: ['node-3', 'node-2']});
});

test('the node that is talked to can be broken and mended, too', async () => {
	await using swarm = await served();
	expect(await swarm.post(fault, {kind: 'kill', node: 'node-1'})).toEqual({node: 'node-1'});
	await expect(swarm.ask('GET', '/_ping')).rejects.toThrow();
	expect(await swarm.ask('POST', fault, {kind: 'kill', node: 'node-1'})).toMatchObject({
		status: 409,
		json: {message: 'node-1 is off already'},
	});
	expect(await swarm.post(fault, {kind: 'return', node: 'node-1'})).toEqual({node: 'node-1'});
	expect((await swarm.ask('GET', '/_ping')).status).toBe(200);
});

test('every node comes back at once, and what is well has nothing to come back from', async () => {
	await using swarm = await served();
	await swarm.post(fault, {kind: 'lose-quorum'});
	await swarm.post(fault, {kind: 'cut', node: 'node-5'});
	expect(await swarm.post(fault, {kind: 'return-all'})).toEqual({returned: ['node-2', 'node-3', 'node-5']});
	await swarm.post(fault, {kind: 'advance', milliseconds: 15_000});
	const nodes = (await swarm.get('/nodes')) as readonly {readonly Status: {readonly State: string}}[];
	expect(nodes.map(({Status}) => Status.State)).toEqual(Array.from({length: 5}, () => 'ready'));
	expect(await swarm.post(fault, {kind: 'return-all'})).toEqual({returned: []});
	expect(await swarm.ask('POST', fault, {kind: 'return', node: 'node-5'})).toMatchObject({
		status: 409,
		json: {message: 'node-5 is on and connected'},
	});
});

test.each([
	[{kind: 'kill', node: 'nosuch'}, 404, 'there is no node nosuch'],
	[{kind: 'answer', path: '('}, 400, '"(" is no regular expression'],
	[{kind: 'explode'}, 400, 'kind is one of kill, cut, return, return-all, lose-quorum, answer, clear, advance'],
])('%o is refused', async (body, status, message) => {
	await using swarm = await served();
	expect(await swarm.ask('POST', fault, body)).toMatchObject({status, json: {message}});
});
