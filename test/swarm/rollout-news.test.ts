import {expect, test} from 'vitest';
import {newsWords} from '../../source/swarm/news-words.ts';
import {lookAgain, type NewsKind, type Watched} from '../../source/swarm/rollout-news.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Task} from '../../source/swarm/task.ts';
import {verdictOf} from '../../source/swarm/verdict.ts';
import {ago, node, now, replicated, runningTasks, service, snapshotOf, updateStatus} from '../helpers/builders.ts';
import {type Frame, framesOf} from '../helpers/recordings.ts';

/** Everything that is told while a recording is watched, and for a while after. */
const told = (name: string, {onlyTheEnd = false} = {}): readonly string[] => {
	const frames = framesOf(name).slice(onlyTheEnd ? -1 : 0);
	const last = frames.at(-1) as Frame;
	let watched: Watched | undefined;
	return [...frames, {...last, at: last.at + 10_000}].flatMap(({service, tasks, nodes, at}) => {
		const snapshot = snapshotOf({nodes, services: [service], tasks, at});
		const verdict = verdictOf(service, tasks, snapshot, at);
		const look = lookAgain(watched, service, verdict, at);
		watched = look.watched;
		return look.news === undefined ? [] : [newsWords(look.news, {service, verdict, snapshot, now: at})];
	});
};

test.each<[string, readonly string[]]>([
	['rolling-update-ok', ['roll-ok: update completed, 4 of 4 on 2']],
	['rolling-update-start-first', ['roll-sf: update completed, 4 of 4 on 2']],
	['update-failing-paused', ['roll-pause: update paused, exit 3 in slot 3']],
	['update-failing-rollback', ['roll-back: update failed and was rolled back, 4 of 4 on 1']],
	['update-failing-continue', ['r-continue: update ended, but its tasks fail, exit 3 in slot 4']],
	['update-unschedulable-stuck', ['r-unsched: update stuck, a new task fits on no node']],
	['manual-rollback', ['roll-manual: rollback completed, 4 of 4 on 1']],
	[
		'paused-then-rollback-previous',
		['r-paused-rollback: update paused, exit 3 in slot 2', 'r-paused-rollback: rollback completed, 4 of 4 on 1'],
	],
	[
		'paused-then-resume-noop-then-rollback',
		['r-resume: update paused, exit 3 in slot 1', 'r-resume: rollback paused, exit 3 in slot 2'],
	],
	// The engine calls it complete after 4 ms, with one of six running.
	['scale-up-down', ['r-scale: rollback completed, 6 of 6 on 1']],
	// A forced update ends it, to spread the tasks again.
	['node-drain-activate-replicated', ['n-web: update completed, 10 of 10 on 1']],
	['node-down-worker-killed', []],
	['crash-loop-max-attempts', []],
	['replicated-job', []],
])('a rollout is told when it ends or stands still: %s', (name, lines) => {
	expect(told(name)).toEqual(lines);
});

test.each(['update-failing-paused', 'update-failing-rollback', 'update-unschedulable-stuck', 'rolling-update-ok'])(
	'what was already so at the first look is no news: %s',
	name => {
		expect(told(name, {onlyTheEnd: true})).toEqual([]);
	},
);

const nodes = [node('worker-1'), node('worker-2')];
const web = service('web', {mode: replicated(2)});
const done = {...web, updateStatus: updateStatus('completed')};

const look = (before: Watched | undefined, seen: Service, tasks = runningTasks(seen, nodes), at = now) =>
	lookAgain(before, seen, verdictOf(seen, tasks, snapshotOf({nodes, services: [seen], tasks, at}), at), at);

const newsOf = (...seen: readonly Parameters<typeof look>[1][]) => {
	let watched: Watched | undefined;
	return seen.map(service => {
		const {news, watched: next} = look(watched, service);
		watched = next;
		return news;
	});
};

test('an update so short that nobody saw it roll is told all the same, once', () => {
	expect(newsOf(web, done, done, {...done, version: 21})).toEqual([undefined, 'completed', undefined, undefined]);
});

test('a second update is news again', () => {
	const again = {...web, updateStatus: updateStatus('completed', {startedAt: ago(5)})};
	expect(newsOf(done, again)).toEqual([undefined, 'completed']);
});

test('a node that dies and returns long after an update is no part of it', () => {
	const {watched} = look(undefined, web);
	const first = look(watched, done);
	const failed = runningTasks(done, nodes, {state: 'failed', desiredState: 'shutdown', exitCode: 1});
	const later = look(first.watched, done, failed);
	expect([first.news, later.news, look(later.watched, done).news]).toEqual(['completed', undefined, undefined]);
});

test('what is not known yet is neither a first look nor news', () => {
	const unknown = lookAgain(undefined, done, verdictOf(done, undefined, snapshotOf({nodes}), now), now);
	expect(unknown).toEqual({watched: undefined, news: undefined});
	expect(look(unknown.watched, done).news).toBeUndefined();
});

test('a rollback that begins by itself is told at once; one by hand when it is through', () => {
	const back = (previousSpec: Service['previousSpec']) => ({
		...web,
		previousSpec,
		updateStatus: updateStatus('rollback_started'),
	});
	expect(newsOf(web, back(undefined))[1]).toBe('rolling-back' satisfies NewsKind);
	expect(newsOf(web, back({Name: 'web'}))[1]).toBeUndefined();
});

test('nothing new costs nothing: the same is remembered', () => {
	const {watched} = look(undefined, web);
	expect(look(watched, web).watched).toBe(watched);
});

test('a pause waits a moment for the task that explains it', () => {
	const stopped = {...web, updateStatus: updateStatus('paused')};
	const tasks = runningTasks(stopped, nodes);
	const [first, ...others] = tasks;
	const failed = [
		{...(first as Task), state: 'failed', exitCode: 3, createdAt: ago(9), stateAt: ago(8)} as Task,
		...others,
	];
	const {watched} = look(undefined, web);
	const heard = look(watched, stopped, tasks, now);
	expect(heard.news).toBeUndefined();
	expect(look(heard.watched, stopped, failed, now + 400).news).toBe('paused');
	expect(look(heard.watched, stopped, tasks, now + 4999).news).toBeUndefined();
	expect(look(heard.watched, stopped, tasks, now + 5000).news).toBe('paused');
});
