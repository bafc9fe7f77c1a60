import {expect, test} from 'vitest';
import type {Convergence, ServiceVerdict} from '../../source/swarm/convergence.ts';
import {listRollouts} from '../../source/swarm/rollout-list.ts';
import type {Service} from '../../source/swarm/service.ts';
import {ago, service, updateStatus} from '../helpers/builders.ts';

const judged = (name: string, state: Convergence, changes: Partial<Service> = {}) => {
	const verdict: ServiceVerdict = {alive: 3, wanted: 3, updated: 1, lost: 0, state};
	return {service: service(name, changes), verdict};
};

const rolling = (more: Partial<Extract<Convergence, {kind: 'rolling'}>> = {}): Convergence => ({
	kind: 'rolling',
	direction: 'update',
	since: ago(60),
	blocked: undefined,
	waitsFor: undefined,
	error: undefined,
	...more,
});

const updating = (seconds: number) => ({updateStatus: updateStatus('updating', {startedAt: ago(seconds)})});
const ended = (seconds: number) => ({
	updateStatus: updateStatus('completed', {completedAt: ago(seconds)}),
	previousSpec: {},
});
const calm: Convergence = {kind: 'converged'};
const paused: Convergence = {
	kind: 'paused',
	direction: 'update',
	since: ago(30),
	message: undefined,
	error: undefined,
	exitCode: 3,
};

const order = (...given: readonly ReturnType<typeof judged>[]) =>
	listRollouts(given).map(({service, rank}) => `${rank} ${service.name}`);

test('worst first: what stands still, what fails, what was taken back, then the longest under way', () => {
	const undone = {updateStatus: updateStatus('rollback_completed')};
	expect(
		order(
			judged('quick', rolling(), updating(10)),
			judged('watched', {kind: 'verifying', until: undefined}, updating(20)),
			judged('undone', calm, undone),
			judged('slow', rolling(), updating(600)),
			judged('failing', rolling({error: 'exit 3'}), updating(5)),
			judged('stuck', rolling({blocked: 'no suitable node'}), updating(5)),
			judged('paused', paused, {updateStatus: updateStatus('paused')}),
		),
	).toEqual([
		'paused paused',
		'blocked stuck',
		'failing failing',
		'rolled-back undone',
		'rolling slow',
		'rolling watched',
		'rolling quick',
	]);
});

test('only the five that ended last are kept, the newest first', () => {
	const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
	expect(order(...names.map((name, index) => judged(name, calm, ended(100 - index))))).toEqual(
		['g', 'f', 'e', 'd', 'c'].map(name => `ended ${name}`),
	);
});

test('services that were never updated, and jobs, are in no list', () => {
	const job = {mode: {kind: 'replicated-job', completions: 3, concurrent: 1}, ...updating(5)} as const;
	expect(order(judged('new', {kind: 'progressing'}), judged('calm', calm), judged('job', calm, job))).toEqual([]);
});
