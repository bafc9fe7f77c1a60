import {describe, expect, test} from 'vitest';
import {believedNodes} from '../../source/swarm/living.ts';
import {tailOf} from '../../source/swarm/monitor.ts';
import {type Rollout, type RolloutSlot, rolloutOf, type SlotPhase} from '../../source/swarm/rollout.ts';
import {verdictOf} from '../../source/swarm/verdict.ts';
import {whatFollows} from '../../source/swarm/what-follows.ts';
import {snapshotOf} from '../helpers/builders.ts';
import {type Frame, framesOf} from '../helpers/recordings.ts';

const snapshotAt = ({nodes, service, tasks}: Frame, at: number) => snapshotOf({nodes, services: [service], tasks, at});

const seen = (frame: Frame, later = 0): Rollout => {
	const at = frame.at + later;
	return rolloutOf(frame.service, frame.tasks, snapshotAt(frame, at), at) as Rollout;
};

const last = (name: string) => framesOf(name).at(-1) as Frame;
const phases = ({slots}: Rollout) => slots.map(({phase}) => phase);

const rolling = [
	'rolling-update-ok',
	'rolling-update-ok.registry-unreachable',
	'rolling-update-start-first',
	'force-update',
	'manual-rollback',
	'scale-during-update',
	'paused-then-rollback-previous',
	'paused-then-resume-noop-then-rollback',
	'update-failing-paused',
	'update-failing-rollback',
	'update-failing-continue',
	'update-unschedulable-stuck',
	'noop-update-during-update-loses-updatestatus',
];

const others = [
	'scale-up-down',
	'crash-loop-max-attempts',
	'node-down-worker-killed',
	'node-drain-activate-global',
	'node-drain-activate-replicated',
	'replicated-job',
];

describe.each([...rolling, ...others])('in every frame of %s', name => {
	const frames = framesOf(name);

	test('the counts add up to the slots', () => {
		for (const frame of frames) {
			const {counts, slots, serving} = seen(frame);
			expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(slots.length);
			expect(serving.reduce((sum, item) => sum + item.slots, 0)).toBe(slots.filter(({serves}) => serves).length);
		}
	});

	test('only tasks that run on living nodes serve', () => {
		for (const frame of frames) {
			const nodes = believedNodes(snapshotAt(frame, frame.at), frame.at);

			for (const {serves, oldTask, newTask} of seen(frame).slots) {
				const server = serves === 'new' ? newTask : serves === 'old' ? oldTask : undefined;
				expect(server?.state ?? 'running').toBe('running');
				expect(server?.nodeId === undefined || nodes?.get(server.nodeId)?.state === 'ready').toBe(true);
			}
		}
	});
});

const runsSince = ({newTask}: RolloutSlot) =>
	newTask?.state === 'running' ? Math.min(newTask.stateAt, newTask.updatedAt) : Number.NaN;

test.each(rolling)('no slot of %s is done while the engine watches its task, or while it is down', name => {
	for (const frame of framesOf(name)) {
		const {state, slots, policy, startedAt} = seen(frame);
		const isWatched = state === 'rolling' || state === 'completed';

		for (const slot of slots.filter(({phase}) => phase === 'done')) {
			expect(slot.serves).toBe('new');
			const isNews = startedAt !== undefined && (slot.newTask?.createdAt ?? 0) >= startedAt;
			const open = runsSince(slot) + 1000 * tailOf(policy) - frame.at;
			expect(isWatched && isNews ? open : 0).toBeLessThanOrEqual(0);
		}
	}
});

test.each(rolling)('once all slots of %s are done, its verdict is not that something is short', name => {
	for (const frame of framesOf(name)) {
		const {counts, slots, wanted} = seen(frame);
		const {state} = verdictOf(frame.service, frame.tasks, snapshotAt(frame, frame.at), frame.at);
		const isThrough = counts.done === slots.length && slots.length === wanted;
		expect(isThrough ? state.kind : 'converged').toMatch(/^(converged|verifying|progressing|rolling)$/);
		expect(state.kind === 'converged' && !isThrough).toBe(false);
	}
});

const order: readonly SlotPhase[] = ['old', 'stopping', 'starting', 'verifying', 'done'];

test.each([
	'rolling-update-ok',
	'rolling-update-ok.registry-unreachable',
	'rolling-update-start-first',
	'force-update',
	'manual-rollback',
	'scale-during-update',
])('slots of %s only go forward while one rollout lasts', name => {
	const reached = new Map<string, number>();

	for (const frame of framesOf(name)) {
		const {slots, startedAt} = seen(frame);

		for (const {key, phase} of startedAt === undefined ? [] : slots) {
			const where = `${startedAt} ${key}`;
			expect(order.indexOf(phase)).toBeGreaterThanOrEqual(reached.get(where) ?? 0);
			reached.set(where, order.indexOf(phase));
		}
	}
});

test.each(['rolling-update-ok', 'rolling-update-start-first', 'manual-rollback'])(
	'no more slots of %s are busy than there are workers, and all end new',
	name => {
		const frames = framesOf(name).map(frame => seen(frame));
		const busiest = Math.max(...frames.map(({busy}) => busy));
		expect(busiest).toBe(frames.at(-1)?.policy.parallelism);
		expect(frames.at(-1)).toMatchObject({state: 'completed', busy: 0, delayUntil: undefined});
		expect(new Set(phases(frames.at(-1) as Rollout))).toEqual(new Set(['done']));
	},
);

