import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id, rawNode} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {leaveAll, rested, sayYes, walkTo} from './dialog-steps.ts';
import {type Random, randomFrom} from './random.ts';
import {addService, plainWorld} from './worlds.ts';

/** Many rounds on a busy machine take their time. */
const long = 120_000;

const names = ['api', 'billing', 'cache', 'db', 'edge', 'feed', 'gate', 'help'];
let made = 0;

const fresh = (world: World, name: string) => {
	made += 1;
	const service = addService(world, name, 2, {ID: id(`again${made}x${name}`)});
	world.tasks = world.tasks.filter(({ServiceID}) => world.services.some(({ID}) => ID === ServiceID));
	return service;
};

/** Rows come and go, and the target doesn't stay what it was. */
const upheavals: Readonly<Record<string, (world: World, target: string, random: Random) => void>> = {
	insert: world => fresh(world, `a${names.length}-new${made}`),
	insertMany: world => ['aa', 'bb', 'zz'].forEach(name => void fresh(world, `${name}${made}`)),
	removeOther: (world, target, random) => {
		const other = random.pick(world.services.filter(({ID}) => ID !== target));
		world.services = world.services.filter(service => service !== other);
	},
	rename: (world, target, random) => {
		made += 1;
		random.pick(world.services.filter(({ID}) => ID !== target)).Spec.Name = `renamed${made}`;
	},
	removeTarget: (world, target) => {
		world.services = world.services.filter(({ID}) => ID !== target);
	},
	recreateTarget: (world, target) => {
		const name = world.services.find(({ID}) => ID === target)?.Spec.Name;
		world.services = world.services.filter(({ID}) => ID !== target);
		if (name !== undefined) {
			fresh(world, name);
		}
	},
	changeTarget: (world, target, random) => {
		const spec = world.services.find(({ID}) => ID === target)?.Spec;
		if (spec !== undefined) {
			random.chance(0.5)
				? Object.assign(spec.Mode, {Replicated: {Replicas: 3 + random.below(9)}})
				: Object.assign(spec.TaskTemplate.ContainerSpec, {Image: `shop/other:${random.below(9)}`});
		}
	},
};

const reset = (world: World) => {
	world.services = [];
	world.tasks = [];
	for (const name of names) {
		fresh(world, name);
	}
};

const change = async (skep: OpenDashboard, target: string, random: Random) => {
	const upheaval = random.pick(Object.keys(upheavals));
	skep.small.change(world => upheavals[upheaval]?.(world, target, random));
	if (random.chance(0.3)) {
		await skep.refreshed();
	}
};

/** What is pressed, and what the write of it must look like. */
const acts = {
	s: {keys: ['s', '7', 'enter'], isIt: (body: unknown) => JSON.stringify(body).includes('"Replicas":7')},
	r: {keys: ['r'], isIt: (body: unknown) => JSON.stringify(body).includes('"ForceUpdate":1')},
	'ctrl+d': {keys: ['ctrl+d'], isIt: (body: unknown) => body === undefined},
} as const;

const opened = async (skep: OpenDashboard, keys: readonly string[], upset: () => Promise<void>) => {
	for (const key of keys) {
		if (key !== keys[0] && skep.dialog()?.phase.kind !== 'form') {
			return;
		}
		await skep.press(key);
		if (key !== '7') {
			await upset();
			await rested(skep);
		}
	}
};

const round = async (skep: OpenDashboard, random: Random) => {
	skep.small.change(reset);
	const ids = () => skep.context.view.services().map(({id}) => id);
	await skep.refreshed();
	await skep.soon(() => JSON.stringify(ids()) === JSON.stringify(skep.world.services.map(({ID}) => ID)));
	const targets = [random.pick(skep.world.services).ID];
	const isSet = random.chance(0.25);
	if (isSet) {
		targets.push(random.pick(skep.world.services.filter(({ID}) => ID !== targets[0])).ID);
	}
	for (const target of targets) {
		await walkTo(skep, target);
		await (isSet ? skep.press('space') : undefined);
	}
	const before = skep.writes().length;
	const act = acts[random.pick(Object.keys(acts) as (keyof typeof acts)[])];
	const upset = async () => (random.chance(0.5) ? change(skep, random.pick(targets), random) : undefined);
	await opened(skep, act.keys, upset);
	for (let asked = 0; skep.dialog()?.phase.kind === 'review' && asked < 3; asked++) {
		await upset();
		await sayYes(skep);
		await (random.chance(0.3) ? change(skep, random.pick(targets), random) : undefined);
		await rested(skep);
	}
	const writes = skep.writes().slice(before);
	return {targets, writes, act};
};

