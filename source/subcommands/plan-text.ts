import {downFor, tallyOf} from '../operations/foresight-sentences.ts';
import {keptOff} from '../operations/kept-off.ts';
import {agree, count, listed} from '../operations/words.ts';
import {type Fate, type Foresight, isCertain, type Range} from '../swarm/foresight/foresight.ts';
import type {Quorum} from '../swarm/quorum.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {clean} from './clean.ts';
import {table} from './table.ts';

const range = ({least, most}: Range) => (least === most ? `${least}` : `${least} to ${most}`);

const livingWords = ({living: {before, during, after}}: Fate) => `${before} -> ${during} -> ${range(after)}`;

const likelyWords = ({likely}: Fate) =>
	likely.length === 0 ? '' : `likely ${listed(likely.map(({hostname}) => hostname))}`;

const volumeWords = ({local}: Fate) => {
	const volumes = local.filter(({kind}) => kind === 'volume').map(({name}) => name);
	return volumes.length === 0 ? '' : `${listed(volumes)} ${agree(volumes.length, 'is', 'are')} local: EMPTY there`;
};

type Words = (fate: Fate) => readonly string[];

/** A row for each service, and below it what else there is to say of it. */
const block = (
	title: string,
	fates: readonly Fate[],
	words: Words,
	below?: (fate: Fate) => string | undefined,
): readonly string[] => {
	const rows = table(fates.map(fate => [fate.service.name, ...words(fate).filter(word => word !== '')]));
	const lines = fates.flatMap((fate, at) => {
		const more = below?.(fate);
		return [rows[at] ?? '', ...(more === undefined ? [] : [`      ${clean(more)}`])];
	});
	return fates.length === 0 ? [] : ['', title, ...lines];
};

const stuckWords: Words = fate => [
	`${range(fate.stuck)} of ${Math.max(fate.tasks, fate.stuck.most)}`,
	fate.text ?? 'no room',
];
const downWords: Words = fate => [`${fate.tasks}`, downFor(fate), volumeWords(fate), likelyWords(fate)];
const emptyWords: Words = fate => [`${fate.tasks}`, livingWords(fate), volumeWords(fate), likelyWords(fate)];
const moveWords: Words = fate => [`${fate.tasks}`, livingWords(fate), likelyWords(fate)];

const stops = ({stops: fates, ports}: Foresight, {stopping}: Titles): readonly string[] => {
	const names = fates.map(({service, tasks}) => (tasks === 1 ? service.name : `${service.name} (${tasks})`));
	const closing = [...new Set(ports.map(({port, protocol, node}) => `${port}/${protocol} on ${node.hostname}`))];
	return [
		...(names.length === 0 ? [] : ['', `${stopping}  ${listed(names)}`]),
		...(closing.length === 0
			? []
			: [
					`  host ${agree(closing.length, 'port', 'ports')} ${listed(closing)} ${agree(closing.length, 'closes', 'close')}`,
				]),
	];
};

const spare = ({managers, reachable, needed, isKept}: Quorum) =>
	isKept
		? `${reachable} of ${managers} managers, ${needed} needed`
		: `no quorum: ${reachable} of ${managers}, ${needed} needed`;

const raft = ({quorum: {before, after}}: Foresight) =>
	before.managers === after.managers && before.reachable === after.reachable
		? `Raft unchanged: ${spare(before)}.`
		: `Raft ${spare(before)} -> ${spare(after)}.`;

const tally = (foresight: Foresight, {verb, asFar}: Titles) => {
	const {moving, nowhere, perhaps, stopping, staying} = tallyOf(foresight);
	const parts = [
		moving > 0 ? `${moving} ${agree(moving, ...verb)}${nowhere > 0 ? asFar : ''}` : '',
		perhaps > 0 ? `${perhaps} may find no room` : '',
		nowhere > 0 ? `${nowhere} ${agree(nowhere, 'has', 'have')} nowhere to go` : '',
		stopping > 0 ? `${stopping} ${agree(stopping, 'stops', 'stop')}` : '',
		staying > 0 ? `${staying} ${agree(staying, 'stays', 'stay')}` : '',
	].filter(part => part !== '');
	return `Tasks ${count(foresight.tasks, 'task')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
};

const waiting = ({waiting: entries}: Foresight): readonly string[] => {
	const rows = entries.map(({service, before, after, text, isTextSure, isForgotten}) => [
		service.name,
		`${before} -> ${range(after)}`,
		isForgotten ? 'no longer tried: older than the service' : `${isTextSure ? '' : 'likely '}${text ?? ''}`,
	]);
	return rows.length === 0 ? [] : ['', 'WAIT FOR A NODE AFTERWARDS', ...table(rows)];
};

const room = ({tightest}: Foresight) =>
	tightest === undefined || tightest.share === 0
		? []
		: [
				'',
				`After  tightest is ${tightest.node.hostname}, ${Math.round(tightest.share * 100)}% of its ${tightest.resource} reserved.`,
			];

const certainty = (foresight: Foresight) =>
	isCertain(foresight) ? 'Exact, except "likely".' : 'Not exact: some of it hangs on which task comes first.';

/** What the same lists are called, by what makes tasks move. */
export type Titles = {
	readonly down: string;
	readonly empty: string;
	readonly moves: string;
	readonly stopping: string;
	readonly verb: readonly [string, string];
	/** Of those that aren't stuck, where others are. */
	readonly asFar: string;
};

export const moving: Titles = {
	down: 'DOWN WHILE IT MOVES',
	empty: 'STARTS WITH AN EMPTY VOLUME',
	moves: 'MOVES',
	stopping: 'STOPS HERE',
	verb: ['moves', 'move'],
	asFar: '',
};

/** An update puts new tasks in the place of old ones: on the same node or on another, as Swarm likes. */
export const replacing: Titles = {
	down: 'DOWN WHILE IT IS REPLACED',
	empty: 'MAY START ELSEWHERE WITH AN EMPTY VOLUME',
	moves: 'REPLACED',
	stopping: 'STOPS',
	verb: ['is replaced', 'are replaced'],
	asFar: ' as far as it gets',
};

const isDown = ({living}: Fate) => living.after.most === 0;
const isShort = (fate: Fate) => !isDown(fate);

type Told = {
	readonly title: string;
	readonly foresight: Foresight;
	readonly snapshot: Snapshot;
	readonly command: string;
};

/** A plan as text, in the order of regret. */
export const planText = ({title, foresight, snapshot, command}: Told, titles = moving): string => {
	const below = (fate: Fate) => keptOff(fate, snapshot);
	const lines = [
		title,
		raft(foresight),
		tally(foresight, titles),
		...block('DOWN UNTIL SOMEONE ACTS', foresight.stuck.filter(isDown), stuckWords, below),
		...block('SHORT UNTIL SOMEONE ACTS', foresight.stuck.filter(isShort), stuckWords, below),
		...block('MAY FIND NO ROOM', foresight.mayStick, stuckWords),
		...block(titles.down, foresight.down, downWords),
		...block(titles.empty, foresight.empty, emptyWords),
		...block(titles.moves, foresight.moves, moveWords),
		...stops(foresight, titles),
		...block('STARTS', foresight.starts, fate => [range(fate.starting), likelyWords(fate)]),
		...waiting(foresight),
		...room(foresight),
		'',
		certainty(foresight),
		`$ ${command}`,
	];
	return `${lines.map(line => (line.startsWith(' ') ? line : clean(line))).join('\n')}\n`;
};
