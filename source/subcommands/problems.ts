import {problemsOf} from '../swarm/problems.ts';
import {remedyOf} from '../swarm/remedies.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {readWords} from './options.ts';
import {asJson, exitCodes, type Outcome, wrongUsage} from './outcome.ts';
import {table} from './table.ts';

/** What needs an operator, worst first; found when something is serious. */
export const readProblems = (args: readonly string[]) => {
	const {positionals, isJson} = readWords(args, {});

	if (positionals.length > 0) {
		return wrongUsage('skep problems takes no name: it tells of the whole swarm.');
	}

	return (snapshot: Snapshot, now: number): Outcome => {
		const problems = problemsOf(snapshot, now);
		const rows = problems.map(({verdict, name, standing, cause}) => [verdict, name, standing, cause]);
		const since = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
		return {
			code: problems.some(({urgency}) => urgency === 'act') ? exitCodes.found : exitCodes.done,
			text: isJson
				? asJson(
						problems.map(problem => ({...problem, since: since(problem.since), remedy: remedyOf(problem) ?? null})),
					)
				: rows.length === 0
					? 'Nothing needs you.\n'
					: `${table(rows, '').join('\n')}\n`,
		};
	};
};
