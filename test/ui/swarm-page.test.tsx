import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {readSample} from '../helpers/recordings.ts';
import {calmWorld} from './worlds.ts';

const token = 'SWMTKN-1-worker';

/** The shop, set up as a real swarm was. */
const setUpWorld = () => {
	const world = calmWorld();
	const {JoinTokens: _, ID: __, ...settings} = readSample('swarm') as Record<string, unknown>;
	Object.assign(world.swarm, settings);
	return world;
};

const open = async (skep: OpenDashboard) => {
	await skep.press(':');
	await skep.type('showswarm');
	await skep.press('enter');
	await skep.waitFor('What can still fail');
};

const everything = (skep: OpenDashboard) =>
	`${JSON.stringify(skep.cluster.getState())}${JSON.stringify(skep.ui())}${skep.journal()}`;

test('the swarm: what can still fail, how it is set up, which ports it needs', async () => {
	await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 48});
	await open(skep);
	expect(skep.text()).toMatch(/quorum +3 of 3 managers reachable, 2 needed/);
	expect(skep.text()).toMatch(/to spare +1 manager may fail/);
	expect(skep.text()).toMatch(/mgr1 +leader {2}10\.0\.0\.1:2377 {2}skep talks to this one/);
	expect(skep.text()).toMatch(/root +good until 2046-11-16/);
	expect(skep.text()).toMatch(/autolock +off/);
	expect(skep.text()).toMatch(/address pools +10\.0\.0\.0\/8 in ranges of \/24: 0 of 65536 taken/);
	expect(skep.text()).toMatch(/2377\/tcp +to the managers/);
	expect(skep.text()).toMatch(/4789\/udp/);
	await skep.press('i');
	await skep.waitFor('NodeCertExpiry');
	expect(skep.text()).not.toContain('SWMTKN');
});

test('tokens are read when asked for, shown while asked for, and kept nowhere', async () => {
	await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 48});
	await open(skep);
	await skep.time.skip(1000, skep.settled);
	expect(skep.text()).toContain('docker swarm join --token SWMTKN-1-... 10.0.0.1:2377');
	expect(skep.written.join('')).not.toContain(token);
	await skep.press('t');
	await skep.waitFor(`docker swarm join --token ${token} 10.0.0.1:2377`);
	await skep.press('t');
	await skep.soon(() => !skep.text().includes(token));
	expect(everything(skep)).not.toContain(token);
	await skep.press('t');
	await skep.waitFor(token);
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	expect(everything(skep)).not.toContain(token);
	expect(skep.writes()).toEqual([]);
});

test('the command for a worker, or a manager, is one key away', async () => {
	await using skep = await openDashboard(setUpWorld(), {columns: 80, rows: 24});
	await open(skep);
	await skep.press('m');
	await skep.waitFor('copied: what to run on a machine that is to join as a manager');
	const copied = /\u001b\]52;c;([^\u0007]+)\u0007/.exec(skep.written.join(''))?.[1] ?? '';
	expect(Buffer.from(copied, 'base64').toString()).toBe('docker swarm join --token SWMTKN-1-manager 10.0.0.1:2377');
	expect(skep.text()).not.toContain('SWMTKN-1-manager');
	expect(everything(skep)).not.toContain('SWMTKN-1-manager');
});

test('who may only look sees no token', async () => {
	await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 48, isReadOnly: true});
	await open(skep);
	await skep.press('t');
	await skep.waitFor('join tokens stay hidden');
	await skep.press('w');
	await skep.waitFor('join tokens stay hidden');
	expect(skep.written.join('')).not.toMatch(/SWMTKN-1-\w/);
});

test('Enter on what concerns the whole swarm leads there', async () => {
	const world = setUpWorld();
	Object.assign(world.swarm, {DefaultAddrPool: ['10.50.0.0/24']});
	world.networks.push(...(readSample('networks') as typeof world.networks));
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.soon(() => skep.row('POOL') !== undefined);
	await skep.press('0');
	await skep.soon(() => skep.ui().focus === 'needs');
	await skep.press('G');
	await skep.soon(() => skep.context.view.selected('needs')?.verdict === 'POOL');
	await skep.press('enter');
	await skep.waitFor('What can still fail');
	expect(skep.text()).toContain('1 of 1 taken');
});
