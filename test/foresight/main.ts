import {parseArgs} from 'node:util';
import {startLab} from '../swarm-lab/lab.ts';
import {playRounds} from './rounds.ts';
import {swarmUnderTest} from './swarm-under-test.ts';

const {values} = parseArgs({
	options: {
		scenarios: {type: 'string', default: '240'},
		seed: {type: 'string', default: '1'},
		short: {type: 'boolean', default: false},
		back: {type: 'boolean', default: false},
		only: {type: 'string'},
		from: {type: 'string', default: '0'},
		times: {type: 'string', default: '1'},
	},
});

const lab = await startLab();
const swarm = swarmUnderTest(lab);

try {
	for (let time = 0; time < Number(values.times); time += 1) {
		const {wrong, ...counts} = await playRounds(lab, swarm, {
			seed: Number(values.seed),
			scenarios: Number(values.scenarios),
			isLong: !values.short,
			isBack: values.back,
			from: Number(values.from),
			...(values.only !== undefined && {only: Number(values.only)}),
			say: line => console.log(line),
		});
		const isGood = wrong.length === 0 && (values.only !== undefined || counts.contested <= counts.scenarios * 0.05);
		console.log(JSON.stringify(counts));
		console.log(wrong.length === 0 ? 'Nothing came otherwise.' : wrong.join('\n'));
		process.exitCode = isGood ? process.exitCode : 1;
	}
} finally {
	swarm.close();
	await lab.stop();
}
