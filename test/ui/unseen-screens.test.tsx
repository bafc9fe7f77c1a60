import {expect, test} from 'vitest';
import {isSamePlan} from '../../source/ui/dialogs/review.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id, rawTask} from '../helpers/small-engine/build.ts';
import {swarmState} from '../helpers/small-engine/swarm-routes.ts';
import {world} from '../helpers/small-engine/world.ts';
import {walkTo} from './dialog-steps.ts';
import {complete, replaceTask, rollingWorld, webOf} from './rolling-world.ts';
import {addService, calmWorld, troubledWorld} from './worlds.ts';

const foot = (skep: OpenDashboard) => skep.lines().at(-1) ?? '';

test('a swarm without a service says so, in a rule without a gap', async () => {
	await using skep = await openDashboard(world(), {columns: 60, rows: 20});
	await skep.waitFor('Nothing needs you: no services yet, 1 node');
	await skep.waitFor('No services yet: a creates one');
	expect(skep.lines().filter(line => /^─+$/.test(line))).toEqual(['─'.repeat(60)]);
});

test('services that are on their way are not counted among those as wanted', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await skep.waitFor('Nothing needs you: 6 services as wanted on 5 nodes');
	skep.small.change(({services, tasks}) => {
		const mail = services.find(({ID}) => ID === id('mail'));

		if (mail === undefined) {
			throw new Error('There is no mail');
		}

		Object.assign(mail.Spec.Mode, {Replicated: {Replicas: 3}});
		tasks.push(
			rawTask(mail, {
				ID: id('3taskmail'),
				Slot: 3,
				NodeID: id('wrk1'),
				CreatedAt: '2026-11-21T09:30:29.000000000Z',
				Status: {State: 'starting', Timestamp: '2026-11-21T09:30:29.000000000Z'},
			}),
		);
	});
	await skep.waitFor('Nothing needs you so far: 5 of 6 services as wanted on 5 nodes');
	expect(skep.lines()[0]).toContain('services 5/6 whole');
});

test.each([60, 80, 120])('at %i columns an engine in no swarm says how to leave', async columns => {
	const world = {...calmWorld(), info: {Name: 'host1', ...swarmState('inactive')}};
	await using skep = await openDashboard(world, {columns, rows: 20, isAwaited: false});
	await skep.waitFor('host1 is not in a swarm');
	expect(foot(skep)).toMatch(/skep keeps trying.* {2}: all commands +\? keys +q quit/);
});

test('a name is looked for among all services from Needs you, too: what is typed does nothing else', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 120, rows: 36});
	await skep.soon(() => skep.ui().focus === 'needs');
	await skep.press('/', 'a', 'p', 'i');
	expect(skep.ui()).toMatchObject({focus: 'services', layers: [], prompt: {kind: 'filter', text: 'api'}});
	await skep.press('enter');
	await skep.waitFor('1 Services 7, matching /api');
});

/** As long as a name can be: 63 characters. */
const longName = (end: string) => `${'department-of-payments_'.repeat(2)}customer-${end}`;

test.each([60, 80, 160])('at %i columns long names leave room for the cause, and differ', async columns => {
	const world = troubledWorld();
	const ends = ['invoices', 'receipts'];
	for (const end of ends) {
		const service = addService(world, longName(end), 0, {ID: id(end)});
		Object.assign(service.Spec.Mode, {Replicated: {Replicas: 1}});
		world.tasks.push(
			rawTask(service, {
				ID: id(`waits${end}`),
				Slot: 1,
				NodeID: '',
				Status: {State: 'pending', Err: 'no suitable node (insufficient resources on 5 nodes)'},
			}),
		);
	}
	await using skep = await openDashboard(world, {columns, rows: 36});
	await skep.soon(() => ends.every(end => new RegExp(`DOWN +depar.*…\\S*${end} +0/1`).test(skep.text())));
	const rows = skep
		.lines()
		.slice(1, 5)
		.filter(line => / DOWN /.test(line));
	expect(new Set(rows.map(row => row.indexOf(' 0/1 '))).size).toBe(1);
	for (const row of rows.filter(row => row.includes('depar'))) {
		expect(row.replace(/^.*0\/1 +\S+ +/, '').length).toBeGreaterThan(columns / 4);
	}
	await skep.press('p');
	await skep.waitFor(/^── Problems \d, worst first/);
	await skep.soon(() => ends.every(end => new RegExp(`DOWN +depar.*…\\S*${end} +0/1`).test(skep.text())));
});

