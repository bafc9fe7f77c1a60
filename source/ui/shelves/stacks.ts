import type {Problem} from '../../swarm/problems.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import {type Stack, stacksOf} from '../../swarm/stack.ts';
import {count} from '../format/plural.ts';
import {type Entry, fact, heading, text, trouble} from '../pages/section.ts';
import {stateWords} from '../rows/verdict-words.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';
import type {Catalogue, Facts, ShelfRow} from './shelf.ts';

type StackRow = ShelfRow & {
	readonly services: number;
	/** Living tasks of wanted; jobs aside, which end by themselves. */
	readonly alive: string;
	readonly aliveCount: number;
	readonly isShort: boolean;
	readonly state: string;
	readonly tone: Tone | undefined;
	readonly networks: string;
	readonly secrets: string;
	readonly configs: string;
};

function tasksOf(stack: Stack, {verdict}: Facts) {
	const judged = stack.services.filter(service => !isJob(service)).map(({id}) => verdict(id)?.verdict);
	return {
		alive: judged.reduce((sum, known) => sum + (known?.alive ?? 0), 0),
		wanted: judged.reduce((sum, known) => sum + (known?.wanted ?? 0), 0),
		isKnown: judged.every(known => known !== undefined && known.state.kind !== 'unknown'),
	};
}

/** Worst first, as everywhere. */
const problemsOf = ({services}: Stack, {problems}: Facts): readonly Problem[] => {
	const ids = new Set<string>(services.map(({id}) => id));
	return problems().filter(({subject}) => subject.kind === 'service' && ids.has(subject.id));
};

const toneOf: Readonly<Record<string, Tone>> = {act: 'act', look: 'look', moving: 'moving'};

function stackRow(stack: Stack, facts: Facts): StackRow {
	const {alive, wanted, isKnown} = tasksOf(stack, facts);
	const found = problemsOf(stack, facts);
	const [worst] = found;
	const number = (known: number | undefined) => (known === undefined ? '?' : String(known));
	return {
		id: stack.name,
		name: clean(stack.name),
		sign: found.some(({urgency}) => urgency === 'act' || urgency === 'look') ? '!' : worst ? '~' : ' ',
		detail: worst ? `${clean(worst.name)}: ${clean(worst.cause)}` : 'All of it is as wanted',
		services: stack.services.length,
		alive: `${isKnown ? alive : '?'}/${wanted}`,
		aliveCount: alive,
		isShort: isKnown && alive < wanted,
		state: stateOf(stack, found),
		tone: worst && toneOf[worst.urgency],
		networks: number(stack.networks),
		secrets: number(stack.secrets),
		configs: number(stack.configs),
	};
}

function stateOf({services}: Stack, [worst, ...rest]: readonly Problem[]) {
	if (services.length === 0) {
		return 'no services left';
	}

	return worst === undefined
		? ''
		: `${worst.verdict} ${clean(worst.name)}${rest.length > 0 ? ` + ${rest.length}` : ''}`;
}

const columns: readonly Column<StackRow>[] = [
	{id: 'name', title: 'STACK', cell: row => row.name, sortBy: row => row.name, tone: () => 'bold', shrinksTo: 14},
	{id: 'services', title: 'SERVICES', align: 'right', cell: row => String(row.services), sortBy: row => row.services},
	{
		id: 'alive',
		title: 'ALIVE',
		align: 'right',
		cell: row => row.alive,
		sortBy: row => row.aliveCount,
		tone: row => (row.isShort ? row.tone : undefined),
	},
	{
		id: 'state',
		title: 'STATE',
		cell: row => row.state,
		sortBy: row => `${row.sign === '!' ? 0 : 1}${row.state}`,
		tone: row => row.tone,
		shrinksTo: 16,
	},
	{id: 'networks', title: 'NETWORKS', align: 'right', cell: row => row.networks, expendable: 3},
	{id: 'secrets', title: 'SECRETS', align: 'right', cell: row => row.secrets, expendable: 4},
	{id: 'configs', title: 'CONFIGS', align: 'right', cell: row => row.configs, expendable: 4},
];

export const stacks: Catalogue<StackRow> = {
	title: count => `Stacks ${count}`,
	columns,
	rows: facts => facts.snapshot().services && stacksOf(facts.snapshot()).map(stack => stackRow(stack, facts)),
	none: 'No service was deployed as part of a stack; a deploys one from a compose file',
	also: [
		['d', 'describe'],
		['a', 'deploy'],
		['e', 'edit its file'],
		['B', 'deploy again'],
		['Y', 'export'],
		['Ctrl+D', 'remove'],
	],
	enter: 'its services',
	page: (id, facts) => {
		const stack = stacksOf(facts.snapshot()).find(({name}) => name === id);
		return stack && {title: `Stack ${clean(stack.name)}`, describe: () => describeStack(stack, facts)};
	},
};

function describeStack(stack: Stack, facts: Facts): readonly Entry[] {
	const found = problemsOf(stack, facts);
	const {networks, secrets, configs} = facts.snapshot();
	return [
		...(found.length === 0 ? [] : [heading('What needs you')]),
		...found.flatMap(({name, verdict, cause}) => trouble(clean(name), `${verdict}: ${cause}`)),
		heading(count(stack.services.length, 'service')),
		...stack.services
			.toSorted((a, b) => a.name.localeCompare(b.name))
			.flatMap(service => fact(clean(service.name), wordsOf(service, facts))),
		...section('Networks', stack, networks?.items.values()),
		...section('Secrets', stack, secrets?.items.values()),
		...section('Configs', stack, configs?.items.values()),
		heading('Changes'),
		text('The next docker stack deploy sets what its file says: changes made here to its services end with it.'),
	];
}

function wordsOf(service: Service, {verdict, now}: Facts) {
	const judged = verdict(service.id);

	if (judged === undefined) {
		return '?';
	}

	const state = stateWords(service, judged.verdict, judged.progress, now());
	return `${judged.verdict.alive}/${judged.verdict.wanted}${state === '' ? '' : `  ${state}`}`;
}

type Part = {readonly name: string; readonly stack: string | undefined};

function section(title: string, {name}: Stack, items: Iterable<Part> | undefined): readonly Entry[] {
	const parts = [...(items ?? [])].filter(({stack}) => stack === name);
	return parts.length === 0 ? [] : [heading(title), ...parts.map(part => text(part.name))];
}
