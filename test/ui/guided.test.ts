import {mkdtempSync, readdirSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {guidedOperations} from '../../source/operations/guided/guided-operations.ts';
import {openOperation} from '../../source/ui/dialogs/open-operation.ts';
import {topLayer} from '../../source/ui/state.ts';
import {type OnSimulator, openOnSimulator} from '../helpers/on-simulator.ts';
import {served} from '../simulator/served.ts';

const settled = async (skep: OnSimulator, ...services: readonly (readonly [string, number])[]) =>
	skep.soon(() =>
		services.every(
			([name, count]) =>
				skep.running(name).length === count && skep.context.view.allServices().every(({sign}) => sign === ' '),
		),
	);

/** Opens the plan, lets `enter` take the form as it is, and says yes. */
const begin = async (skep: OnSimulator, operation: keyof typeof guidedOperations, hostname: string) => {
	const target = skep.node(hostname);
	void openOperation(skep.context, guidedOperations[operation], [target]);
	await skep.soon(() => {
		skep.hear();
		const top = topLayer(skep.ui());
		if (top?.kind === 'operation' && top.phase.kind === 'form') {
			skep.press('enter');
		}
		return skep.review() !== undefined;
	});
	const plan = skep.review()?.plan;
	skep.hear();
	const word = skep.review()?.mustType;
	skep.press(...(word === undefined ? ['y'] : [...word, 'enter']));
	return plan;
};

/** The fewest that ever ran of a service, asked at every tick. */
const least = (skep: OnSimulator, service: string) => {
	let fewest = Number.POSITIVE_INFINITY;
	skep.onTick(() => {
		fewest = Math.min(fewest, skep.running(service).length);
	});
	return () => fewest;
};

/** Each new word on how long it still takes, as the page says it. */
const timesSaid = (skep: OnSimulator) => {
	const said: string[] = [];
	skep.onTick(() => {
		const words = /^ ((?:About|Up to|A few|Time left|This takes).*)$/m.exec(skep.page())?.[1] ?? said.at(-1);
		words === undefined || words === said.at(-1) || said.push(words);
	});
	return said;
};

/** It gets less, in steps; a machine that is slow for a moment may show it more once. */
const isCalm = (said: readonly string[]) => {
	const times = said.map(words => {
		const [, amount, unit] = /^(?:About|Up to) (\d+) (s|min) left\.$/.exec(words) ?? [];
		return words === few ? 5 : Number(amount) * (unit === 'min' ? 60 : 1);
	});
	const rises = times.filter((time, index) => !(index === 0 || time < (times[index - 1] ?? 0)));
	return (times[0] ?? 0) >= 20 && (times.at(-1) ?? 60) <= 10 && times.every(Number.isFinite) && rises.length <= 1;
};

const few = 'A few seconds left.';

test('a gentle drain never leaves a service with fewer than it wants, and ends with as many as before', async () => {
	await using skep = await openOnSimulator({isInStep: true});
	// Slow to start: whoever doesn't wait is found out.
	await skep.create('web', 3, {TaskTemplate: {ContainerSpec: {Image: 'shop/slow:1'}}});
	await skep.create('api', 5);
	await settled(skep, ['web', 3], ['api', 5]);
	const [some] = skep.running('web');
	const host = skep.swarm.simulator.node(some?.NodeID ?? '').raw.Description.Hostname;
	const [web, api] = [least(skep, 'web'), least(skep, 'api')];

	const plan = await begin(skep, 'gentleDrain', host);
	expect(plan?.effects.join('\n')).toContain('web: 3 -> 4 -> 3 replicas, never fewer than 3 running');
	await skep.soon(() => skep.guide() !== undefined);
	const said = timesSaid(skep);
	await skep.soon(() => skep.guide() === undefined);
	expect(said).toSatisfy(isCalm);

	await skep.soon(() => skep.ui().message?.text === `Gentle drain of ${host}: done`);
	expect([web(), api()]).toEqual([3, 5]);
	expect(skep.running('web').map(({NodeID}) => NodeID)).not.toContain(some?.NodeID);
	await settled(skep, ['web', 3], ['api', 5]);
	expect(skep.journal().map(({operation}) => operation)).toEqual([
		'pauseNode',
		'scaleService',
		'scaleService',
		'drainNode',
		'scaleService',
		'scaleService',
	]);
	expect(readdirSync(join(skep.folder, 'unfinished'))).toEqual([]);
});

test('undone on the way, the node is active again and the extra tasks go', async () => {
	await using skep = await openOnSimulator();
	await skep.create('web', 3);
	await settled(skep, ['web', 3]);
	const host = skep.swarm.simulator.node(skep.running('web')[0]?.NodeID ?? '').raw.Description.Hostname;
	const web = least(skep, 'web');

	await begin(skep, 'gentleDrain', host);
	await skep.soon(() => (skep.guide()?.record.done ?? 0) >= 1);
	expect(skep.page()).toMatch(/> now .*Run 1 more of web: 3 -> 4 replicas/);
	skep.press('X');
	skep.hear();
	skep.press('y');
	await skep.soon(() => skep.guide() === undefined);

	await skep.soon(() => skep.ui().message?.text.includes('taken back') === true);
	await settled(skep, ['web', 3]);
	expect(web()).toBe(3);
	expect(skep.node(host).saw.availability).toBe('active');
});

test('after a crash the next start offers it, does nothing by itself, and goes on when asked', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'guided-'));
	const swarm = await served();
	const first = await openOnSimulator({folder, swarm});
	await first.create('web', 3);
	await settled(first, ['web', 3]);
	const host = swarm.simulator.node(first.running('web')[0]?.NodeID ?? '').raw.Description.Hostname;
	await begin(first, 'gentleDrain', host);
	await first.soon(() => (first.guide()?.record.done ?? 0) >= 1);
	await first.close();
	const [file = ''] = readdirSync(join(folder, 'unfinished'));
	expect(statSync(join(folder, 'unfinished', file)).mode & 0o777).toBe(0o600);

	await using next = await openOnSimulator({folder, swarm});
	const web = least(next, 'web');
	await next.soon(() => next.guide() !== undefined);
	expect(next.context.view.needs()[0]).toMatchObject({
		verdict: 'UNFINISHED',
		name: `Gentle drain of ${host}`,
		standing: expect.stringMatching(/^[0-3]\/6$/),
	});
	const asked = next.context.clock();
	await next.soon(() => next.context.clock() > asked + 10_000);
	expect(next.guide()?.status).toBe('unfinished');
	expect(next.node(host).saw.availability).toBe('pause');

	next.context.run('showGuide');
	next.press('enter');
	next.hear();
	next.press('y');
	await next.soon(() => next.guide() === undefined);
	await settled(next, ['web', 3]);
	expect(web()).toBe(3);
	expect(next.node(host).saw.availability).toBe('drain');
});

