import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import type {GuidedRecord} from '../../source/operations/guided/guided.ts';
import {operations} from '../../source/operations/operations.ts';
import {drawContexts} from '../../source/ui/contexts/draw.ts';
import {noSwarmPage} from '../../source/ui/panes/no-swarm-pages.ts';
import {whileSending} from '../../source/ui/under-way.ts';
import {dockerFolderWith} from '../helpers/docker-folder.ts';
import {openSessions} from '../helpers/sessions.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import {calmWorld, plainWorld} from './worlds.ts';

/** Busy machines are slow. */
const patient = {timeout: 60_000};

/** Two swarms, a context for each of them, one that leads nowhere, and one that can't be read. */
const two = async (words = '', config: object = {currentContext: 'prod'}) => {
	const [prod, staging] = [await startSmallEngine(calmWorld()), await startSmallEngine(plainWorld('only_here'))];
	staging.world.swarm = {ID: 'staging'};
	const docker = dockerFolderWith(
		{
			prod: {host: prod.host, description: 'the shop'},
			staging: {host: staging.host},
			gone: {host: `${prod.host}.gone`},
			torn: {text: '{'},
		},
		config,
	);
	const env = {DOCKER_CONFIG: docker.path, HOME: docker.path};
	const skep = openSessions(words.replace('PROD', prod.host).replace('STAGING', staging.host), env);
	return {
		...{prod, staging, docker, skep},
		[Symbol.asyncDispose]: async () => {
			skep[Symbol.dispose]();
			docker[Symbol.dispose]();
			await Promise.all([prod, staging].map(small => small[Symbol.asyncDispose]()));
		},
	};
};

type Two = Awaited<ReturnType<typeof two>>;

const isLive = ({skep}: Two) =>
	expect.poll(() => skep.context().cluster.getState().connection.kind, patient).toBe('live');

/** Opens the page and puts the cursor on a row. */
const choose = ({skep}: Two, name: string) => {
	skep.context().run('showContexts');
	skep.press('g');
	const at = skep.contexts()?.offers.findIndex(offer => offer.name === name) ?? -1;
	expect(at).toBeGreaterThanOrEqual(0);
	skep.press(...Array<string>(at).fill('j'));
};

const take = async (swarms: Two, name: string) => {
	choose(swarms, name);
	swarms.skep.press('enter');
	await expect.poll(() => swarms.skep.contexts(), patient).toBeUndefined();
};

const record: GuidedRecord = {
	...{id: 'one', kind: 'rebalance', title: 'Rebalance of web', swarm: 'swarm', startedAt: 0},
	...{input: {services: []}, phase: 'going', done: 0, sent: undefined, doneBefore: 0, times: []},
};

const sizes = [
	[160, 48],
	[120, 36],
	[80, 24],
] as const;

test('the page tells where skep is, what docker uses, and what can’t be used', async () => {
	await using swarms = await two('--context staging');
	await isLive(swarms);
	choose(swarms, createHash('sha256').update('torn').digest('hex').slice(0, 12));
	const page = swarms.skep.page();
	expect(page).toMatch(/^ {3}default +unix:\/\/\/var\/run\/docker\.sock *$/m);
	expect(page).toMatch(new RegExp(`^ {3}prod +current +${swarms.prod.host} +the shop *$`, 'm'));
	expect(page).toMatch(new RegExp(`^ \\* staging +is here +${swarms.staging.host} *$`, 'm'));
	expect(page).toMatch(/^>! \w{12} +not usable *$/m);
	expect(page.replaceAll(/\s+/g, ' ')).toMatch(/meta\.json is not valid JSON/);
});

test.each(sizes)('the page fits %ix%i', async (columns, rows) => {
	await using swarms = await two();
	choose(swarms, 'gone');
	const {skep} = swarms;
	const layer = skep.contexts() ?? expect.fail();
	const why = 'A sentence that is as long as what ssh has to say now and then. '.repeat(3);
	const offers = layer.offers.map(offer => ({...offer, description: 'a description that goes on and on '.repeat(4)}));
	for (const more of [{}, {failed: {id: layer.cursor ?? '', why}}, {trying: {id: '', stop: () => {}}}]) {
		const lines = drawContexts({...layer, offers, ...more}, {message: undefined, size: {columns, rows}});
		expect(lines.map(line => stringWidth(stripVTControlCharacters(line)))).toEqual(Array(rows).fill(columns));
		expect(lines.map(stripVTControlCharacters).join('\n')).toMatch(/^>. gone/m);
	}
});

