import {cells, fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {paragraph} from './dialog-lines.ts';
import {type Form, fieldLines, labelWidth, plainText} from './form-field.ts';
import {type FormPart, partsOf} from './form-parts.ts';

/** From so many parts on they stand beside the fields of one of them: a form of any length then fits a small screen. */
const fewParts = 5;

/** Lines of hints at most: with always as many, nothing below the fields moves while one goes through them. */
const hintLines = 2;

const gap = '   ';

export const hasColumns = ({fields}: Form) => partsOf(fields).length >= fewParts;

/** Its parts as a list, with how much was entered in each; beside it the fields of the part that one is in. */
export function columnsText(form: Form, hint: string, width: number) {
	const parts = partsOf(form.fields);
	const here = parts.findLast(({start}) => start <= form.active) ?? parts[0];
	const left = Math.max(...parts.map(({title}) => cells(title))) + 5;
	const right = width - left - gap.length;
	const label = labelWidth(here?.fields ?? []);
	const blocks = (here?.fields ?? []).map((_, at) => fieldLines(form, (here?.start ?? 0) + at, {label, width: right}));
	const lines = blocks.flat();
	const height = Math.max(parts.length, lines.length);
	const last = blocks.slice(0, form.active - (here?.start ?? 0) + 1).flat().length - 1;
	return {
		body: Array.from({length: height}, (_, row) => {
			const part = parts[row];
			const title = part === undefined ? ' '.repeat(left) : partLine(form, part, part === here, left);
			return `${title}${gap}${lines[row] ?? ''}`;
		}),
		below: ['', ...belowLines(form, hint, {label, width: right}, width)],
		keepInView: Math.max(last, here === undefined ? 0 : parts.indexOf(here)),
	};
}

function partLine(form: Form, {title, fields}: FormPart, isHere: boolean, width: number) {
	const entered = fields.filter(({name, initial}) => (form.values[name] ?? '') !== initial).length;
	const isWrong = fields.some(({name}) => name === form.problem?.field);
	const sign = isHere ? '>' : isWrong ? '!' : ' ';
	const amount = fit(entered === 0 ? '' : `${entered}`, 2, 'right');
	const text = fit(`${sign} ${title}`, width - 2);
	return fitStyled(
		tone(isHere ? 'bold' : isWrong ? 'look' : entered > 0 ? 'plain' : 'dim', text) +
			tone(isHere ? 'plain' : 'dim', amount),
		width,
	);
}

/** What may be typed; where the field is too narrow for what stands in it, that comes first. */
function belowLines(form: Form, hint: string, {label, width}: {label: number; width: number}, whole: number) {
	const field = form.fields[form.active];
	const value = field === undefined ? '' : plainText(field, form.values[field.name] ?? '');
	const isCut = field?.choices === undefined && cells(value) >= Math.max(8, width - label);
	const hints = paragraph(hint, whole, 'dim');
	const shown = isCut ? paragraph(value, whole, 'plain').slice(-hintLines) : [];
	const lines = isCut ? [...shown, ...hints].slice(0, hintLines) : hints;
	return [...lines, ...Array.from({length: Math.max(0, hintLines - lines.length)}, () => '')];
}