/** What a person reads of why nothing was done, or what was. */
const reason = (skep: OpenDashboard) => {
	const phase = skep.dialog()?.phase;
	const sentence =
		phase?.kind === 'outcome'
			? phase.results.map(({outcome}) => outcome.sentence).join(' ')
			: phase?.kind === 'failed'
				? phase.sentence
				: phase?.kind === 'review'
					? (phase.again ?? phase.plan.refusals.join(' '))
					: skep.ui().message?.text;
	return sentence ?? '';
};

const rounds = [
	{seed: 1, isBlank: false, count: 6},
	{seed: 2, isBlank: true, count: 40},
	{seed: 3, isBlank: true, count: 40},
];

test.each(rounds)(
	'whatever happens around a dialog, yes acts on its target or on nothing ($seed)',
	{timeout: long},
	async ({seed, isBlank, count}) => {
		const random = randomFrom(seed);
		await using skep = await openDashboard(plainWorld(...names), {columns: 80, rows: 24, isBlank});
		await skep.press('1');
		let wrote = 0;
		for (let done = 0; done < count; done++) {
			const {targets, writes, act} = await round(skep, random);
			for (const {method, path, body} of writes) {
				expect(targets).toContain(/^\/services\/([^/]+)/.exec(path)?.[1]);
				expect(method === 'DELETE' ? undefined : body).toSatisfy(act.isIt);
			}
			expect(reason(skep), skep.text()).not.toBe('');
			wrote += writes.length > 0 ? 1 : 0;
			await leaveAll(skep);
			skep.context.underWay.setState({items: []});
		}
		expect(wrote / count).toBeGreaterThan(0.2);
		expect(wrote / count).toBeLessThan(0.9);
	},
);

const nodeWorld = () => plainWorld('api', 'db');

/** Opens the dialog of a key over a node, and leaves the review on screen. */
const over = async (skep: OpenDashboard, node: string, key: string) => {
	await skep.press('2');
	await walkTo(skep, id(node));
	await skep.press(key);
	await rested(skep);
};

test('a node that came back under its name with another id is not the one that was shown', async () => {
	await using skep = await openDashboard(nodeWorld(), {columns: 80, rows: 24});
	await over(skep, 'wrk2', 'D');
	expect(skep.text()).toContain('wrk2 (wrk200)');
	skep.small.change(world => {
		world.nodes = world.nodes.filter(({ID}) => ID !== id('wrk2'));
		world.nodes.push(rawNode('wrk2', {ID: id('another2')}));
	});
	await sayYes(skep);
	await skep.waitFor('removed meanwhile');
	expect(skep.writes()).toEqual([]);
});

test('a plan that is no longer what was shown is shown again before anything is done', async () => {
	await using skep = await openDashboard(nodeWorld(), {columns: 100, rows: 30});
	await over(skep, 'wrk1', 'D');
	const shown = skep.dialog()?.phase;
	skep.small.change(world => addService(world, 'late', 9));
	await sayYes(skep);
	await skep.waitFor('has changed since it was shown');
	expect(skep.writes()).toEqual([]);
	expect(skep.dialog()?.phase).not.toEqual(shown);
	await rested(skep);
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0);
	expect(skep.writes()).toMatchObject([{path: `/nodes/${id('wrk1')}/update`, body: {Availability: 'drain'}}]);
});

