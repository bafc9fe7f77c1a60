import {parseArgs} from 'node:util';
import {startLab} from '../swarm-lab/lab.ts';
import {playRounds} from './rounds.ts';
import {swarmUnderTest} from './swarm-under-test.ts';

const {values} = parseArgs({
	options: {
		scenarios: {type: 'string', default: '240'},
		seed: {type: 'string', default: '1'},
		short: {type: 'boolean', default: false},
	},
});

const lab = await startLab();
const swarm = swarmUnderTest(lab);

try {
	const report = await playRounds(lab, swarm, {
		seed: Number(values.seed),
		scenarios: Number(values.scenarios),
		isLong: !values.short,
		say: line => console.log(line),
	});
	const {wrong, ...counts} = report;
	console.log(JSON.stringify(counts));
	console.log(wrong.length === 0 ? 'Nothing came otherwise.' : wrong.join('\n'));
	process.exitCode = wrong.length === 0 && report.contested <= report.scenarios * 0.05 ? 0 : 1;
} finally {
	swarm.close();
	await lab.stop();
}
