import {afterAll, beforeAll, expect, test} from 'vitest';
import {playRounds} from '../foresight/rounds.ts';
import {type SwarmUnderTest, swarmUnderTest} from '../foresight/swarm-under-test.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';

describeOnLab('foresight', () => {
	let lab: Lab;
	let swarm: SwarmUnderTest;

	beforeAll(async () => {
		lab = await startLab();
		swarm = swarmUnderTest(lab);
	});

	afterAll(async () => {
		swarm?.close();
		await lab?.stop();
	});

	// The start of `npm run foresight -- --short --seed 4`, which goes on for longer.
	test('what is said before a change is what the engine makes of it, in number and in words', async () => {
		const report = await playRounds(lab, swarm, {seed: 4, scenarios: 6, isLong: false});

		expect(report.wrong).toEqual([]);
		expect(report.scenarios).toBe(6);
		expect(report.withStuck).toBeGreaterThan(0);
		expect(report.contested).toBeLessThan(report.scenarios);
	});
});