test('read-only begins nothing', async () => {
	await using skep = await openOnSimulator({isReadOnly: true});
	await skep.create('web', 3);
	await settled(skep, ['web', 3]);
	await begin(skep, 'gentleDrain', 'node-4');
	expect(await skep.context.guides.start({kind: 'gentleDrain', title: 'x', input: {}})).toContain('read-only');
	expect(skep.guide()).toBeUndefined();
	expect(skep.node('node-4').saw.availability).toBe('active');
});

test('someone who activates the node meanwhile is not overruled', async () => {
	await using skep = await openOnSimulator();
	await skep.create('web', 3);
	await settled(skep, ['web', 3]);
	const host = skep.swarm.simulator.node(skep.running('web')[0]?.NodeID ?? '').raw.Description.Hostname;
	await begin(skep, 'gentleDrain', host);
	await skep.soon(() => (skep.guide()?.record.done ?? 0) >= 1);
	const node = (await skep.swarm.get(`/nodes/${skep.node(host).id}`)) as {Version: {Index: number}; Spec: object};
	await skep.swarm.post(`/nodes/${skep.node(host).id}/update?version=${node.Version.Index}`, {
		...node.Spec,
		Availability: 'active',
	});
	await skep.soon(() => skep.guide()?.status === 'stopped');
	expect(skep.guide()?.why).toContain('meanwhile');
	expect(skep.swarm.simulator.node(host).raw.Spec.Availability).toBe('active');
});

