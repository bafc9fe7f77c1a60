import {describe, expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {readSample} from '../helpers/recordings.ts';
import {swarmState, unlockKey} from '../helpers/small-engine/swarm-routes.ts';
import {aToken} from '../operations/swarm-trials.ts';
import {calmWorld} from './worlds.ts';

/** The shop, set up as a real swarm was; every node's certificate is by its root. */
const setUpWorld = () => {
	const world = calmWorld();
	const {JoinTokens: _, ID: __, ...settings} = readSample('swarm') as Record<string, unknown>;
	Object.assign(world.swarm, settings, {TLSInfo: {CertIssuerPublicKey: 'first'}});
	for (const node of world.nodes) {
		Object.assign(node.Description, {TLSInfo: {CertIssuerPublicKey: 'first'}});
	}
	return world;
};

const openPage = async (skep: OpenDashboard) => {
	await skep.press(':');
	await skep.type('showswarm');
	await skep.press('enter');
	await skep.waitFor('What can still fail');
};

test('a rotation of the root certificate is followed to its end, and says for whom it waits', async () => {
	await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 48});
	await openPage(skep);
	await skep.press('C');
	await skep.listening(/docker swarm ca --rotate --detach/);
	await skep.press('y');
	await skep.soon(() => skep.writes().length === 1);
	const [first, ...others] = skep.world.nodes;
	Object.assign(skep.world.swarm, {TLSInfo: {CertIssuerPublicKey: 'second'}});
	skep.small.change(() => {
		Object.assign(first?.Description ?? {}, {TLSInfo: {CertIssuerPublicKey: 'second'}});
	});
	await skep.soon(() => /under way: 1 of \d+ nodes have a certificate/.test(skep.text()));
	skep.small.change(() => {
		for (const node of others) {
			Object.assign(node.Description, {TLSInfo: {CertIssuerPublicKey: 'second'}});
		}
	});
	Object.assign(skep.world.swarm, {RootRotationInProgress: false, Version: {Index: 99}});
	await skep.soon(() => /rotation +none under way/.test(skep.text()));
	expect(skep.text()).not.toContain('held up');
});

const everything = (skep: OpenDashboard) =>
	`${JSON.stringify(skep.cluster.getState())}${JSON.stringify(skep.ui())}${skep.journal()}`;

/** Some of it is enough to give it away. */
const shows = (skep: OpenDashboard, secret: string) =>
	skep.written.join('').includes(secret.slice(9, 17)) || skep.journal().includes(secret.slice(9, 17));

const bare = (state: string, more = {}) => ({
	columns: 120,
	rows: 36,
	isAwaited: false,
	prepare: ({world}: OpenDashboard['small']) => {
		world.info = {Name: 'host1', ...swarmState(state, more)};
	},
});

const openAt = (key: string, sight: string | RegExp) => async (skep: OpenDashboard) => {
	await skep.waitFor(sight);
	await skep.press(key);
	await skep.listening(/Enter go on/);
};

