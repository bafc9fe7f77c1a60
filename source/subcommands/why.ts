import {count} from '../operations/words.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {verdictOf} from '../swarm/verdict.ts';
import {explainService} from '../swarm/why/explain-pending.ts';
import {foldRows} from '../swarm/why/fold-rows.ts';
import type {FailureGroup, Fix, NodeRow, Pending, Why} from '../swarm/why/why.ts';
import {
	atEaseWords,
	checksWords,
	dataWords,
	failuresTitle,
	failureWords,
	fixesTitle,
	forgottenWords,
	gaveUpWords,
	needWords,
	nodesWords,
	planCommand,
	swarmWords,
	unallocatedWords,
} from '../swarm/why/words.ts';
import {clean} from './clean.ts';
import {findService} from './find.ts';
import {readWords} from './options.ts';
import {asJson, exitCodes, failed, type Outcome, wrongUsage} from './outcome.ts';
import {table} from './table.ts';

const ageWords = (milliseconds: number) => {
	const minutes = Math.floor(milliseconds / 60_000);
	return minutes < 1 ? 'less than a minute' : minutes < 120 ? `${minutes}m` : `${Math.floor(minutes / 60)}h`;
};

const rowWords = ({nodes, checks}: NodeRow) => [nodesWords(nodes), checksWords(checks)];

const pendingLines = (pending: Pending, now: number): readonly string[] => [
	`${count(pending.tasks.length, 'task')} waiting for ${ageWords(now - pending.since)}${pending.only ? `, for ${pending.only.hostname}` : ''}`,
	...(pending.isUnallocated ? [unallocatedWords] : []),
	...(pending.forgotten > 0 ? [forgottenWords(pending.forgotten)] : []),
	`Swarm: ${clean(swarmWords(pending))}`,
	...(needWords(pending.demand) === '' ? [] : [`Needs  ${clean(needWords(pending.demand))}`]),
	...table(foldRows(pending.rows).map(rowWords)),
	...pending.data.map(data => `DATA   ${clean(dataWords(data))}`),
	...(pending.fixes.length === 0 ? [] : ['', fixesTitle]),
	...fixLines(pending.fixes),
];

const fixLines = (fixes: readonly Fix[]): readonly string[] => {
	const lines = table(fixes.map(({title, effects}, at) => [`${at + 1}`, title, effects.join('; ')]));
	return fixes.flatMap((fix, at) => {
		const command = planCommand(fix);
		return [lines[at] ?? '', ...(command === undefined ? [] : [`     $ ${clean(command)}`])];
	});
};

const failureLines = (failure: FailureGroup, now: number): readonly string[] => [
	`  ${clean(failure.words)}`,
	`      ${clean(failureWords(failure, ageWords(now - failure.last)))}`,
	...(failure.hint === undefined ? [] : [`      ${clean(failure.hint)}`]),
];

const whyText = (why: Why, standing: string, now: number) => {
	const {pending, failures, gaveUp} = why;
	const lines = [
		clean(standing),
		...pending.flatMap(entry => ['', ...pendingLines(entry, now)]),
		...(gaveUp > 0 ? ['', gaveUpWords(gaveUp)] : []),
		...(failures.length > 0 ? ['', failuresTitle, ...failures.flatMap(group => failureLines(group, now))] : []),
		...(pending.length + failures.length + gaveUp === 0 ? [clean(atEaseWords(why))] : []),
	];
	return `${lines.join('\n')}\n`;
};

const rowJson = ({nodes, checks}: NodeRow) => ({
	nodes: nodes.map(({hostname}) => hostname),
	checks: checks.map(({rule, need, have, words}) => ({rule, need, have, words})),
});

const whyJson = ({service, pending, failures, gaveUp, unfit}: Why, standing: object) => ({
	service: service.name,
	...standing,
	pending: pending.map(({tasks, only, since, text, expected, isUnallocated, forgotten, rows, data, fixes}) => ({
		tasks: tasks.length,
		...(only && {node: only.hostname}),
		since: new Date(since).toISOString(),
		text,
		expected,
		isUnallocated,
		forgotten,
		nodes: rows.map(rowJson),
		data: data.map(({kind, name, lastOn}) => ({kind, name, lastOn: lastOn?.hostname})),
		fixes: fixes.map(({title, effects, plan}) => ({title, effects, plan})),
	})),
	failures: failures.map(group => ({...group, last: new Date(group.last).toISOString()})),
	gaveUp,
	...(unfit.length > 0 && {fitsNoNode: unfit.map(rowJson)}),
});

/** Why a service isn't whole; found when something waits, or it is not as wanted. */
export const readWhy = (args: readonly string[]) => {
	const {positionals, isJson} = readWords(args, {});
	const [name, ...more] = positionals;

	if (name === undefined || more.length > 0) {
		return wrongUsage('skep why takes one service, for example: skep why shop_web.');
	}

	return (snapshot: Snapshot, now: number): Outcome => {
		const service = findService(snapshot, name.replace(/\.\d+$/, '') === name ? name : serviceOfTask(snapshot, name));
		const why = explainService(snapshot, service.id, now) ?? failed(`the tasks of ${service.name} are not known.`);
		const {alive, wanted, state} = verdictOf(service, snapshot.tasks.get(service.id)?.items, snapshot, now);
		const isShort = alive < wanted || why.pending.length + why.gaveUp + why.unfit.length > 0;
		const standing = `${service.name} ${alive}/${wanted} ${why.unfit.length > 0 ? 'no node fits' : state.kind}`;
		return {
			code: isShort ? exitCodes.found : exitCodes.done,
			text: isJson ? asJson(whyJson(why, {alive, wanted, state: state.kind})) : whyText(why, standing, now),
		};
	};
};

/** `web.1` is a task of `web`, unless a service is called so. */
const serviceOfTask = (snapshot: Snapshot, name: string) =>
	[...(snapshot.services?.items.values() ?? [])].some(service => service.name === name)
		? name
		: name.replace(/\.\d+$/, '');
