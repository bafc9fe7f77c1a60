import {count, listed} from '../operations/words.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {verdictOf} from '../swarm/verdict.ts';
import {explainService} from '../swarm/why/explain-pending.ts';
import {cpuWords, memoryWords} from '../swarm/why/sizes.ts';
import type {FailureGroup, NodeRow, Pending, Why} from '../swarm/why/why.ts';
import {clean} from './clean.ts';
import {findService} from './find.ts';
import {readWords} from './options.ts';
import {asJson, exitCodes, failed, type Outcome, wrongUsage} from './outcome.ts';
import {table} from './table.ts';

const ageWords = (milliseconds: number) => {
	const minutes = Math.floor(milliseconds / 60_000);
	return minutes < 1
		? 'for less than a minute'
		: minutes < 120
			? `for ${minutes}m`
			: `for ${Math.floor(minutes / 60)}h`;
};

const needWords = ({demand}: Pending) =>
	[
		demand.memoryBytes > 0 ? `${memoryWords(demand.memoryBytes)} memory reserved` : '',
		demand.cpus > 0 ? `${cpuWords(demand.cpus)} reserved` : '',
		...Object.entries(demand.generic).map(([kind, amount]) => `${amount} ${kind}`),
		...demand.constraints,
		...demand.hostPorts.map(({port, protocol}) => `host port ${port}/${protocol}`),
		demand.maxPerNode > 0 ? `at most ${demand.maxPerNode} per node` : '',
	]
		.filter(word => word !== '')
		.join('; ');

const rowWords = ({nodes, checks}: NodeRow) => [
	nodes.length > 3 ? `${nodes.length} nodes` : nodes.map(({hostname}) => hostname).join(' '),
	checks.length === 0 ? 'fits' : checks.map(({words}) => words).join('; '),
];

const dataWords = ({data}: Pending) =>
	data.map(({kind, name, lastOn}) =>
		kind === 'volume'
			? `DATA   ${name} is a local volume${lastOn ? `, last used on ${lastOn.hostname}` : ''}. On any other node it starts EMPTY.`
			: `DATA   ${name} has to be on the node that takes it.`,
	);

const pendingLines = (pending: Pending, now: number): readonly string[] => [
	`${count(pending.tasks.length, 'task')} waiting ${ageWords(now - pending.since)}${pending.only ? ` for ${pending.only.hostname}` : ''}`,
	...(pending.isUnallocated ? ['NOT ALLOCATED  it waits for its network: does its subnet overlap with another?'] : []),
	...(pending.forgotten > 0
		? [
				`FORGOTTEN  Swarm no longer tries ${pending.forgotten}: made before the service was last changed. Restart the service: docker service update --force`,
			]
		: []),
	`Swarm: ${clean(pending.text ?? 'says nothing yet')}`,
	...(needWords(pending) === '' ? [] : [`Needs  ${clean(needWords(pending))}`]),
	...table(pending.rows.map(rowWords)),
	...dataWords(pending).map(clean),
	...(pending.fixes.length === 0 ? [] : ['', 'What would make it run']),
	...table(pending.fixes.map(({title, effects}, at) => [`${at + 1}`, title, effects.join('; ')])),
];

const failureLines = ({words, count: times, nodes, last, hint}: FailureGroup, now: number): readonly string[] => [
	`  ${times} x ${clean(words)}`,
	`      on ${clean(listed(nodes))}, last seen ${ageWords(now - last).replace('for', '')} ago`.replace('  ', ' '),
	...(hint === undefined ? [] : [`      ${clean(hint)}`]),
];

const whyText = (why: Why, standing: string, now: number) => {
	const {pending, failures, gaveUp} = why;
	const lines = [
		clean(standing),
		...pending.flatMap(entry => ['', ...pendingLines(entry, now)]),
		...(gaveUp > 0 ? ['', `${count(gaveUp, 'slot')}: the restart policy allows no more tries.`] : []),
		...(failures.length > 0 ? ['', 'Ended by themselves', ...failures.flatMap(group => failureLines(group, now))] : []),
		...(pending.length + failures.length + gaveUp === 0 ? ['Nothing waits, and nothing has failed.'] : []),
	];
	return `${lines.join('\n')}\n`;
};

const whyJson = ({service, pending, failures, gaveUp}: Why, standing: object) => ({
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
		nodes: rows.map(({nodes, checks}) => ({
			nodes: nodes.map(({hostname}) => hostname),
			checks: checks.map(({rule, need, have, words}) => ({rule, need, have, words})),
		})),
		data: data.map(({kind, name, lastOn}) => ({kind, name, lastOn: lastOn?.hostname})),
		fixes,
	})),
	failures: failures.map(group => ({...group, last: new Date(group.last).toISOString()})),
	gaveUp,
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
		const isShort = alive < wanted || why.pending.length > 0 || why.gaveUp > 0;
		const standing = `${service.name} ${alive}/${wanted} ${state.kind}`;
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