describe('an engine in no swarm', () => {
	test('says at its field what is wrong, starts a swarm, and shows how to join it', async () => {
		await using skep = await openDashboard(setUpWorld(), bare('inactive'));
		await openAt('I', 'host1 is not in a swarm')(skep);
		expect(skep.text()).toMatch(/For good: these can never be changed/);
		await skep.type('0.0.0.0');
		await skep.press('enter');
		await skep.waitFor('0.0.0.0 is every address and none');
		await skep.press('ctrl+u');
		await skep.type('10.0.0.1');
		await skep.press('enter');
		await skep.listening('$ docker swarm init --advertise-addr 10.0.0.1');
		expect(skep.writes()).toEqual([]);
		await skep.press('y');
		await skep.soon(() => skep.cluster.getState().connection.kind === 'live');
		await skep.waitFor('docker swarm join --token SWMTKN-1-worker 10.0.0.1:2377');
		await skep.waitFor('docker swarm join --token SWMTKN-1-manager 10.0.0.1:2377');
		expect(skep.writes().map(({path}) => path)).toEqual(['/swarm/init']);
		await skep.press('2');
		await skep.waitFor('copied: the token of managers');
		await skep.press('escape');
		await skep.waitFor('shop_web');
		expect(everything(skep)).not.toContain('SWMTKN-1-worker');
	});

	test('joins by a token that nobody sees, and says before what is wrong with it', async () => {
		await using skep = await openDashboard(setUpWorld(), bare('inactive'));
		await openAt('J', 'host1 is not in a swarm')(skep);
		await skep.type(aToken.slice(0, -2));
		await skep.press('enter');
		await skep.waitFor('Its parts have 50 and 23 characters, not 50 and 25');
		await skep.type(aToken.slice(-2));
		await skep.press('tab');
		await skep.type('10.0.0.5:notaport');
		await skep.press('enter');
		await skep.waitFor('"notaport" is no port');
		await skep.press('ctrl+u');
		await skep.type('10.0.0.5');
		await skep.press('enter');
		await skep.listening('$ docker swarm join --token SWMTKN-1-... 10.0.0.5:2377');
		await skep.press('y');
		await skep.soon(() => skep.writes().length === 1);
		expect(skep.writes()[0]?.body).toMatchObject({JoinToken: aToken, RemoteAddrs: ['10.0.0.5:2377']});
		await skep.soon(() => skep.cluster.getState().connection.kind === 'live');
		await skep.soon(() => skep.journal() !== '');
		expect(shows(skep, aToken)).toBe(false);
		expect(everything(skep)).not.toContain(aToken);
	});

	test('takes the whole command as it is pasted', async () => {
		await using skep = await openDashboard(setUpWorld(), bare('inactive'));
		await openAt('J', 'host1 is not in a swarm')(skep);
		await skep.type(`\u001b[200~    docker swarm join --token ${aToken} 10.0.0.7:2377\n\u001b[201~`);
		await skep.waitFor('The whole command was pasted: its token, and 10.0.0.7:2377');
		await skep.press('enter');
		await skep.listening('$ docker swarm join --token SWMTKN-1-... 10.0.0.7:2377');
		expect(shows(skep, aToken)).toBe(false);
	});

	test('shows no token that is pasted where an address goes', async () => {
		await using skep = await openDashboard(setUpWorld(), bare('inactive'));
		await openAt('J', 'host1 is not in a swarm')(skep);
		await skep.press('tab');
		await skep.type(`\u001b[200~${aToken}\u001b[201~`);
		await skep.waitFor('SWMTKN-...');
		await skep.press('shift+tab');
		await skep.type(aToken);
		await skep.press('enter');
		await skep.waitFor('A join token is no address');
		expect(shows(skep, aToken)).toBe(false);
	});

	test('is only looked at where skep is read-only', async () => {
		await using skep = await openDashboard(setUpWorld(), {...bare('inactive'), isReadOnly: true});
		await openAt('I', 'host1 is not in a swarm')(skep);
		await skep.press('enter');
		await skep.waitFor('skep is read-only, nothing can be changed');
		await skep.press('y');
		expect(skep.writes()).toEqual([]);
	});
});

test('a locked manager is unlocked by its key; a wrong one is said, and the form is not lost', async () => {
	await using skep = await openDashboard(setUpWorld(), bare('locked'));
	await openAt('K', 'The swarm on host1 is locked')(skep);
	const wrong = unlockKey.replace('KKKK', 'abcd');
	await skep.type(wrong);
	await skep.press('enter');
	await skep.listening('$ docker swarm unlock');
	await skep.press('y');
	await skep.waitFor('This is not the key that this manager was locked with');
	await skep.press('shift+tab');
	await skep.listening(/unlock key +\*+/);
	await skep.press('ctrl+u');
	await skep.type(unlockKey);
	await skep.press('enter');
	await skep.listening('$ docker swarm unlock');
	await skep.press('y');
	await skep.soon(() => skep.cluster.getState().connection.kind === 'live');
	await skep.soon(() => skep.journal().includes('requested'));
	expect(shows(skep, wrong)).toBe(false);
	expect(shows(skep, unlockKey)).toBe(false);
});

describe('autolock', () => {
	test('is turned on with a warning; its key is on one page, copied, and gone with it', async () => {
		await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 48});
		await openPage(skep);
		await skep.press('Z');
		await skep.listening(/Without the unlock key a restarted manager can't come back/);
		await skep.type('autolock');
		await skep.press('enter');
		await skep.waitFor(unlockKey);
		await skep.press('c');
		await skep.waitFor('copied: the unlock key');
		await skep.press('escape');
		await skep.waitFor(/autolock +on: a restarted manager waits/);
		expect(skep.text()).not.toContain(unlockKey);
		expect(everything(skep)).not.toContain(unlockKey);
		await skep.press('v');
		await skep.waitFor(unlockKey);
	});

	test('its key stays hidden from who may only look, and is none while it is off', async () => {
		await using looking = await openDashboard(setUpWorld(), {columns: 120, rows: 48, isReadOnly: true});
		await openPage(looking);
		await looking.press('v');
		await looking.waitFor('the unlock key stays hidden');
		await using off = await openDashboard(setUpWorld(), {columns: 120, rows: 48});
		await openPage(off);
		await off.press('v');
		await off.waitFor('autolock is off: there is no unlock key');
		await off.press('escape');
		await off.press('W');
		await off.waitFor('Rotate the unlock key: autolock is off: there is no key');
	});
});

