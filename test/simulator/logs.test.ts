import {expect, test} from 'vitest';
import {linesOf} from '../../source/simulator/log-lines.ts';
import {type Served, served} from './served.ts';

const start = async (swarm: Served, image: string, replicas = 2) => {
	await swarm.post('/services/create', {
		Name: 'app',
		TaskTemplate: {ContainerSpec: {Image: image}},
		Mode: {Replicated: {Replicas: replicas}},
	});
	swarm.simulator.advance(60_000);
};

type Frame = {readonly stream: number; readonly text: string};

const framesOf = (bytes: Buffer): readonly Frame[] => {
	const frames: Frame[] = [];
	for (let at = 0; at < bytes.length; ) {
		const length = bytes.readUInt32BE(at + 4);
		frames.push({stream: bytes.readUInt8(at), text: bytes.toString('utf8', at + 8, at + 8 + length)});
		at += 8 + length;
	}
	return frames;
};

const read = async (swarm: Served, query: string) =>
	framesOf((await swarm.ask('GET', `/services/app/logs?stdout=1&stderr=1&${query}`)).bytes);

test('lines are the same whenever they are asked for, and tail is per task', async () => {
	await using swarm = await served();
	await start(swarm, 'demo/web:1');
	const all = await read(swarm, 'timestamps=1&details=1');
	expect(all.length).toBeGreaterThan(40);
	expect(await read(swarm, 'timestamps=1&details=1')).toEqual(all);
	expect(all[0]?.text).toMatch(
		/^2026-11-21T09:\d\d:\d\d\.\d{9}Z com\.docker\.swarm\.node\.id=\w{25},com\.docker\.swarm\.service\.id=\w{25},com\.docker\.swarm\.task\.id=\w{25} .+\n$/,
	);
	const tail = await read(swarm, 'tail=3&timestamps=1&details=1');
	expect(tail).toHaveLength(6);
	expect(all).toEqual(expect.arrayContaining([...tail]));
	expect(await read(swarm, 'tail=0')).toEqual([]);
});

test('what is asked for in two halves is what is asked for at once', async () => {
	await using swarm = await served();
	await start(swarm, 'demo/web:1', 1);
	const [task] = swarm.simulator.swarm.store.tasks.all.values();
	if (task === undefined) {
		throw new Error('there is no task');
	}
	const now = swarm.simulator.swarm.timeline.now();
	const whole = linesOf(task, Number.NEGATIVE_INFINITY, now);
	const halves = [...linesOf(task, Number.NEGATIVE_INFINITY, now - 20_000), ...linesOf(task, now - 20_000, now)];
	expect(halves).toEqual(whole);
	expect(whole.map(({at}) => at)).toEqual(whole.map(({at}) => at).sort((one, other) => one - other));
	expect(whole.every(({at}) => at <= now)).toBe(true);
});

test('a crash says why on stderr, and streams can be chosen', async () => {
	await using swarm = await served();
	await start(swarm, 'demo/crash:1', 1);
	const panic = (await read(swarm, 'tail=5')).filter(({text}) => text.startsWith('panic'));
	expect(panic.length).toBeGreaterThan(0);
	expect(new Set(panic.map(({stream}) => stream))).toEqual(new Set([2]));
	const {bytes} = await swarm.ask('GET', '/services/app/logs?stdout=1');
	expect(framesOf(bytes).every(({stream}) => stream === 1)).toBe(true);
});

test('a node that can not be reached is complained of', async () => {
	await using swarm = await served();
	await start(swarm, 'demo/web:1', 5);
	swarm.simulator.cut('node-5');
	const last = (await read(swarm, 'tail=1')).at(-1);
	expect(last).toEqual({
		stream: 3,
		text: expect.stringContaining(`node ${swarm.simulator.node('node-5').id} is not available`),
	});
});

test('a followed log goes on with tasks that came later, and breaks with the leader', async () => {
	await using swarm = await served({}, 'node-2');
	await start(swarm, 'demo/web:1', 1);
	const body = swarm.ask('GET', '/services/app/logs?stdout=1&stderr=1&follow=1&tail=0&details=1');
	await swarm.ask('GET', '/_ping');
	const service = (await swarm.get('/services/app')) as {Version: {Index: number}; Spec: object};
	const more = {...service.Spec, Mode: {Replicated: {Replicas: 3}}};
	await swarm.post(`/services/app/update?version=${service.Version.Index}`, more);
	swarm.simulator.advance(20_000);
	swarm.simulator.kill('node-1');
	swarm.simulator.advance(1000);
	const frames = framesOf((await body).bytes);
	expect(frames.at(-1)).toMatchObject({stream: 3, text: expect.stringContaining('transport is closing')});
	const tasks = new Set(frames.map(({text}) => /task\.id=(\w+)/.exec(text)?.[1]).filter(Boolean));
	expect(tasks.size).toBe(3);
});
