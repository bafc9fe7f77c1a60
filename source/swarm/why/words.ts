import type {Node} from '../node.ts';
import type {Demand} from '../placement/demand.ts';
import {plural} from '../wording.ts';
import type {Check} from './node-checks.ts';
import {cpuWords, memoryWords} from './sizes.ts';
import type {Data, FailureGroup, Fix, Pending, Why} from './why.ts';

const mostCells = 26;

const splitNumber = (hostname: string) => /^(.*?)(\d+)$/.exec(hostname) ?? ['', hostname, ''];

/** `node17 18 19, mgr1`: of names that differ in their number only that is said again. */
const namesWords = (names: readonly string[]) =>
	names.reduce((words, name, at) => {
		const [, before, number] = splitNumber(name);
		const isNext = number !== '' && splitNumber(names[at - 1] ?? '')[1] === before;
		return words + (at === 0 ? name : isNext ? ` ${number}` : `, ${name}`);
	}, '');

/** `node04 05`; more than fit into a column are counted, by their role where it is the same. */
export const nodesWords = (nodes: readonly Node[]): string => {
	const names = namesWords(nodes.map(({hostname}) => hostname));

	if (nodes.length < 2 || (nodes.length < 5 && names.length <= mostCells)) {
		return names;
	}

	const managers = nodes.filter(({manager}) => manager !== undefined).length;
	const kind = managers === 0 ? 'worker' : managers === nodes.length ? 'manager' : 'node';
	return plural(nodes.length, kind);
};

/** Everything that keeps a task off a node. */
export const checksWords = (checks: readonly Check[]): string =>
	checks.length === 0 ? 'fits' : checks.map(({words}) => words).join('; ');

const platformWords = ({platforms}: Demand) =>
	[...new Set(platforms.map(({os, architecture}) => [os, architecture].filter(Boolean).join('/')))]
		.filter(word => word !== '')
		.join(' or ');

/** What a task asks of its node; empty when any will do. */
export const needWords = (demand: Demand): string => {
	const amounts = [
		demand.memoryBytes > 0 ? `${memoryWords(demand.memoryBytes)} memory` : '',
		demand.cpus > 0 ? cpuWords(demand.cpus) : '',
		...Object.entries(demand.generic).map(([kind, amount]) => `${amount} ${kind}`),
	].filter(word => word !== '');
	return [
		amounts.length > 0 ? `${amounts.join(', ')} reserved` : '',
		...demand.constraints,
		...demand.hostPorts.map(({port, protocol}) => `host port ${port}/${protocol}`),
		demand.maxPerNode > 0 ? `at most ${demand.maxPerNode} per node` : '',
		...demand.volumes.map(name => `cluster volume ${name}`),
		platformWords(demand),
	]
		.filter(word => word !== '')
		.join('; ');
};

/** The scheduler doesn't look at it; whoever moves a task has to. */
export const dataWords = ({kind, name, lastOn}: Data): string =>
	kind === 'volume'
		? `${name} is a local volume${lastOn ? `, last used on ${lastOn.hostname}` : ''}. On any other node it starts EMPTY.`
		: `${name} has to be on the node that takes it.`;

/** The scheduler's own text: what stands in the ticket. */
export const swarmWords = ({text}: Pick<Pending, 'text'>): string => text ?? 'says nothing yet';

/** What has to be known to read that. */
export const swarmCaveat = "it blames only each node's first failure";

export const unallocatedWords = 'It waits for its network, which was never allocated: does its subnet overlap another?';

export const forgottenWords = (tasks: number): string =>
	`Swarm no longer tries ${plural(tasks, 'task')}: made before the service was last changed. Restart the service: docker service update --force`;

export const gaveUpWords = (slots: number): string =>
	`${plural(slots, 'slot')}: the restart policy allows no more tries. Once the cause is gone, restart the service: docker service update --force`;

/** Where nothing waits and nothing has failed. */
export const atEaseWords = ({unfit}: Pick<Why, 'unfit'>): string =>
	unfit.length === 0
		? 'Nothing waits, and nothing has failed.'
		: `No node fits it, so that it has no task: ${unfit.map(({nodes, checks}) => `${nodesWords(nodes)}: ${checksWords(checks)}`).join('. ')}.`;

export const fixesTitle = 'What would make it run';
export const failuresTitle = 'Ended by themselves';

/** How often and where; `ago` is how long the last is past. */
export const failureWords = ({count, nodes}: FailureGroup, ago: string): string =>
	`${count === 1 ? 'once' : `${count} times`} on ${nodes.length > 6 ? plural(nodes.length, 'node') : nodes.join(', ')}, last ${ago} ago`;

/** The subcommand that shows what a fix would do, and changes nothing; undefined where nothing is to be planned. */
export const planCommand = ({plan}: Fix): string | undefined =>
	plan &&
	['skep', ...plan.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))].join(
		' ',
	);

/** How near a row is, where it is near: `fits when it is back`, `614 MiB memory short`, `one label away`. */
export const awayWords = (checks: readonly Check[]): string => {
	const [first] = checks;

	if (first === undefined) {
		return 'fits';
	}

	if (checks.every(({rule}) => rule === 'resource')) {
		return checks.map(({words}) => words).join(', ');
	}

	if (checks.length > 1) {
		return '';
	}

	const isAvailability = first.have === 'drained' || first.have === 'paused';
	return first.rule === 'ready'
		? `fits when it is ${isAvailability ? 'active' : 'back'}`
		: /\.labels\..* == /i.test(first.need)
			? 'one label away'
			: 'only that rule';
};
