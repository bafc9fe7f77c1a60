import type {ServiceVerdict} from '../../swarm/convergence.ts';
import {shortImage, tagOf} from '../../swarm/image-name.ts';
import {rolledBackAt} from '../../swarm/rolled-back.ts';
import {isRolling, type PublishedPort, type Service, type ServiceMode} from '../../swarm/service.ts';
import type {Instant} from '../../swarm/values.ts';
import type {RolloutProgress} from '../../swarm/verdict.ts';
import {roughAge, steppedAge} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import {cells} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {bar} from '../text/progress.ts';
import type {Tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';
import {ageColumn, stackColumn} from './shared-columns.ts';
import {type Sign, signOf, stateWords, toneOf} from './verdict-words.ts';

/** What the services pane shows of one service: flat, so that an unchanged row is found cheaply. */
export type ServiceRow = {
	readonly id: string;
	readonly name: string;
	readonly sign: Sign;
	readonly tone: Tone | undefined;
	readonly alive: string;
	readonly aliveCount: number;
	readonly isShort: boolean;
	/** All that is wanted serves, and stands well; one that was rolled back still does. */
	readonly isWhole: boolean;
	readonly state: string;
	/** How much of it has the new spec, while that is on its way. */
	readonly bar: string;
	readonly image: string;
	readonly ports: string;
	readonly mode: string;
	readonly stack: string;
	readonly age: string;
	readonly createdAt: Instant;
};

export function serviceRow(
	service: Service,
	verdict: ServiceVerdict,
	progress: RolloutProgress | undefined,
	now: Instant,
): ServiceRow {
	const isUnknown = verdict.state.kind === 'unknown';
	const isShort = !isUnknown && verdict.alive < verdict.wanted;
	const undoneAt = verdict.state.kind === 'converged' ? rolledBackAt(service) : undefined;
	const state = stateWords(service, verdict, progress, now);
	return {
		id: service.id,
		name: clean(service.name),
		sign: undoneAt === undefined ? signOf(verdict) : '!',
		tone: undoneAt === undefined ? toneOf(verdict) : 'look',
		alive: `${isUnknown ? '?' : verdict.alive}/${isUnknown && verdict.wanted === 0 ? '?' : verdict.wanted}`,
		aliveCount: verdict.alive,
		isShort,
		isWhole: !isShort && signOf(verdict) !== '!',
		state: clean(undoneAt === undefined ? state : `rolled back ${steppedAge(now - undoneAt)} ago`),
		bar: rolloutBar(service, verdict),
		image: imageWords(service, verdict),
		ports: service.ports.map(portWords).join(' '),
		mode: modeWords(service.mode),
		stack: clean(service.stack ?? ''),
		age: roughAge(now - service.createdAt),
		createdAt: service.createdAt,
	};
}

const barCells = 6;

/** Stands still where the rollout does. A new service, or one that is scaled, has none: it rolls nothing out. */
function rolloutBar(service: Service, {state, updated, wanted}: ServiceVerdict) {
	const isUnderWay = state.kind === 'rolling' || state.kind === 'paused' || isRolling(service);
	return isUnderWay && wanted > 0 ? bar(updated, wanted, barCells) : '';
}

/** The tag in full; while two versions run, the old one behind an arrow. */
function imageWords(service: Service, {state}: ServiceVerdict) {
	const image = clean(shortImage(service.image));
	const isBetween = state.kind === 'rolling' || state.kind === 'paused';

	if (!isBetween || service.previousImage === undefined || service.previousImage === service.image) {
		return image;
	}

	return `${image} ${glyphs().left} ${clean(tagOf(service.previousImage) ?? shortImage(service.previousImage))}`;
}

/** `8080`; `h` for one that is open only where a task runs, the protocol where it isn't TCP. */
export const portWords = ({published, target, protocol, mode}: PublishedPort) =>
	`${published ?? `?:${target}`}${mode === 'host' ? 'h' : ''}${protocol === 'tcp' ? '' : `/${protocol}`}`;

export function modeWords(mode: ServiceMode) {
	return mode.kind === 'replicated' ? 'replicated' : mode.kind.replace('-', ' ');
}

const stateCells = 'new 10/12, 40 s left'.length;

/** As wide from second to second, so that nothing beside it moves. */
const steady = ({state}: ServiceRow) => state + ' '.repeat(Math.max(0, stateCells - cells(state)));

export const serviceColumns: readonly Column<ServiceRow>[] = [
	{
		id: 'name',
		title: 'SERVICE',
		cell: row => row.name,
		sortBy: row => row.name,
		tone: () => 'bold',
		shrinksTo: 14,
		keeps: 'ends',
	},
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
		cell: row => (row.bar === '' ? row.state : `${steady(row)} ${row.bar}`),
		plain: {cell: row => (row.bar === '' ? row.state : steady(row)), expendable: 4},
		sortBy: row => `${row.sign === '!' ? 0 : 1}${row.state}`,
		tone: row => row.tone,
		shrinksTo: 14,
	},
	{id: 'image', title: 'IMAGE', cell: row => row.image, sortBy: row => row.image, shrinksTo: 12, keeps: 'end'},
	{id: 'ports', title: 'PORTS', cell: row => row.ports, sortBy: row => row.ports, shrinksTo: 5, expendable: 3},
	{id: 'mode', title: 'MODE', cell: row => row.mode, sortBy: row => row.mode, tone: () => 'dim', expendable: 6},
	stackColumn(7),
	ageColumn(5),
];
