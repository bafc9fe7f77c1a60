import type {Colour, Look, Run} from '../test/e2e/screen.ts';

const cell = {width: 8.4, height: 18} as const;
const padding = 14;
const plain = {foreground: '#cdd6f4', background: '#11111b'} as const;

/** The sixteen colours of the picture's terminal; the rest of the palette is the same everywhere. */
const sixteen = [
	'#45475a', '#f38ba8', '#a6e3a1', '#d0a215', '#89b4fa', '#f5c2e7', '#3fb6c6', '#bac2de',
	'#7f849c', '#f38ba8', '#a6e3a1', '#f9e2af', '#89b4fa', '#f5c2e7', '#94e2d5', '#ffffff',
]; // biome-ignore format: a table

/** A picture of a terminal's screen, cell by cell: what the program sent is what is drawn. */
export function pictureOf(title: string, lines: readonly (readonly Run[])[], columns: number): string {
	const width = columns * cell.width + 2 * padding;
	const height = lines.length * cell.height + 2 * padding;
	const body = lines.flatMap((runs, row) => runs.flatMap(run => drawRun(run, row)));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${plain.background}"/>`,
		`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">`,
		...body,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

function drawRun({column, cells, text, look}: Run, row: number): readonly string[] {
	const {foreground, background} = coloursOf(look);
	const x = round(padding + column * cell.width);
	const y = padding + row * cell.height;
	const width = round(cells * cell.width);
	const box =
		background === plain.background
			? []
			: [`<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${background}"/>`];

	if (text.trim() === '') {
		return box;
	}

	const style = `${look.isBold ? ' font-weight="bold"' : ''}${look.isDim ? ' opacity="0.6"' : ''}`;
	// The length is given, so that any font keeps the columns.
	const glyphs = `<text x="${x}" y="${y + 13}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${foreground}"${style}>${escaped(text)}</text>`;
	return [...box, glyphs];
}

function coloursOf({foreground, background, isInverse}: Look) {
	const front = foreground === undefined ? plain.foreground : hexOf(foreground);
	const back = background === undefined ? plain.background : hexOf(background);
	return isInverse ? {foreground: back, background: front} : {foreground: front, background: back};
}

function hexOf({kind, value}: Colour): string {
	if (kind === 'rgb') {
		return hex(value >> 16, (value >> 8) & 255, value & 255);
	}

	if (value < 16) {
		return sixteen[value] ?? plain.foreground;
	}

	if (value >= 232) {
		const grey = 8 + (value - 232) * 10;
		return hex(grey, grey, grey);
	}

	const steps = [0, 95, 135, 175, 215, 255];
	const at = (place: number) => steps[Math.floor((value - 16) / 6 ** place) % 6] ?? 0;
	return hex(at(2), at(1), at(0));
}

const hex = (...parts: readonly number[]) => `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;

const round = (number: number) => Math.round(number * 10) / 10;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