test('a manager is removed step by step, and only when it is down', async () => {
	await using skep = await openOnSimulator();
	await skep.create('web', 5);
	await settled(skep, ['web', 5]);
	await begin(skep, 'removeSafely', 'node-3');
	await skep.soon(() => skep.page().includes('> now   On node-3, run: docker swarm leave'));
	expect(skep.node('node-3').saw).toMatchObject({role: 'worker', availability: 'drain', state: 'ready'});
	expect(skep.page()).toContain('node-3: ready, drain, empty');
	expect(skep.page()).not.toMatch(/ left\b/);

	skep.swarm.simulator.kill('node-3');
	await skep.soon(() => skep.guide() === undefined);
	expect(skep.journal().map(({operation}) => operation)).toEqual(['demoteNode', 'drainNode', 'removeNode']);
	expect([...(skep.context.view.snapshot().nodes?.items.values() ?? [])].map(({hostname}) => hostname)).not.toContain(
		'node-3',
	);
});

test('a rebalance after a node returned restarts one service after the other, and ends the skew', async () => {
	await using skep = await openOnSimulator({isInStep: true});
	await skep.create('web', 10);
	await skep.create('api', 8);
	await settled(skep, ['web', 10], ['api', 8]);
	skep.swarm.simulator.kill('node-5');
	await skep.soon(() => skep.node('node-5').saw.state === 'down');
	await settled2(skep, ['web', 10], ['api', 8]);
	skep.swarm.simulator.bringBack('node-5');
	await skep.soon(() =>
		skep.context.view.problems().some(({verdict, standing}) => verdict === 'SKEW' && standing === '2'),
	);

	skep.context.run('rebalance');
	await skep.soon(() => skep.review() !== undefined);
	skep.hear();
	const word = skep.review()?.mustType;
	skep.press(...(word === undefined ? ['y'] : [...word, 'enter']));
	await skep.soon(() => skep.guide() !== undefined);
	expect(skep.page()).toMatch(/web: skew [23]/);
	const said = timesSaid(skep);
	await skep.soon(() => skep.guide() === undefined);
	expect(said).toSatisfy(isCalm);

	for (const name of ['web', 'api']) {
		const counts = Object.values(Object.groupBy(skep.running(name), ({NodeID}) => NodeID ?? '')).map(
			tasks => tasks?.length ?? 0,
		);
		expect(counts).toHaveLength(5);
		expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
	}
});

const settled2 = async (skep: OnSimulator, ...services: readonly (readonly [string, number])[]) =>
	skep.soon(() =>
		services.every(
			([name, count]) =>
				skep.running(name).filter(({NodeID}) => skep.swarm.simulator.node(NodeID ?? '').isUp).length === count,
		),
	);

test('a machine that came back under a new id gets its labels, and the old entry goes', async () => {
	await using skep = await openOnSimulator();
	const old = skep.node('node-5');
	const {Version, Spec} = (await skep.swarm.get(`/nodes/${old.id}`)) as {Version: {Index: number}; Spec: object};
	const labelled = {...Spec, Labels: {disk: 'ssd'}, Availability: 'pause'};
	await skep.swarm.post(`/nodes/${old.id}/update?version=${Version.Index}`, labelled);
	skep.swarm.simulator.kill('node-5');
	await skep.soon(() => skep.node('node-5').saw.state === 'down');
	const fresh = skep.swarm.simulator.addNode({hostname: 'node-5', role: 'worker'});
	await skep.soon(() => skep.context.view.problems().some(({verdict}) => verdict === 'TWIN'));

	skep.press('p');
	expect(topLayer(skep.ui())).toMatchObject({kind: 'problems'});
	const rows = skep.context.view.needs();
	const steps = rows.findIndex(({verdict}) => verdict === 'TWIN');
	skep.press(...Array.from({length: steps}, () => 'j'), 'enter');
	await skep.soon(() => skep.review() !== undefined);
	expect(skep.review()?.plan.effects.join(' ')).toContain('disk=ssd');
	skep.hear();
	skep.press(...(skep.review()?.mustType ?? ''), 'enter');
	await skep.soon(() => skep.guide() !== undefined);
	await skep.soon(() => skep.guide() === undefined);

	const nodes = [...(skep.context.view.snapshot().nodes?.items.values() ?? [])].filter(
		({hostname}) => hostname === 'node-5',
	);
	expect(nodes.map(({id, labels, availability}) => ({id, labels, availability}))).toEqual([
		{id: fresh.id, labels: {disk: 'ssd'}, availability: 'pause'},
	]);
});