test('Enter leaves one swarm for the other, and coming back finds it as it was left', async () => {
	await using swarms = await two();
	const {skep, prod, staging, docker} = swarms;
	await isLive(swarms);
	const before = readFileSync(join(docker.path, 'config.json'), 'utf8');
	await expect.poll(() => prod.listeners(), patient).toBe(1);
	skep.press('1', '/', ...'mail', 'enter');
	await expect.poll(() => skep.services(), patient).toEqual(['mail']);

	await take(swarms, 'staging');
	await expect.poll(() => skep.services(), patient).toEqual(['only_here']);
	expect(skep.context().cluster.getState().place?.context).toBe('staging');
	expect(skep.ui().message?.text).toBe('Connected to staging; plain docker still uses prod');
	expect(skep.shown).toEqual([skep.context()]);
	expect(skep.closed).toEqual(['context prod']);
	await expect.poll(() => prod.listeners(), patient).toBe(0);
	await expect.poll(() => staging.listeners(), patient).toBe(1);
	skep.press('1', '/', ...'other', 'enter');

	await take(swarms, 'prod');
	await expect.poll(() => skep.services(), patient).toEqual(['mail']);
	expect(skep.ui().message?.text).toBe('Connected to prod');
	expect(readFileSync(join(docker.path, 'config.json'), 'utf8')).toBe(before);
	expect([...prod.requests(), ...staging.requests()].filter(({method}) => method !== 'GET')).toEqual([]);
});

test('an engine that can’t be had is told on the page, and the connection of now goes on', async () => {
	await using swarms = await two();
	const {skep, prod, staging} = swarms;
	await isLive(swarms);
	await expect.poll(() => prod.listeners(), patient).toBe(1);
	const context = skep.context();
	choose(swarms, 'gone');
	skep.press('enter');
	await expect
		.poll(() => skep.page().replaceAll(/\s+/g, ' '), patient)
		.toMatch(/No Docker engine answers at unix:\S+\.gone/);
	expect(skep.page()).toMatch(/skep is still where it was/);

	staging.fault(/./, {status: 403, message: 'authorization denied'});
	choose(swarms, 'staging');
	skep.press('enter');
	await expect.poll(() => skep.page(), patient).toMatch(/authorization denied/);
	skep.press('escape', 'escape');
	expect(skep.context()).toBe(context);
	await isLive(swarms);
	await expect.poll(() => prod.listeners(), patient).toBe(1);
	expect(skep.closed).toEqual([]);
});

test('Esc gives up an engine that is silent, and its answer changes nothing any more', async () => {
	await using swarms = await two();
	const {skep, staging} = swarms;
	await isLive(swarms);
	const end = staging.fault(/info/, {never: true});
	choose(swarms, 'staging');
	skep.press('enter');
	await expect.poll(() => staging.requests(/info/).length, patient).toBeGreaterThan(0);
	expect(skep.page()).toMatch(/Connecting to unix:/);
	skep.press('j');
	expect(skep.page()).toMatch(/^>. staging/m);
	skep.press('escape');
	expect(skep.page()).not.toMatch(/Connecting to/);
	end();
	await expect.poll(() => staging.connections(), patient).toBe(0);
	expect(skep.engines).toHaveLength(1);
	await take(swarms, 'staging');
	await expect.poll(() => skep.services(), patient).toEqual(['only_here']);
});

