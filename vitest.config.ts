import {defineConfig} from 'vitest/config';
import {LongestFirst} from './test/longest-first.ts';

// Ink turns itself off and drops colours in CI; the tests want to see what a person in a terminal sees. Tests on
// real engines ask SKEP_CI whether they may be skipped.
const env = {FORCE_COLOR: '3', CI: 'false', NODE_ENV: 'test', SKEP_CI: process.env['CI'] ?? ''};

/** Held to seconds, or long and step upon step: nothing runs beside them. */
const timed = [
	'test/e2e/{large-demo,lost-worker,rolling-update,rollout-paused,rollout-time,rollout-truth,whole-life}.test.ts',
];
/** For a test of several waits, each as patient as the others: it is the waits that end one that is stuck, with what they saw. */
const limit = 600_000;
/** What is polled for comes when a busy machine gets to it. */
const expect = {poll: {timeout: 60_000}};
const reality = {globalSetup: ['test/e2e/build.ts'], testTimeout: limit, hookTimeout: limit, env, expect};

export default defineConfig({
	test: {
		sequence: {sequencer: LongestFirst},
		projects: [
			{
				test: {
					name: 'fast',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/e2e/**', 'test/swarm-lab/**'],
					globalSetup: ['test/temporary.ts'],
					testTimeout: 120_000,
					// Vitest would leave one core idle, and import everything again for each file. No test leaves anything behind.
					maxWorkers: '100%',
					isolate: false,
					env,
					expect,
				},
			},
			{
				test: {
					...reality,
					name: 'reality',
					include: ['test/e2e/**/*.test.ts', 'test/swarm-lab/**/*.test.ts'],
					exclude: timed,
					// Most of their time goes in waiting for engines.
					maxWorkers: 3,
				},
			},
			{test: {...reality, name: 'timed', include: timed, maxWorkers: 1}},
		],
	},
});
