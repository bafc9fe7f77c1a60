import type {Size} from '../layout.ts';
import type {WhyLayer} from '../state.ts';
import type {WhyFacts} from './facts.ts';
import {drawWhyHead} from './head.ts';
import {type Section, sectionsOf} from './sections.ts';

/** Where the window begins: so many lines into a part of the page. */
export type Place = WhyLayer['at'];

const headRows = 2;
const footRows = 1;

/** How many lines of the page are in sight. */
export const whyRoom = ({rows}: Size) => Math.max(1, rows - headRows - footRows);

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

/** The place that is so many lines from the given one, as far as there are any; `by` is told what there is. */
export function scrollWhy(
	facts: WhyFacts,
	size: Size,
	at: Place,
	by: (top: number, page: number, most: number) => number,
): Place {
	const sections = sectionsOf(facts, size.columns);
	const most = Math.max(0, linesOf(sections, size.columns).length - whyRoom(size));
	const top = Math.min(startOf(sections, at.section) + at.offset, most);
	return placeAt(sections, Math.max(0, Math.min(by(top, whyRoom(size), most), most)));
}

/** The page but for its last line, and how many lines are below what is in sight. */
export function drawWhyPage(facts: WhyFacts, {columns, rows}: Size, at: Place) {
	const sections = sectionsOf(facts, columns);
	const lines = linesOf(sections, columns);
	const room = whyRoom({columns, rows});
	const most = Math.max(0, lines.length - room);
	const top = Math.min(startOf(sections, at.section) + at.offset, most);
	const blank = ' '.repeat(columns);
	const shown = [...lines.slice(top, top + room), ...Array.from({length: room}, () => blank)].slice(0, room);
	return {lines: [drawWhyHead(facts, columns), blank, ...shown], below: most - top};
}

/** All of it, for a ticket. */
export const wholeWhyPage = (facts: WhyFacts, width: number): readonly string[] => [
	drawWhyHead(facts, width),
	'',
	...linesOf(sectionsOf(facts, width), width),
];