test.each([
	[60, /\S {2}\+1(: wrk2 down)?$/],
	[80, /\S {2}\+ 1 more: wrk2 down$/],
])('at %i columns what is not shown is counted in few words', async (columns, words) => {
	await using skep = await openDashboard(troubledWorld(), {columns, rows: 20});
	await skep.soon(() =>
		skep
			.lines()
			.slice(1, 4)
			.some(line => words.test(line)),
	);
});

test('what a plan says that holds still is asked about again, and no count that comes and goes', () => {
	const warning = (counts: string) => ({
		effects: [],
		refusals: [],
		warnings: [`db: no node takes its task: no suitable node (${counts}). It is down until someone acts.`],
	});
	const [before, after] = [warning('insufficient resources on 1 node'), warning('insufficient resources on 2 nodes')];
	expect(isSamePlan(before, after)).toBe(true);
	expect(isSamePlan(before, {...after, warnings: []})).toBe(false);
	expect(isSamePlan(before, {...after, warnings: after.warnings.map(text => text.replace('db', 'web'))})).toBe(false);
});

test('what a change was said to begin is not said any more once its cockpit shows the end', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 120, rows: 36});
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.press('w');
	await skep.soon(() => skep.top()?.kind === 'cockpit');
	skep.context.ui.setState({message: {text: 'shop_web: update begun', tone: 'plain'}});
	await skep.soon(() => foot(skep).includes('update begun'));
	skep.small.change(world => {
		for (const slot of [3, 4, 5, 6]) {
			replaceTask(world, slot, '30:20');
		}
		complete(world, '30:31');
	});
	await skep.soon(() => foot(skep).includes('Esc back'));
	expect(skep.ui().message).toBeUndefined();
});

test('a slot that went with its node is among what happened', async () => {
	const world = rollingWorld();
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.press('w');
	await skep.soon(() => skep.top()?.kind === 'cockpit');
	const lost = world.tasks.find(({ServiceID, Slot}) => ServiceID === webOf(world).ID && Slot === 4)?.NodeID;
	skep.small.change(({nodes}) => {
		const node = nodes.find(({ID}) => ID === lost);
		Object.assign(node?.Status ?? {}, {State: 'down', Message: 'heartbeat failure'});
		Object.assign(node ?? {}, {UpdatedAt: '2026-11-21T09:30:29.000000000Z'});
	});
	await skep.waitFor(/slot 4 lost: \w+ went down|slots .*4.* lost with a node/);
});

test('tasks that are given up name the way out', async () => {
	const world = calmWorld();
	const mail = world.services.find(({ID}) => ID === id('mail'));
	for (const task of world.tasks.filter(({ServiceID}) => ServiceID === mail?.ID)) {
		Object.assign(task, {DesiredState: 'shutdown'});
		Object.assign(task.Status, {
			State: 'failed',
			Err: 'task: non-zero exit (3)',
			ContainerStatus: {ContainerID: 'c'.repeat(64), PID: 0, ExitCode: 3},
		});
	}
	await using skep = await openDashboard(world, {columns: 120, rows: 36});
	await skep.press('1');
	await walkTo(skep, id('mail'));
	await skep.press('w');
	await skep.waitFor(/2 slots: the restart policy allows no more tries\./);
	expect(skep.text().replaceAll(/\s+/g, ' ')).toContain(
		'Once the cause is gone, restart the service: docker service update --force, or r on its row',
	);
});

test('a task that is told to go has been stopping since then, not since it ran', async () => {
	const world = calmWorld();
	Object.assign(world.tasks.find(({ID}) => ID === id('1taskmail')) ?? {}, {
		DesiredState: 'shutdown',
		UpdatedAt: '2026-11-21T09:30:20.000000000Z',
	});
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('1');
	await walkTo(skep, id('mail'));
	await skep.waitFor(/~ .*stopping +<1m/);
});

test('the first slot of a job has its number', async () => {
	const world = calmWorld();
	const job = addService(world, 'nightly', 0, {JobStatus: {JobIteration: {Index: 7}}});
	Object.assign(job.Spec, {Mode: {ReplicatedJob: {MaxConcurrent: 1, TotalCompletions: 1}}});
	const task = rawTask(job, {ID: id('job0'), NodeID: id('wrk1'), JobIteration: {Index: 7}});
	delete (task as {Slot?: number}).Slot;
	world.tasks.push(task);
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('2');
	await walkTo(skep, id('wrk1'));
	await skep.waitFor(/nightly\.0 +running/);
});