test('a write that comes after another of someone else is made over what is there then', async () => {
	await using skep = await openDashboard(nodeWorld(), {columns: 80, rows: 24});
	await skep.press('1');
	await walkTo(skep, id('api'));
	await skep.press('s');
	await rested(skep);
	await skep.press('4', 'enter');
	await rested(skep);
	// Whoever writes between our read and our write is faster, twice.
	const end = skep.small.fault(/update$/, {delay: 100});
	await sayYes(skep);
	for (const time of [1, 2]) {
		await skep.soon(() => skep.writes().length === time);
		skep.small.change(({services}) => {
			Object.assign(services[0]?.Spec ?? {}, {Labels: {someone: `was here ${time}`}});
		});
	}
	await skep.soon(() => skep.dialog() === undefined);
	end();
	expect(skep.writes()).toHaveLength(3);
	expect(skep.writes().at(-1)?.body).toMatchObject({
		Labels: {someone: 'was here 2'},
		Mode: {Replicated: {Replicas: 4}},
	});
	expect(skep.journal().trim().split('\n')).toHaveLength(1);
});

test('what someone else set meanwhile to the very field is asked about, by what it is now', async () => {
	await using skep = await openDashboard(nodeWorld(), {columns: 80, rows: 24});
	await skep.press('1');
	await walkTo(skep, id('api'));
	await skep.press('s');
	await rested(skep);
	await skep.press('4', 'enter');
	await rested(skep);
	skep.small.change(({services}) => {
		Object.assign(services[0]?.Spec.Mode ?? {}, {Replicated: {Replicas: 8}});
	});
	await sayYes(skep);
	await skep.waitFor(/changed since|changed meanwhile/);
	await skep.waitFor('8 -> 4');
	expect(skep.writes()).toEqual([]);
	await rested(skep);
	await sayYes(skep);
	await rested(skep);
	for (let asked = 0; skep.dialog()?.phase.kind === 'review' && asked < 3; asked++) {
		await sayYes(skep);
		await rested(skep);
	}
	expect(skep.writes()).toMatchObject([
		{path: `/services/${id('api')}/update`, body: {Mode: {Replicated: {Replicas: 4}}}},
	]);
});

test('marked rows act together: one plan, one yes, each by its id', async () => {
	await using skep = await openDashboard(plainWorld('a', 'b', 'c', 'd'), {columns: 100, rows: 30});
	await skep.press('1', 'g', 'space', 'j', 'space'); // marking moves on by itself
	await skep.waitFor('2 marked');
	await skep.press('s');
	await rested(skep);
	expect(skep.text()).toMatch(/a \(a00000\), c \(c00000\)/);
	skep.small.change(world => {
		world.services = world.services.filter(({ID}) => ID !== id('b'));
		addService(world, 'aa', 1);
	});
	await skep.press('3', 'enter');
	await rested(skep);
	await sayYes(skep);
	await skep.soon(() => skep.dialog() === undefined);
	expect(skep.writes().map(({path}) => path)).toEqual([`/services/${id('a')}/update`, `/services/${id('c')}/update`]);
	expect(skep.journal().trim().split('\n')).toHaveLength(2);
});

test('of marked rows, it is said which one is in the way', async () => {
	const world = nodeWorld();
	const nodes = world.nodes.map(raw =>
		raw.ID === id('wrk1') ? {...raw, Spec: {...raw.Spec, Availability: 'drain' as const}} : raw,
	);
	await using skep = await openDashboard({...world, nodes}, {columns: 100, rows: 30});
	await skep.press('2', 'G', 'space', 'k', 'space');
	await skep.waitFor('2 mar');
	await skep.press('D');
	await skep.waitFor('already drained (wrk1)');
});

test('read-only, nothing gets as far as yes', async () => {
	await using skep = await openDashboard(nodeWorld(), {columns: 80, rows: 24, isReadOnly: true});
	await over(skep, 'wrk1', 'D');
	expect(skep.text()).toContain('read-only');
	await skep.burst('y', ...'wrk1', 'enter');
	await rested(skep);
	expect(skep.writes()).toEqual([]);
});

test('closed while the plan is checked once more, nothing is done', async () => {
	await using skep = await openDashboard(nodeWorld(), {columns: 80, rows: 24});
	await over(skep, 'mgr2', 'P');
	const end = skep.small.fault(/^\/nodes$/, {delay: 300});
	await sayYes(skep);
	expect(skep.dialog()?.phase.kind).toBe('checking');
	await skep.press('escape');
	await skep.soon(() => skep.dialog() === undefined);
	end();
	await skep.refreshed();
	expect(skep.writes()).toEqual([]);
});
