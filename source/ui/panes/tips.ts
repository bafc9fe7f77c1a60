import type {Tip} from '../context.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';

const start = ' Simulated. Try  ';
const gap = '   ';

/** One line of things to try, with what each is for where there is room. */
export function drawTips(tips: readonly Tip[], width: number): string {
	const long = tips.map(({key, where, what}) => `${tone('bold', key)} ${where}${tone('dim', ` (${what})`)}`);
	const short = tips.map(({key, where}) => `${tone('bold', key)} ${where}`);
	const line = (parts: readonly string[]) => `${tone('dim', start)}${parts.join(gap)}`;
	return fitStyled(cells(line(long)) <= width ? line(long) : line(short), width);
}
