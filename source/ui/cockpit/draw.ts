import {whatFollows} from '../../swarm/what-follows.ts';
import {exactAge} from '../format/age.ts';
import {absolute} from '../format/clock.ts';
import type {Size} from '../layout.ts';
import {clean} from '../text/clean.ts';
import {fit, fitStyled, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawTitle} from '../widgets/title.ts';
import {drawChoices} from './choice-lines.ts';
import type {CockpitFacts} from './facts.ts';
import {followsWords} from './follows.ts';
import {drawHead} from './head.ts';
import {type CockpitLayout, cockpitLayout} from './layout.ts';
import {drawServing} from './serving.ts';
import {drawSlots, signScale, slotsBeyond} from './slots.ts';
import {drawTimeline} from './timeline-lines.ts';
import {drawWhy} from './why.ts';

type CockpitRoom = Size & {
	/** Slots scrolled past. */
	readonly top: number;
};

/** The whole cockpit but for its last line. */
export function drawCockpit(facts: CockpitFacts, room: CockpitRoom): readonly string[] {
	const {columns: width} = room;
	const layout = cockpitLayout(room, facts.rollout.slots.length);
	const air = Array.from({length: layout.air}, () => ' '.repeat(width));
	return [
		...drawHead(facts, width, layout.head),
		...air,
		drawServing(facts, width),
		...air,
		...(layout.isWide ? sideBySide(facts, layout, room.top) : oneBelow(facts, layout, room.top)),
		...air,
		drawTitle(whyTitle(facts), width, facts.failure !== undefined),
		...drawWhy(facts, width, layout.why),
		...air,
		...drawFollows(facts, width, layout.follows),
		drawTitle('What now', width, false, facts.isReadOnly ? 'read-only: plans are shown, nothing is changed' : ''),
		...drawChoices(facts, width, layout.choices),
	].slice(0, room.rows - 1);
}

/** How far j and k can go. */
export const scrollable = ({rollout}: Pick<CockpitFacts, 'rollout'>, size: Size) => {
	const {slots} = cockpitLayout(size, rollout.slots.length);
	return slotsBeyond(rollout, {width: slots.columns, height: slots.rows});
};

const whyTitle = ({failure, rollout}: CockpitFacts) =>
	(failure ?? rollout.blocked ?? rollout.waitsFor) !== undefined ? 'Why' : rollout.state === 'rolling' ? 'Now' : 'Log';

const isByNode = ({service}: CockpitFacts) => service.mode.kind.startsWith('global');

function slotsTitle(facts: CockpitFacts, room: {readonly width: number; readonly height: number}) {
	const {rollout, now, readAt} = facts;
	const scale = signScale(rollout, room) ?? 1;
	const age = now - (readAt ?? now);
	const asides = [
		...(age > stale && rollout.state === 'rolling' ? [`read ${exactAge(age)} ago`] : []),
		...(scale > 1 ? [`a sign is ${scale} ${isByNode(facts) ? 'nodes' : 'slots'}, the worst shows`] : []),
	];
	const title = `${isByNode(facts) ? 'Nodes' : 'Slots'} ${rollout.slots.length}`;
	return drawTitle(title, room.width, false, asides.join('   '));
}

/** What was read longer ago than this, in milliseconds, says so. */
const stale = 4000;

const zone = ({now}: CockpitFacts) => absolute(now).split(' ').at(-1) ?? '';

const timelineTitle = (facts: CockpitFacts) => `What happened${facts.hasAges ? '' : `, ${zone(facts)}`}`;

function sideBySide(facts: CockpitFacts, {slots, timeline}: CockpitLayout, top: number): readonly string[] {
	const right = drawTimeline(facts, timeline.columns, timeline.rows);
	const left = drawSlots(facts, {width: slots.columns, height: slots.rows, top});
	const room = {width: slots.columns, height: slots.rows};
	const titles = `${slotsTitle(facts, room)}  ${drawTitle(timelineTitle(facts), timeline.columns, false)}`;
	return [titles, ...left.map((line, index) => `${line}  ${right[index] ?? ''}`)];
}

/** The latest of what happened is the last of them that is left out. */
function oneBelow(facts: CockpitFacts, {slots, timeline}: CockpitLayout, top: number): readonly string[] {
	const width = slots.columns;
	const below =
		timeline.rows < 2
			? []
			: [drawTitle(timelineTitle(facts), width, false), ...drawTimeline(facts, width, timeline.rows - 1)];
	const height = slots.rows + timeline.rows - below.length;
	return [slotsTitle(facts, {width, height}), ...drawSlots(facts, {width, height, top}), ...below];
}

const question = ' If you do nothing   ';

function drawFollows(facts: CockpitFacts, width: number, height: number): readonly string[] {
	const text = clean(facts.standstill ?? followsWords(facts, whatFollows(facts.rollout, facts.service)));
	const lines = wrap(text, width - question.length - 1);
	const shown = lines.length > height ? [...lines.slice(0, height - 1), lines.slice(height - 1).join(' ')] : lines;
	const blank = ' '.repeat(width);
	return Array.from({length: height}, (_, index) => {
		const line = shown[index];
		const head = index === 0 ? tone('bold', question) : ' '.repeat(question.length);
		return line === undefined ? blank : fitStyled(head + fit(line, width - question.length), width);
	});
}