test('a rollback that the engine calls complete with two of four running is watched to its end', () => {
	const frames = framesOf('update-failing-rollback');
	const claimed = frames.find(({service}) => service.updateStatus?.state === 'rollback_completed') as Frame;
	expect(seen(claimed)).toMatchObject({direction: 'rollback', state: 'completed'});
	expect(phases(seen(claimed))).toEqual(['done', 'done', 'starting', 'starting']);
	expect(seen(claimed).serving).toMatchObject([{isNew: true, slots: 2}]);
	expect(whatFollows(seen(claimed), claimed.service)).toMatchObject([{kind: 'moves-on', slots: [{}, {}]}]);

	const up = frames.at(-1) as Frame;
	expect(phases(seen(up))).toEqual(['done', 'done', 'verifying', 'verifying']);
	expect(whatFollows(seen(up), up.service)).toMatchObject([{kind: 'settles'}]);
	expect(phases(seen(up, 10_000))).toEqual(['done', 'done', 'done', 'done']);
	expect(whatFollows(seen(up, 10_000), up.service)).toEqual([{kind: 'done'}]);
});

test('an update that fits nowhere is blocked, in the words of the scheduler, and waits for ever', () => {
	const frame = last('update-unschedulable-stuck');
	const rollout = seen(frame);
	const reason = 'no suitable node (scheduling constraints not satisfied on 5 nodes)';
	expect(phases(rollout)).toEqual(['blocked', 'old', 'old', 'old']);
	expect(rollout).toMatchObject({state: 'rolling', busy: 1, blocked: reason, secondsLeft: undefined});
	expect(rollout.serving).toMatchObject([{isNew: false, slots: 3}]);
	expect(whatFollows(rollout, frame.service)).toMatchObject([
		{kind: 'waits-for-ever', reason, slots: [{number: 1}]},
		{kind: 'stays-old', slots: [{number: 2}, {number: 3}, {number: 4}]},
	]);
});

test('a paused update tells who loops, how often, and who goes on serving the old image', () => {
	const frame = last('update-failing-paused');
	const rollout = seen(frame);
	expect(phases(rollout)).toEqual(['failing', 'old', 'failing', 'old']);
	expect(rollout).toMatchObject({state: 'paused', failures: {slots: 2, allowed: 0, of: 4}, busy: 0});
	expect(rollout.lastFailure).toMatchObject({error: 'task: non-zero exit (3)', exitCode: 3});
	expect(rollout.oldImage).toMatch(/^demo\/web:1/);
	expect(rollout.newImage).toMatch(/^demo\/web:bad/);

	const [loops, rest] = whatFollows(rollout, frame.service);
	expect(loops).toMatchObject({kind: 'crash-loops', slots: [{number: 1}, {number: 3}]});
	// The service's restart delay is 2 s; a run and the start of the next take the rest.
	expect(loops?.kind === 'crash-loops' && loops.everySeconds).toBeGreaterThan(3);
	expect(loops?.kind === 'crash-loops' && loops.everySeconds).toBeLessThan(4);
	expect(rest).toMatchObject({kind: 'stays-paused', slots: [{number: 2}, {number: 4}]});
});

test('only the first task of a slot counts against the ratio, however often the restarts fail', () => {
	const counted = framesOf('update-failing-continue').map(frame => seen(frame).failures);
	expect(Math.max(...counted.map(({slots}) => slots))).toBe(4);
	expect(counted.at(-1)).toEqual({slots: 4, allowed: 0, of: 4});
});

test('a rollback counts only the slots that it has to touch', () => {
	const back = framesOf('paused-then-rollback-previous').filter(
		({service}) => service.updateStatus?.state === 'rollback_started',
	);
	expect(back.length).toBeGreaterThan(3);

	for (const frame of back) {
		expect(seen(frame).failures).toMatchObject({slots: 0, of: 2});
		expect(seen(frame).newImage).toMatch(/^demo\/web:1/);
	}
});

test('an update whose status was wiped goes on unreported, slot by slot', () => {
	const frames = framesOf('noop-update-during-update-loses-updatestatus');
	const silent = frames.filter(frame => frame.service.updateStatus === undefined && seen(frame).counts.old > 0);
	expect(silent.length).toBeGreaterThan(3);

	for (const frame of silent) {
		expect(seen(frame)).toMatchObject({state: 'none', secondsLeft: undefined, busy: 0});
		expect(whatFollows(seen(frame), frame.service)).toContainEqual(expect.objectContaining({kind: 'unreported'}));
	}
});

test('a service whose restarts are used up stays down', () => {
	const frame = last('crash-loop-max-attempts');
	expect(seen(frame, 60_000)).toMatchObject({state: 'none', serving: [], wanted: 1});
	expect(whatFollows(seen(frame, 60_000), frame.service)).toMatchObject([{kind: 'stays-down', slots: [{number: 1}]}]);
});

test("a dead worker's slots move on to the living", () => {
	const frames = framesOf('node-down-worker-killed');
	const short = frames.map(frame => seen(frame)).find(({counts}) => counts.done < 10) as Rollout;
	expect(short).toMatchObject({serving: [{slots: 8}], counts: {done: 8, starting: 2}});
	expect(seen(frames.at(-1) as Frame)).toMatchObject({serving: [{slots: 10}], counts: {done: 10}});
});

test('a job goes from starting to done, and starts anew with its next run', () => {
	const counts = framesOf('replicated-job').map(frame => seen(frame).counts.done);
	const turns = counts.filter((count, index) => count !== counts[index - 1]);
	expect(turns).toEqual([0, 1, 2, 3, 4, 5, 0, 2, 4, 5]);
	expect(whatFollows(seen(last('replicated-job')), last('replicated-job').service)).toEqual([{kind: 'done'}]);
});
