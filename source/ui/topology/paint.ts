import {colours} from '../text/colours.ts';
import {type Tone, tone} from '../text/style.ts';

type Fill = {
	/** A shade darker where boxes touch, so that one ends where the next begins. */
	readonly background: readonly [even: number, odd: number];
	readonly foreground: number;
	/** Of what isn't the name. */
	readonly faint: number;
};

const plain: Fill = {background: [237, 235], foreground: 253, faint: 246};

/** Background and foreground, so that a box reads on light and on dark terminals. */
const fills: Readonly<Partial<Record<Tone, Fill>>> = {
	moving: {background: [30, 23], foreground: 231, faint: 195},
	look: {background: [136, 178], foreground: 16, faint: 235},
	act: {background: [124, 88], foreground: 231, faint: 224},
	dim: {background: [235, 234], foreground: 245, faint: 242},
};

/** A line of a box. It must be as wide as the box is to be. */
export function filled(
	line: string,
	meaning: Tone,
	{isOdd, isFaint}: {readonly isOdd: boolean; readonly isFaint: boolean},
) {
	const depth = colours();

	if (depth === 'none' || depth === '16') {
		return tone(isFaint && meaning === 'plain' ? 'dim' : meaning, line);
	}

	const {background, foreground, faint} = fills[meaning] ?? plain;
	return `\u001b[48;5;${background[isOdd ? 1 : 0]}m\u001b[38;5;${isFaint ? faint : foreground}m${line}\u001b[39m\u001b[49m`;
}
