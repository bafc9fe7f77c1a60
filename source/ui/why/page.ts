import type {WhyLayer} from '../layers.ts';
import type {Size} from '../layout.ts';
import type {WhyFacts} from './facts.ts';
import {drawWhyHead} from './head.ts';
import {type Section, sectionsOf} from './sections.ts';

/** Where the window begins: so many lines into a part of the page. */
export type Place = WhyLayer['at'];

const headRows = 2;
const footRows = 1;

/** How many lines of the page are in sight. */
const whyRoom = ({rows}: Size) => Math.max(1, rows - headRows - footRows);

/** The parts with a blank line between them. */
const linesOf = (sections: readonly Section[], width: number) =>
	sections.flatMap(({lines}, index) => (index === 0 ? lines : [' '.repeat(width), ...lines]));

const startOf = (sections: readonly Section[], id: string) => {
	const index = sections.findIndex(section => section.id === id);
	return sections.slice(0, Math.max(0, index)).reduce((sum, {lines}) => sum + lines.length + 1, 0);
};

/** The place of a line, told by the part that it is in. */
const placeAt = (sections: readonly Section[], top: number): Place => {
	const section = sections.findLast(({id}) => startOf(sections, id) <= top) ?? sections[0];
	return {section: section?.id ?? '', offset: top - startOf(sections, section?.id ?? '')};
};

/** What of the page is in sight, and where every fix is in it. */
function look(sections: readonly Section[], {columns, rows}: Size, at: Place) {
	const lines = linesOf(sections, columns);
	const room = whyRoom({columns, rows});
	const most = Math.max(0, lines.length - room);
	const top = Math.min(startOf(sections, at.section) + at.offset, most);
	const start = startOf(sections, 'fixes');
	const choices = sections.find(({id}) => id === 'fixes')?.choices ?? [];
	return {lines, room, most, top, fixes: choices.map(({from, to}) => ({from: start + from, to: start + to}))};
}

type Looked = ReturnType<typeof look>;

const isSeen = ({fixes, top, room}: Looked, index: number) => {
	const fix = fixes[index];
	return fix !== undefined && fix.from >= top && fix.to <= top + room;
};

/** The chosen fix is there to be read, and not scrolled away. */
export const isChosenSeen = (facts: WhyFacts, size: Size, at: Place): boolean =>
	isSeen(look(sectionsOf(facts, size.columns), size, at), facts.chosen);

/** The place that is so many lines from the given one, as far as there are any; `by` is told what there is. */
export function scrollWhy(
	facts: WhyFacts,
	size: Size,
	at: Place,
	by: (top: number, page: number, most: number) => number,
): Place {
	const sections = sectionsOf(facts, size.columns);
	const {top, room, most} = look(sections, size, at);
	return placeAt(sections, Math.max(0, Math.min(by(top, room, most), most)));
}

/** The place from which the chosen fix can be read, with the line before it where there is room for that. */
export function placeOfChosen(facts: WhyFacts, size: Size, at: Place): Place {
	const {fixes, top} = look(sectionsOf(facts, size.columns), size, at);
	return scrollWhy(facts, size, at, () => (fixes[facts.chosen]?.from ?? top + 1) - 1);
}

/** One step on or back: to the next fix where that is in sight, else by a line. */
export function stepWhy(
	facts: WhyFacts,
	size: Size,
	at: Place,
	by: 1 | -1,
): {readonly at: Place; readonly chosen: number} {
	const next = facts.chosen + by;
	return isSeen(look(sectionsOf(facts, size.columns), size, at), next)
		? {at, chosen: next}
		: {at: scrollWhy(facts, size, at, top => top + by), chosen: facts.chosen};
}

/** The page but for its last line, and how many lines are below what is in sight. */
export function drawWhyPage(facts: WhyFacts, size: Size, at: Place) {
	const {lines, top, room, most} = look(sectionsOf(facts, size.columns), size, at);
	const blank = ' '.repeat(size.columns);
	const shown = [...lines.slice(top, top + room), ...Array.from({length: room}, () => blank)].slice(0, room);
	return {lines: [drawWhyHead(facts, size.columns), blank, ...shown], below: most - top};
}

/** All of it, for a ticket. */
export const wholeWhyPage = (facts: WhyFacts, width: number): readonly string[] => [
	drawWhyHead(facts, width),
	'',
	...linesOf(sectionsOf({...facts, chosen: -1}, width), width),
];
