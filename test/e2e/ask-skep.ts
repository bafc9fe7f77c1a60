import {execFile} from 'node:child_process';
import {inject} from 'vitest';
import {until} from '../swarm-lab/until.ts';
import {reading} from '../swarm-lab/with-leader.ts';

export type ToldProblem = {
	readonly urgency: string;
	readonly verdict: string;
	readonly name: string;
	readonly standing: string;
	readonly cause: string;
};

/** What the built program answers a script, and the code it ends with. */
export const askSkep = <Answer>(host: string, ...words: readonly string[]) =>
	reading(() => askOnce<Answer>(host, words));

const askOnce = <Answer>(host: string, words: readonly string[]) =>
	new Promise<{readonly code: unknown; readonly answer: Answer}>((resolve, reject) => {
		const args = [inject('program'), '--host', host, ...words, '--json'];
		const env = {...process.env, DOCKER_HOST: ''};
		execFile(process.execPath, args, {env}, (error, out, err) =>
			out === '' ? reject(new Error(err, {cause: error})) : resolve({code: error?.code ?? 0, answer: JSON.parse(out)}),
		);
	});

/** A problem that should be told, and the way out that the page of problems should offer. */
export type Expected = Pick<ToldProblem, 'urgency' | 'verdict' | 'name'> & {
	readonly evidence: RegExp;
	readonly cure: RegExp;
};

const isOf =
	({urgency, verdict, name, evidence}: Expected) =>
	(told: ToldProblem) =>
		told.verdict === verdict && told.name === name && told.urgency === urgency && evidence.test(told.cause);

/** Asks until each of them is told at the same time; when time is up, says which were not, and what was. */
export const untilTold = (host: string, expected: readonly Expected[], seconds = 240, every = 1000) =>
	until(
		'each problem is told',
		async () => {
			const said = await askSkep<readonly ToldProblem[]>(host, 'problems');
			const missing = expected.filter(one => !said.answer.some(isOf(one)));

			if (missing.length > 0) {
				const lines = said.answer.map(({urgency, verdict, name, cause}) => `${urgency} ${verdict} ${name}: ${cause}`);
				throw new Error(
					`not told: ${missing.map(({verdict, name}) => `${verdict} ${name}`).join(', ')}. Told:\n${lines.join('\n')}`,
				);
			}

			return said;
		},
		{seconds, every},
	);
