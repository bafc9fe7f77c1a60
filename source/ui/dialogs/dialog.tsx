import {useEffect} from 'react';
import {count} from '../format/plural.ts';
import {fitStyled} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {tone} from '../text/style.ts';
import {Lines} from '../widgets/lines.tsx';
import {drawTitle} from '../widgets/title.ts';
import type {DialogText} from './dialog-text.ts';

export type Placed = {readonly width: number; readonly left: number; readonly top: number; readonly room: number};

/** Wide enough for one thought per line, never wider than the terminal; in the upper middle, where eyes are. */
export function placeDialog(columns: number, rows: number): Placed {
	const width = Math.min(columns, 104);
	const top = Math.max(1, Math.floor(rows / 8));
	return {width, left: Math.floor((columns - width) / 2), top, room: rows - top - 1};
}

/** Air on both sides: what lies below must not touch it. */
const margin = 2;

/** The inside of a dialog is narrower than its frame by so many cells. */
export const innerWidth = (width: number) => width - 4 * margin;

type Props = {readonly text: DialogText; readonly place: Placed; readonly top: number; readonly onDrawn?: () => void};

/** A block of text over the dimmed panes. `onDrawn` tells that it is on screen: keys count from then on. */
export function Dialog({text, place, top, onDrawn}: Props) {
	useEffect(() => onDrawn?.());
	const raised = raisedFor(text, place);
	return <Lines lines={frame(text, raised, top)} width={raised.width} over={raised} />;
}

/** Lines that a body gets where so many lie below it. */
const spaceIn = ({room}: Placed, below: readonly string[] = []) => Math.max(1, room - 8 - below.length);

/** A form that is too long for its place goes up as far as it must: its fields are better seen than what it covers. */
function raisedFor({body, below, keepInView}: DialogText, place: Placed): Placed {
	const missing = keepInView === undefined ? 0 : body.length - spaceIn(place, below);
	const by = Math.max(0, Math.min(missing, place.top - 1));
	return {...place, top: place.top - by, room: place.room + by};
}

function frame({title, body, below = [], keepInView, ask, foot}: DialogText, place: Placed, scrolled: number) {
	const {width} = place;
	const inside = innerWidth(width);
	const air = ' '.repeat(margin);
	const space = spaceIn(place, below);
	const top = topOf(body.length, space, scrolled, keepInView);
	const more = body.length - top - space;
	const line = (content: string) => `${air}${air}${fitStyled(content, inside)}${air}${air}`;
	const note =
		more > 0 ? [line(tone('look', `${count(more, 'more line')}: ${keepInView === undefined ? 'Down' : 'Tab'}`))] : [];
	return [
		' '.repeat(width),
		`${air}${drawTitle(title, width - 2 * margin, true)}${air}`,
		line(''),
		...body.slice(top, top + space).map(line),
		...note,
		...below.map(line),
		line(''),
		...(ask === undefined ? [] : [line(ask), line('')]),
		line(drawKeys(foot)),
		`${air}${tone('moving', glyphs().rule.repeat(width - 2 * margin))}${air}`,
		' '.repeat(width),
	];
}

/** Lines scrolled past: as asked for, or with the line that must be in view in the middle where there is room. */
function topOf(lines: number, space: number, scrolled: number, keepInView: number | undefined) {
	const wish = keepInView === undefined ? scrolled : keepInView - Math.floor(space / 2);
	return Math.max(0, Math.min(wish, lines - space));
}

const drawKeys = (keys: DialogText['foot']) => keys.map(([key, word]) => `${tone('bold', key)} ${word}`).join('   ');