test('a rotated token comes on screen at once', async () => {
	await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 48});
	await openPage(skep);
	await skep.press('T');
	await skep.listening(/which token ends now|worker/);
	await skep.press('enter');
	await skep.listening('$ docker swarm join-token --rotate --quiet worker');
	await skep.press('y');
	await skep.waitFor('docker swarm join --token SWMTKN-1-worker-again');
	expect(skep.journal()).not.toContain('SWMTKN-1-worker');
});

describe('leaving', () => {
	test('a worker leaves once its name is typed, and sees before what stops', async () => {
		await using skep = await openDashboard(
			setUpWorld(),
			bare('active', {NodeID: 'n', RemoteManagers: [{NodeID: 'm', Addr: '10.0.0.1:2377'}]}),
		);
		await skep.waitFor('host1 is a worker');
		await skep.press('E');
		await skep.listening('$ docker swarm leave');
		expect(skep.text()).toMatch(/This acts on host1, the engine that skep is connected to/);
		expect(skep.text()).toMatch(/\d+ tasks? on host1 stop/);
		await skep.type('host1');
		await skep.press('enter');
		await skep.waitFor('host1 is not in a swarm');
		expect(skep.writes().map(({path, query}) => [path, query])).toEqual([['/swarm/leave', {}]]);
	});

	test('a manager is offered its demotion; by force nothing is ever done', async () => {
		await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 48});
		await openPage(skep);
		await skep.press('E');
		await skep.listening(/mgr1 is a manager: it becomes a worker first/);
		expect(skep.text()).toContain('docker swarm leave --force');
		await skep.press('y', 'enter');
		await skep.press('E');
		await skep.listening(/mgr1 is a manager/);
		await skep.press('r');
		await skep.listening('$ docker node demote mgr1');
		expect(skep.writes()).toEqual([]);
	});
});

describe('lost quorum', () => {
	const message = 'rpc error: code = Unknown desc = The swarm does not have a leader.';

	test('has a page: what is so, what not to do, and the ways back, to be copied', async () => {
		await using skep = await openDashboard(setUpWorld(), {columns: 120, rows: 60});
		await skep.press('0');
		skep.small.fault(/^\/(nodes|services|tasks|networks|swarm)/, {status: 503, message});
		skep.small.fault(/^\/events/, {status: 503, message});
		skep.world.info = {
			Swarm: {...swarmState('active').Swarm, ControlAvailable: true, Error: message, NodeAddr: '10.0.0.1'},
		};
		skep.small.breakConnections();
		await skep.soon(() => skep.cluster.getState().connection.kind === 'no-quorum');
		await skep.soon(() => skep.row('NO QUORUM') !== undefined);
		await skep.press('0', 'g', 'enter');
		await skep.waitFor(/2 of 3 managers must reach each other/);
		expect(skep.text()).toMatch(/TCP 2377 and 7946, UDP 7946 and 4789/);
		expect(skep.text()).toContain('docker swarm init --force-new-cluster --advertise-addr 10.0.0.1');
		await skep.press('2');
		await skep.waitFor('copied');
		const copied = /\u001b\]52;c;([^\u0007]+)\u0007/.exec(skep.written.join(''))?.[1] ?? '';
		expect(Buffer.from(copied, 'base64').toString()).toMatch(
			/^systemctl stop docker\ntar .*\n.*\ndocker swarm init --force-new-cluster/,
		);
		expect(skep.writes()).toEqual([]);
	});

	test('is told of where skep starts without it', async () => {
		await using skep = await openDashboard(setUpWorld(), {
			...bare('active', {
				ControlAvailable: true,
				Error: message,
				NodeAddr: '10.0.0.1',
				NodeID: 'n',
				RemoteManagers: [{NodeID: 'm', Addr: '10.0.0.2:2377'}],
			}),
			prepare: small => {
				bare('active', {
					ControlAvailable: true,
					Error: message,
					NodeAddr: '10.0.0.1',
					NodeID: 'n',
					RemoteManagers: [{NodeID: 'm', Addr: '10.0.0.2:2377'}],
				}).prepare(small);
				small.fault(/^\/(nodes|services|tasks|networks|swarm|events)/, {status: 503, message});
			},
		});
		await skep.soon(() => skep.cluster.getState().connection.kind === 'no-quorum');
		await skep.waitFor('The managers have no quorum');
		await skep.press('w');
		await skep.waitFor('nc -zv 10.0.0.2 2377');
	});
});

test('an engine whose manager does not answer says that it is joining, and can give up', async () => {
	await using skep = await openDashboard(
		setUpWorld(),
		bare('pending', {RemoteManagers: [{NodeID: '', Addr: '10.0.0.9:2377'}]}),
	);
	await skep.waitFor('host1 is joining a swarm');
	expect(skep.text()).toContain('10.0.0.9:2377');
	await skep.press('E');
	await skep.listening('host1 gives up joining');
	await skep.type('host1');
	await skep.press('enter');
	await skep.waitFor('host1 is not in a swarm');
});
