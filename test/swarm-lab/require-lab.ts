import {describe, test} from 'vitest';
import {labUnavailable} from './packages.ts';

/**
Like vitest's `describe`, for tests on real engines. Where these can't run, the tests are skipped and say why; in CI
that is a failure, so that nobody takes a green run for one that saw a real swarm.
*/
export function describeOnLab(name: string, tests: () => void) {
	const obstacle = labUnavailable();

	if (!obstacle) {
		describe(name, tests);
		return;
	}

	if (isInCi()) {
		test(`${name}: needs real engines`, () => {
			throw new Error(`In CI these tests must run, but ${obstacle}`);
		});
		return;
	}

	console.warn(`Skipped "${name}": ${obstacle}. To run it, be root on Debian: npx vitest run --project reality`);
	describe.skip(name, tests);
}

// The tests themselves run with CI=false for Ink's sake; vitest.config.ts hands on what was set outside.
const isInCi = () => !['', '0', 'false', undefined].includes(process.env['SKEP_CI']);
