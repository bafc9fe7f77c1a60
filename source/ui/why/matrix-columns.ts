import {type Constraint, parseConstraints} from '../../swarm/constraints.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Demand} from '../../swarm/placement/demand.ts';
import type {FilterName} from '../../swarm/placement/filters.ts';
import {type Check, constraintNeed, portNeed} from '../../swarm/why/node-checks.ts';
import {cpuWords, memoryWords} from '../../swarm/why/sizes.ts';
import type {NodeRow} from '../../swarm/why/why.ts';

/** One rule that nodes are held against: a column. */
export type Rule = {
	readonly title: string;
	readonly align?: 'right';
	/** The check that says that a row breaks it. */
	readonly check: (row: NodeRow) => Check | undefined;
	/** What a row has that keeps to it, or breaks it. */
	readonly words: (row: NodeRow, check: Check | undefined) => string;
};

/** `! ` before what there is too little of, `NO ` before what is against a rule. */
export const tooLittle = '! ';
export const breaks = 'NO ';

const isOk = (check: Check | undefined, words: (check: Check) => string) =>
	check === undefined ? 'ok' : breaks + words(check);

const byRule =
	(rule: FilterName, need?: string) =>
	({checks}: NodeRow) =>
		checks.find(check => check.rule === rule && (need === undefined || check.need === need));

const readiness: Rule = {
	title: 'TAKES TASKS',
	check: byRule('ready'),
	words: (_, check) => isOk(check, ({have}) => have),
};

const span = (amounts: readonly number[], words: (amount: number) => string) => {
	const [least, most] = [words(Math.min(...amounts)), words(Math.max(...amounts))];
	return least === most ? most : `${least.replace(/ \D+$/, '')}-${most}`;
};

const amount = (title: string, need: string, words: (row: NodeRow) => string): Rule => ({
	title,
	align: 'right',
	check: byRule('resource', need),
	words: (row, check) => (check === undefined ? '' : tooLittle) + words(row),
});

const amounts = ({memoryBytes, cpus, generic}: Demand): readonly Rule[] => [
	...(memoryBytes > 0
		? [
				amount('MEM FREE', `${memoryWords(memoryBytes)} memory`, ({free}) =>
					span(
						free.map(({memoryBytes: bytes}) => bytes),
						memoryWords,
					),
				),
			]
		: []),
	...(cpus > 0
		? [
				amount('CPU FREE', cpuWords(cpus), ({free}) =>
					span(
						free.map(({cpus: some}) => some),
						some => cpuWords(some).replace(' cpu', ''),
					),
				),
			]
		: []),
	...Object.entries(generic).map(([kind, need]) => generically(kind, `${need} ${kind}`)),
];

const generically = (kind: string, need: string): Rule => ({
	title: kind.toUpperCase(),
	check: byRule('resource', need),
	words: (_, check) => (check === undefined ? 'ok' : `${tooLittle}${check.have.replace(/ free$/, '')}`),
});

/** `disk == ssd` for a label, `role != manager` for what every node has. */
const shortName = ({key, operator, value}: Constraint) =>
	`${key.replace(/^node\.(labels\.)?/i, '').replace(/^engine\.labels\./i, 'engine ')} ${operator} ${value}`;

const constraints = (demand: Demand): readonly Rule[] =>
	parseConstraints(demand.constraints)
		.filter(isValid)
		.map(({value}) => ({
			title: shortName(value),
			check: byRule('constraint', constraintNeed(value)),
			words: (_, check) => isOk(check, ({have}) => have),
		}));

const ports = ({hostPorts}: Demand): readonly Rule[] =>
	hostPorts.map(port => ({
		title: `PORT ${port.port}`,
		check: byRule('host-port', portNeed(port)),
		words: (_, check) => isOk(check, ({words}) => words.replace(/^.* is /, '')),
	}));

/** These say something only where a node breaks them. */
const rare: readonly Rule[] = (
	[
		['PLUGIN', 'plugin'],
		['PLATFORM', 'platform'],
		['VOLUME', 'volumes'],
	] as const
).map(([title, rule]) => ({title, check: byRule(rule), words: (_, check) => isOk(check, ({have}) => have)}));

/** What the rows are held against, in the scheduler's order as far as a reader wants it. */
export const rulesOf = (demand: Demand, rows: readonly NodeRow[]): readonly Rule[] => [
	readiness,
	...amounts(demand),
	...constraints(demand),
	...ports(demand),
	...(demand.maxPerNode > 0
		? [
				{
					title: `MAX ${demand.maxPerNode}`,
					check: byRule('max-replicas'),
					words: (_: NodeRow, check: Check | undefined) => isOk(check, ({have}) => `has ${have}`),
				},
			]
		: []),
	...rare.filter(({check}) => rows.some(row => check(row) !== undefined)),
];
