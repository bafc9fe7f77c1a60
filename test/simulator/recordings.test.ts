import {expect, test} from 'vitest';
import {histories, type Input, type Replay, type Run, recorded, replay, updateStates} from './replay.ts';

type Case = Replay & {
	/** Of each slot's tasks, how many to compare: a crash loop goes on for as long as one looks. */
	readonly tasks?: number;
};

const write = (at: number): Input => ({kind: 'write', at});
const availability = (to: string, at: number): Input => ({kind: 'availability', node: 'node-5', to, at});

const cases: Readonly<Record<string, Case>> = {
	'rolling-update-ok': {inputs: [write(537)]},
	'rolling-update-start-first': {inputs: [write(524)]},
	'update-failing-paused': {inputs: [write(530)], tasks: 3},
	'update-failing-continue': {inputs: [write(10)], tasks: 3},
	// Both bad tasks failed in the same instant there, before the rollback had begun to look at them: the seed is one of
	// those where they do.
	'update-failing-rollback': {inputs: [write(520)], seed: 1},
	'scale-during-update': {inputs: [write(10), write(2521)]},
	'manual-rollback': {inputs: [{kind: 'rollback', at: 540}]},
	'noop-update-during-update-loses-updatestatus': {inputs: [write(8), write(1517)]},
	// Another slot was just being replaced when the update paused there: as before.
	'paused-then-rollback-previous': {inputs: [write(10), {kind: 'rollback', after: 'paused', at: 100}], seed: 2},
	'paused-then-resume-noop-then-rollback': {
		inputs: [write(37), {...write(0), after: 'paused'}, {kind: 'rollback', at: 23_560}],
		tasks: 2,
	},
	'update-unschedulable-stuck': {inputs: [write(10)]},
	'force-update': {inputs: [write(12)]},
	'scale-up-down': {inputs: [write(25), write(896), {kind: 'rollback', at: 5906}]},
	'replicated-job': {inputs: [write(9011)], isNew: true},
	'crash-loop-max-attempts': {inputs: [], isNew: true},
	'node-drain-activate-global': {inputs: [availability('drain', 20), availability('active', 6030)]},
	'node-drain-activate-replicated': {
		inputs: [
			...[availability('drain', 24), availability('active', 6031)],
			...[availability('pause', 10_043), availability('active', 12_053)],
			write(13_090),
		],
	},
	'node-down-worker-killed': {inputs: [{kind: 'kill', node: 'node-5', at: 0}]},
};

test.each(Object.entries(cases))('%s goes as on a real engine', async (name, {tasks, ...how}) => {
	const run = await replay(name, how);
	const real = recorded(name);
	expect.soft(updateStates(run)).toEqual(updateStates(real));
	expect.soft(run.events).toEqual(real.events);
	expect.soft(histories(run, tasks)).toEqual(histories(real, tasks));
});

// What differs from the recordings, on purpose.

const completedAt = ({frames}: Run) =>
	frames.findLast(({service}) => service.UpdateStatus?.State === 'updating')?.t ?? Number.NaN;

/** The slots in the order in which tasks of that image came to them. */
const slotsOf = ({frames}: Run, image: string) => [
	...new Set(
		frames
			.flatMap(({tasks}) => tasks)
			.filter(({Spec}) => Spec?.ContainerSpec?.Image === image)
			.map(({Slot}) => Slot),
	),
];

test('an unreachable registry holds nothing up: images come in a moment, through the same states', async () => {
	const name = 'rolling-update-ok.registry-unreachable';
	const [run, real] = [await replay(name, {inputs: [write(537)]}), recorded(name)];
	expect(updateStates(run)).toEqual(updateStates(real));
	expect(histories(run)).toEqual(histories(real));
	expect(completedAt(real)).toBeGreaterThan(40_000);
	expect(completedAt(run)).toBeLessThan(12_000);
});

test('the seed draws which slots are taken: other slots, the same histories', async () => {
	const inputs = [write(537)];
	const [one, other] = [
		await replay('rolling-update-ok', {inputs, seed: 1}),
		await replay('rolling-update-ok', {inputs, seed: 2}),
	];
	expect(slotsOf(one, 'demo/web:2')).not.toEqual(slotsOf(other, 'demo/web:2'));
	expect(histories(one)).toEqual(histories(other));
	expect(updateStates(one)).toEqual(updateStates(other));
});

test('the seed draws who wins a race: the second bad task fails by itself, or the rollback stops it first', async () => {
	const name = 'update-failing-rollback';
	const [same, other] = [
		await replay(name, {inputs: [write(520)], seed: 1}),
		await replay(name, {inputs: [write(520)], seed: 2}),
	];
	const bad = (run: Run) => histories(run).map(slot => slot.split(' | ')[1]);
	const [failed, stopped] = ['shutdown/failed', 'shutdown/running > shutdown/shutdown'].map(
		end => `bad ready/waiting > running/running > ${end}`,
	);
	expect(bad(same)).toEqual([failed, failed]);
	expect(bad(other)).toEqual([failed, stopped]);
	expect(updateStates(other)).toEqual(updateStates(same));
});
