import type {RolloutSlot} from '../../swarm/rollout.ts';
import {isJob} from '../../swarm/service.ts';
import {cells, fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';
import {versionsOf} from './names.ts';
import {failureWords, lastExitWords, newWords, oldWords, type Words} from './slot-words.ts';

type Column = {
	readonly title: string;
	readonly align?: 'right';
	/** Left out where there isn't room for all. */
	readonly isExpendable?: true;
	/** At least so wide, so that what is counted down moves nothing. */
	readonly least: number;
	readonly cell: (slot: RolloutSlot) => Words;
};

const gap = 2;

/** One row per slot, in their order, from the first that is in view. The heading comes on top. */
export function drawSlotTable(
	facts: CockpitFacts,
	slots: readonly RolloutSlot[],
	{width, height, top}: {readonly width: number; readonly height: number; readonly top: number},
): readonly string[] {
	const columns = columnsOf(facts, width);
	// Over all slots, so that neither scrolling nor progress moves a column.
	const measured = columns.map(column => ({
		column,
		wide: slots.reduce(
			(most, slot) => Math.max(most, cells(column.cell(slot).text)),
			Math.max(column.least, cells(column.title)),
		),
	}));
	const laid = fitting(measured, width - 3);
	const heading = laid.map(({column, wide}) => fit(column.title, wide, column.align)).join(' '.repeat(gap));
	// A row more is worth more than a heading: the versions are in the head.
	const hasHeading = slots.length !== height;
	const shown = slots.slice(top, top + Math.max(0, height - (hasHeading ? 1 : 0)));
	const rows = shown.map(slot => {
		const parts = laid.map(({column, wide}) => {
			const {text, tone: meaning} = column.cell(slot);
			return tone(meaning, fit(text, wide, column.align));
		});
		return fitStyled(`${signOf(slot)} ${parts.join(' '.repeat(gap))}`, width);
	});
	return hasHeading ? [tone('dim', fit(`   ${heading}`, width)), ...rows] : rows;
}

type Laid = {readonly column: Column; readonly wide: number};

/** What is too wide loses what it can do without, then the end of its last column. */
function fitting(laid: readonly Laid[], width: number): readonly Laid[] {
	const over = laid.reduce((sum, {wide}) => sum + wide + gap, -gap) - width;
	const last = laid.at(-1);

	if (over <= 0 || last === undefined) {
		return laid;
	}

	const needed = laid.filter(({column}) => column.isExpendable !== true);
	return needed.length < laid.length
		? fitting(needed, width)
		: [...laid.slice(0, -1), {...last, wide: Math.max(0, last.wide - over)}];
}

const signOf = ({phase}: RolloutSlot) => {
	if (phase === 'failing' || phase === 'blocked' || phase === 'empty') {
		return ` ${tone('act', '!')}`;
	}

	return phase === 'old' || phase === 'done' ? '  ' : ` ${tone('moving', '~')}`;
};

const plain = (text: string): Words => ({text, tone: 'plain'});

function columnsOf(facts: CockpitFacts, width: number): readonly Column[] {
	const {service, rollout, hostOf} = facts;
	const isGlobal = service.mode.kind.startsWith('global');
	const {old, next} = versionsOf(rollout);
	const hasOld = rollout.state !== 'none' || rollout.counts.old > 0;
	const title = (name: string) => fit(name, Math.min(cells(name), width < 110 ? 12 : 20));
	return [
		...(isGlobal ? [] : [{title: 'SLOT', align: 'right' as const, least: 4, cell: ({key}: RolloutSlot) => plain(key)}]),
		{title: 'NODE', least: 6, cell: ({nodeId}) => plain(hostOf(nodeId))},
		...(hasOld && !isJob(service)
			? [{title: title(old), least: 11, cell: (slot: RolloutSlot) => oldWords(slot, facts)}]
			: []),
		{title: isJob(service) ? 'STATE' : title(next), least: 22, cell: slot => newWords(slot, facts)},
		{title: 'FAILED', least: 6, isExpendable: true, cell: slot => ({text: failureWords(slot), tone: 'plain'})},
		{title: 'LAST EXIT', least: 13, cell: slot => ({text: lastExitWords(slot, facts), tone: 'plain'})},
	];
}
