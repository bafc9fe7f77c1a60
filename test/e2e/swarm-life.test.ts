import {afterAll, beforeAll, expect, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import {startLab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {command, journaled} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm} from './swarm.ts';
import {asked, confirmAsAsked, copied, fillForm, fromTheTop, openSwarmPage, paste, shownBy} from './swarm-steps.ts';

describeOnLab('the life of a swarm, from bare engines to bare engines', () => {
	let lab: Lab;
	let [one, two, three, four]: LabNode[] = [];

	beforeAll(async () => {
		lab = await startLab({managers: 0, workers: 1});
		one = lab.node('work1');
		[two, three, four] = await Promise.all(['two', 'three', 'four'].map(name => lab.startEngine(name)));
	});

	afterAll(async () => lab?.stop());

	const engine = (node: LabNode | undefined) => {
		if (node === undefined) {
			throw new Error('The lab is not up');
		}

		return node;
	};

	const tokens = async () => (await asked(lab).swarm(engine(one))).JoinTokens;
	/** A node that has just joined isn't heard of yet. */
	const untilMembers = (...wanted: readonly string[]) =>
		until('they are members', async () => {
			const members = (await askSwarm(lab, () => engine(one)).nodes()).map(({Description, ManagerStatus, Status}) =>
				[Description.Hostname, ManagerStatus === undefined ? 'worker' : 'manager', Status.State].join(' '),
			);
			expect(members.sort()).toEqual(wanted);
			return true;
		});

	test('an engine in no swarm starts one; how to join it comes on screen, and is copied', async () => {
		const skep = openSkep(engine(one).host);
		await skep.waitFor('work1 is not in a swarm');

		command(skep, 'initSwarm');
		await fillForm(skep, {
			'advertise address': engine(one).address,
			'address pools': '10.77.0.0/16',
			'range length': '31',
		});
		await skep.waitForDialog(/"31" is no length for ranges/);
		expect((await asked(lab).part(engine(one))).LocalNodeState).toBe('inactive');
		skep.press(...Array.from({length: 2}, () => bytesOf('backspace')));
		skep.type('26');
		skep.press(bytesOf('enter'));
		const said = await confirmAsAsked(
			skep,
			`docker swarm init --advertise-addr ${engine(one).address} --default-addr-pool 10.77.0.0/16 --default-addr-pool-mask-length 26`,
		);
		expect(said).toMatch(/TCP 2377 to managers, TCP and UDP 7946, UDP 4789/);

		await skep.waitFor('What can still fail');
		await skep.waitFor((await tokens()).Worker);
		expect(await asked(lab).part(engine(one))).toMatchObject({
			LocalNodeState: 'active',
			ControlAvailable: true,
			NodeAddr: engine(one).address,
		});
		expect(await asked(lab).swarm(engine(one))).toMatchObject({DefaultAddrPool: ['10.77.0.0/16'], SubnetSize: 26});
		await skep.waitFor(/1 of 1 manager reachable/);
		command(skep, 'copyWorkerJoin');
		await skep.waitFor('copied: what to run on a machine');
		expect(copied(skep)).toBe(`docker swarm join --token ${(await tokens()).Worker} ${engine(one).address}:2377`);
		command(skep, 'copyManagerToken');
		await skep.waitFor('copied: the token of managers');
		expect(copied(skep)).toBe((await tokens()).Manager);
		skep.press(bytesOf('escape'));
		await skep.waitFor(/managers 1\/1.* live *$/m);
		await journaled(skep, [{operation: 'initSwarm', outcome: 'requested', target: {name: 'work1'}}]);
	});

	test('a machine joins as a worker by the token, another as a manager by the whole command', async () => {
		const {Worker, Manager} = await tokens();
		const worker = openSkep(engine(two).host);
		await worker.waitFor('two is not in a swarm');
		command(worker, 'joinSwarm');
		await fillForm(worker, {'join token': Worker.slice(0, -3), manager: engine(one).address});
		await worker.waitForDialog(/Its parts have 50 and 22 characters, not 50 and 25/);
		worker.type(Worker.slice(-3));
		worker.press(bytesOf('enter'));
		await confirmAsAsked(
			worker,
			`docker swarm join --token 'SWMTKN-1-...' ${engine(one).address}:2377`.replaceAll("'", ''),
		);
		await worker.waitFor('two is a worker');
		await worker.waitFor(`${engine(one).address}:2377`);

		const manager = openSkep(engine(three).host);
		await manager.waitFor('three is not in a swarm');
		command(manager, 'joinSwarm');
		await manager.waitForDialog(/Enter go on/);
		await hearing(manager);
		manager.type(paste(`    docker swarm join --token ${Manager} ${engine(one).address}:2377\n`));
		await manager.waitForDialog(/The whole command was pasted/);
		manager.press(bytesOf('enter'));
		await confirmAsAsked(manager, `docker swarm join --token SWMTKN-1-... ${engine(one).address}:2377`);
		await manager.waitFor(/managers 2\/2.* live *$/m);

		await untilMembers('three manager ready', 'two worker ready', 'work1 manager ready');
		await journaled(worker, [{operation: 'joinSwarm', outcome: 'requested'}]);
		for (const [skep, token] of [
			[worker, Worker],
			[manager, Manager],
		] as const) {
			const secret = token.split('-').at(-1) ?? '';
			expect(shownBy(skep)).not.toContain(secret.slice(0, 8));
			expect(JSON.stringify(skep.journal())).not.toContain(secret);
		}
	});

	test('a rotated token lets nobody in any more, and the new one does', async () => {
		const old = (await tokens()).Manager;
		const skep = openSkep(engine(one).host);
		await skep.waitFor(/managers 2\/2.* live *$/m);
		await openSwarmPage(skep);
		command(skep, 'rotateJoinToken');
		await skep.waitForDialog(/worker manager/);
		await hearing(skep);
		skep.press(bytesOf('down'), bytesOf('enter'));
		await confirmAsAsked(skep, 'docker swarm join-token --rotate --quiet manager');
		await until('the token is another', async () => (await tokens()).Manager !== old);
		await skep.waitFor((await tokens()).Manager);

		const late = openSkep(engine(four).host);
		await late.waitFor('four is not in a swarm');
		command(late, 'joinSwarm');
		await fillForm(late, {'join token': old, manager: engine(one).address});
		await confirmAsAsked(late, `docker swarm join --token SWMTKN-1-... ${engine(one).address}:2377`);
		await late.waitForDialog(/The managers refuse this token/);
		expect((await asked(lab).part(engine(four))).LocalNodeState).toBe('inactive');
		await hearing(late);
		late.press(bytesOf('shift+tab'));
		fromTheTop(late);
		await late.waitForDialog(/Enter go on/);
		await hearing(late);
		late.press(bytesOf('shift+tab'), bytesOf('ctrl+u'));
		late.type((await tokens()).Manager);
		late.press(bytesOf('enter'));
		await confirmAsAsked(late, `docker swarm join --token SWMTKN-1-... ${engine(one).address}:2377`);
		await late.waitFor(/managers 3\/3.* live *$/m);
		await untilMembers('four manager ready', 'three manager ready', 'two worker ready', 'work1 manager ready');
		expect(JSON.stringify(skep.journal())).not.toContain((await tokens()).Manager);
	});

	test('with autolock on, a manager that restarts is unlocked by the key', async () => {
		const skep = openSkep(engine(one).host);
		await skep.waitFor(/managers 3\/3.* live *$/m);
		await openSwarmPage(skep);
		command(skep, 'changeAutolock');
		await confirmAsAsked(skep, 'docker swarm update --autolock=true');
		await skep.waitFor(/SWMKEY-1-/);
		const key = await asked(lab).key(engine(one));
		await skep.waitFor(key);
		command(skep, 'copyUnlockKey');
		await skep.waitFor('copied: the unlock key');
		expect(copied(skep)).toBe(key);
		expect((await asked(lab).swarm(engine(one))).Spec.EncryptionConfig.AutoLockManagers).toBe(true);
		skep.press(bytesOf('escape'));
		await skep.waitUntilGone(key);
		await until('the other manager has heard of it', () => isLocked(engine(four)));

		const manager = openSkep(engine(four).host);
		await manager.waitFor('The swarm on four is locked');
		command(manager, 'unlockSwarm');
		await fillForm(manager, {'unlock key': `SWMKEY-1-${'A'.repeat(43)}`});
		await confirmAsAsked(manager, 'docker swarm unlock');
		await manager.waitForDialog(/not the key that this manager was locked with/);
		await hearing(manager);
		manager.press(bytesOf('shift+tab'));
		fromTheTop(manager);
		await manager.waitForDialog(/unlock key \*+/);
		await hearing(manager);
		manager.press(bytesOf('ctrl+u'));
		manager.type(key);
		manager.press(bytesOf('enter'));
		await confirmAsAsked(manager, 'docker swarm unlock');
		await manager.waitFor(/managers 3\/3.* live *$/m);
		expect((await asked(lab).part(engine(four))).LocalNodeState).toBe('active');
		expect(shownBy(manager)).not.toContain(key.slice(9, 20));
		expect(JSON.stringify([...manager.journal(), ...skep.journal()])).not.toContain(key.slice(9, 20));
	});

	/** Restarted until it waits for a key: it may have restarted before it heard that it is locked. */
	const isLocked = async (node: LabNode) => {
		await lab.restart(node);
		return until('it is up', async () => {
			const {LocalNodeState} = await asked(lab).part(node);
			return LocalNodeState === 'locked' ? 'locked' : LocalNodeState === 'active' && 'active';
		}).then(state => state === 'locked');
	};

	test('the unlock key and the root certificate are rotated, and the swarm is set up otherwise', async () => {
		const before = await asked(lab).swarm(engine(one));
		const key = await asked(lab).key(engine(one));
		const skep = openSkep(engine(one).host);
		await skep.waitFor(/managers 3\/3.* live *$/m);
		await openSwarmPage(skep);

		command(skep, 'rotateUnlockKey');
		await confirmAsAsked(skep, 'docker swarm unlock-key --rotate --quiet');
		await until('the key is another', async () => (await asked(lab).key(engine(one))) !== key);
		await skep.waitFor(await asked(lab).key(engine(one)));
		skep.press(bytesOf('escape'));
		await skep.waitFor('What can still fail');

		command(skep, 'rotateRoot');
		await confirmAsAsked(skep, 'docker swarm ca --rotate --detach');
		await until('the rotation is over', async () => {
			const {RootRotationInProgress, TLSInfo} = await asked(lab).swarm(engine(one));
			return !RootRotationInProgress && TLSInfo.CertIssuerPublicKey !== before.TLSInfo.CertIssuerPublicKey;
		});
		await skep.waitFor(/rotation +none under way/);
		expect((await tokens()).Worker).not.toBe(before.JoinTokens.Worker);

		command(skep, 'changeSwarmSettings');
		fromTheTop(skep);
		await fillForm(skep, {
			'task history': '3',
			heartbeat: '7s',
			'raft snapshot every': '9000',
			'older snapshots': '2',
			'certificates last': '30m',
		});
		await skep.waitForDialog(/The engine takes no less than 1h/);
		skep.press(bytesOf('ctrl+u'));
		skep.type('30d');
		skep.press(bytesOf('enter'));
		await confirmAsAsked(
			skep,
			'docker swarm update --task-history-limit 3 --dispatcher-heartbeat 7s --snapshot-interval 9000 --max-snapshots 2 --cert-expiry 720h',
		);
		await until(
			'it is set up so',
			async () => (await asked(lab).swarm(engine(one))).Spec.Orchestration.TaskHistoryRetentionLimit === 3,
		);
		expect((await asked(lab).swarm(engine(one))).Spec).toMatchObject({
			Raft: {SnapshotInterval: 9000, KeepOldSnapshots: 2},
			Dispatcher: {HeartbeatPeriod: 7e9},
			CAConfig: {NodeCertExpiry: 30 * 86_400e9},
			EncryptionConfig: {AutoLockManagers: true},
		});
		await skep.waitFor(/task history +3 ended tasks/);

		command(skep, 'changeAutolock');
		await confirmAsAsked(skep, 'docker swarm update --autolock=false');
		await until(
			'autolock is off',
			async () => !(await asked(lab).swarm(engine(one))).Spec.EncryptionConfig.AutoLockManagers,
		);
	});

	test('a worker leaves; a manager is demoted first; the last one stays', async () => {
		const worker = openSkep(engine(two).host);
		await worker.waitFor('two is a worker');
		command(worker, 'leaveSwarm');
		expect(await confirmAsAsked(worker, 'docker swarm leave')).toContain('This acts on two');
		await worker.waitFor('two is not in a swarm');
		expect((await asked(lab).part(engine(two))).LocalNodeState).toBe('inactive');
		await journaled(worker, [{operation: 'leaveSwarm', outcome: 'requested', target: {name: 'two'}}]);

		for (const node of [engine(three), engine(four)]) {
			const manager = openSkep(node.host);
			await manager.waitFor(/ live *$/m);
			await openSwarmPage(manager);
			command(manager, 'leaveSwarm');
			await manager.waitForDialog(/is a manager: it becomes a worker first/);
			expect(manager.dialog()).toContain('docker swarm leave --force');
			await hearing(manager);
			manager.press('r');
			await confirmAsAsked(manager, `docker node demote ${node.name}`);
			await manager.waitFor(`${node.name} is a worker`);
			command(manager, 'leaveSwarm');
			await confirmAsAsked(manager, 'docker swarm leave');
			await manager.waitFor(`${node.name} is not in a swarm`);
		}

		const last = openSkep(engine(one).host);
		await last.waitFor(/managers 1\/1/);
		await openSwarmPage(last);
		command(last, 'leaveSwarm');
		await last.waitForDialog(/work1 is the last manager: the swarm would be gone for good/);
		expect(last.dialog()).toContain('docker swarm leave --force');
		expect(last.dialog()).not.toContain('y do it');
		await hearing(last);
		last.press('y', bytesOf('enter'));
		expect((await asked(lab).part(engine(one))).LocalNodeState).toBe('active');
		expect(last.journal()).toEqual([]);
	});
});

describeOnLab('a swarm of newer engines', () => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await startLab({managers: 0, workers: 1, engineVersion: '28.5'});
	});

	afterAll(async () => lab?.stop());

	test('is started locked, joined, and unlocked after a restart', async () => {
		const first = lab.node('work1');
		const other = await lab.startEngine('other');
		const skep = openSkep(first.host);
		await skep.waitFor('work1 is not in a swarm');
		command(skep, 'initSwarm');
		await skep.waitForDialog(/Enter go on/);
		await hearing(skep);
		skep.type(first.address);
		skep.press(bytesOf('tab'), bytesOf('tab'), bytesOf('right'), bytesOf('enter'));
		await confirmAsAsked(skep, `docker swarm init --advertise-addr ${first.address} --autolock`);
		await skep.waitFor(/SWMKEY-1-/);
		const key = await asked(lab).key(first);
		await skep.waitFor(key);
		skep.press(bytesOf('escape'));
		const {Worker} = (await asked(lab).swarm(first)).JoinTokens;
		await skep.waitFor(Worker);

		const worker = openSkep(other.host);
		await worker.waitFor('other is not in a swarm');
		command(worker, 'joinSwarm');
		await fillForm(worker, {'join token': Worker, manager: `${first.address}:2377`});
		await confirmAsAsked(worker, `docker swarm join --token SWMTKN-1-... ${first.address}:2377`);
		await worker.waitFor('other is a worker');

		skep.press(bytesOf('escape'));
		await lab.restart(first);
		await skep.waitFor('The swarm on work1 is locked');
		command(skep, 'unlockSwarm');
		await fillForm(skep, {'unlock key': key});
		await confirmAsAsked(skep, 'docker swarm unlock');
		await skep.waitFor(/managers 1\/1.* live *$/m);
		expect((await asked(lab).part(first)).LocalNodeState).toBe('active');
	});
});