test('nobody leaves while something of skep’s own is under way, or while a dialog is open', async () => {
	await using swarms = await two();
	const {skep, staging} = swarms;
	await isLive(swarms);
	const context = skep.context();
	const refused = (words: RegExp) => {
		choose(swarms, 'staging');
		skep.press('enter');
		expect(skep.ui().message?.text).toMatch(words);
		skep.press('escape');
	};
	const sent = Promise.withResolvers<void>();
	const sending = whileSending(context.underWay, 'Drain node', () => sent.promise);
	refused(/^Drain node is being sent: it is waited for first\.$/);
	sent.resolve();
	await sending;
	const [service] = context.view.snapshot().services?.items.values() ?? [];
	const target = {kind: 'service', id: service?.id ?? expect.fail(), saw: service ?? expect.fail()} as const;
	const since = Date.now();
	context.underWay.setState({
		items: [{operation: operations.scaleService, target, name: 'web', input: {replicas: 77}, since}],
	});
	refused(/^Scale service web is under way: the swarm has to show it first\.$/);
	context.underWay.setState({items: []});
	context.guides.store.setState({guide: {record, status: 'going', why: undefined}});
	refused(/^Rebalance of web is under way/);
	context.guides.store.setState({guide: undefined});

	// What opens by itself while the other engine is awaited.
	const end = staging.fault(/info/, {never: true});
	choose(swarms, 'staging');
	skep.press('enter');
	await expect.poll(() => staging.requests(/info/).length, patient).toBeGreaterThan(0);
	const {layers} = context.ui.getState();
	context.ui.setState({layers: [...layers, {kind: 'shell', ticket: 1, deafUntil: 0} as never]});
	end();
	staging.breakConnections();
	await expect
		.poll(() => skep.ui().layers.find(({kind}) => kind === 'contexts'), patient)
		.toMatchObject({
			failed: {why: 'A dialog is open: finish or leave it first.'},
		});
	expect(skep.context()).toBe(context);
	expect(skep.closed).toEqual(['context staging']);
});

test('where no engine answers, c lists the contexts; what was asked of the lost swarm holds nobody there', async () => {
	await using swarms = await two('--host PROD');
	const {skep, prod} = swarms;
	await isLive(swarms);
	await prod.stop();
	await expect.poll(() => skep.context().cluster.getState().connection.kind, patient).toBe('disconnected');
	skep.context().guides.store.setState({guide: {record, status: 'going', why: undefined}});
	await take(swarms, 'staging');
	await expect.poll(() => skep.services(), patient).toEqual(['only_here']);

	skep.context().run('showContexts');
	expect(skep.page()).toMatch(new RegExp(`^ {3}as started +${prod.host} +--host *$`, 'm'));
	skep.press('escape');
	await prod.start();
	await take(swarms, 'as started');
	await expect.poll(() => skep.services(), patient).toContain('shop_web');
});

test('skep that never had an engine goes to another by c', async () => {
	await using swarms = await two('--context gone');
	const {skep} = swarms;
	await expect.poll(() => skep.context().cluster.getState().connection.kind, patient).toBe('disconnected');
	skep.press('c');
	expect(skep.page()).toMatch(/^>\* gone +is here/m);
	await take(swarms, 'staging');
	await expect.poll(() => skep.services(), patient).toEqual(['only_here']);
});

test('of several engines none alone is changed: that is said before a plan, with how to have one alone', async () => {
	await using swarms = await two('--host PROD,unix:///nowhere/docker.sock');
	const {skep, prod} = swarms;
	await isLive(swarms);
	await expect.poll(() => skep.context().cluster.getState().info, patient).toBeDefined();
	const way = `it is about one engine, and skep was given 2: start skep with --host ${prod.host} alone`;
	skep.context().run('showVolumes');
	skep.press('a');
	expect(skep.ui().message?.text).toContain(way);
	skep.press('escape');
	skep.context().run('leaveSwarm');
	expect(skep.ui().message?.text).toBe(`Leave the swarm with this engine: ${way}`);
	expect(skep.ui().layers).toEqual([]);
	// What is of the swarm goes by any of them.
	await expect.poll(() => skep.context().view.snapshot().swarm, patient).toBeDefined();
	skep.context().run('changeSwarmSettings');
	expect(skep.ui().layers.map(({kind}) => kind)).toEqual(['operation']);

	const state = skep.context().cluster.getState();
	const locked = noSwarmPage({...state, connection: {kind: 'locked'}}, Date.now());
	expect(locked.keys ?? []).toEqual([]);
	expect(locked.todo[0]).toBe(
		`What can be changed here is about mgr1 alone, and skep was given 2 engines: start skep with --host ${prod.host} alone.`,
	);
	expect(noSwarmPage({...state, places: [], connection: {kind: 'locked'}}, Date.now()).keys).toHaveLength(1);
});
