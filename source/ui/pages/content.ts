import {count} from '../format/plural.ts';
import type {ShelfSubject} from '../layers.ts';
import {clean} from '../text/clean.ts';
import {tone} from '../text/style.ts';

/** So much of a config is shown: who wants more of it reads it elsewhere. */
const mostLines = 5000;
const bytesPerLine = 16;

/** What is in a config: its lines as they are, or its bytes where it is no text. */
export function contentLines(content: ShelfSubject['content']): readonly string[] {
	const title = ['', tone('bold', ' What is in it')];

	if (content === undefined) {
		return [...title, tone('dim', '  Reading...')];
	}

	if (content.kind === 'failed') {
		return [...title, tone('look', `  ${clean(content.why)}`)];
	}

	const lines = content.kind === 'text' ? textLines(content.text) : hexLines(content.hex);
	const rest = lines.length - mostLines;
	return [
		...title,
		...lines.slice(0, mostLines).map(line => `  ${line}`),
		...(rest > 0 ? [tone('dim', `  and ${count(rest, 'more line')}`)] : []),
	];
}

function textLines(text: string) {
	const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
	return text === '' ? [tone('dim', 'Nothing: it is empty.')] : lines.map(clean);
}

/** As `hexdump -C` has them. */
function hexLines(hex: string) {
	const bytes = hex.match(/../g) ?? [];
	return Array.from({length: Math.ceil(bytes.length / bytesPerLine)}, (_, row) => {
		const some = bytes.slice(row * bytesPerLine, (row + 1) * bytesPerLine);
		const letters = some.map(byte => String.fromCharCode(Number.parseInt(byte, 16)).replace(/[^ -~]/, '.')).join('');
		const at = (row * bytesPerLine).toString(16).padStart(8, '0');
		return `${at}  ${some.join(' ').padEnd(bytesPerLine * 3)} ${letters}`;
	});
}
