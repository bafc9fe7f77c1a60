import {colours} from '../text/colours.ts';
import {type Tone, tone} from '../text/style.ts';

/** Background and foreground, so that a box reads on light and on dark terminals; every second one a shade brighter. */
const fills: Readonly<Partial<Record<Tone, readonly [even: string, odd: string, foreground: string]>>> = {
	plain: ['236', '238', '252'],
	moving: ['30', '31', '231'],
	look: ['136', '137', '16'],
	act: ['124', '125', '231'],
	dim: ['234', '235', '246'],
};

/** A line of a box. It must be as wide as the box is to be. */
export function filled(line: string, meaning: Tone, isOdd: boolean): string {
	const depth = colours();

	if (depth === 'none' || depth === '16') {
		return tone(meaning, line);
	}

	const [even, odd, foreground] = fills[meaning] ?? ['236', '238', '252'];
	return `\u001b[48;5;${isOdd ? odd : even}m\u001b[38;5;${foreground}m${line}\u001b[39m\u001b[49m`;
}
