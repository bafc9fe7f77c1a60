import {expect, test} from 'vitest';
import {isRefused, peeked, refusalSentence} from '../../../source/ui/shell/started.ts';

async function* written(...pieces: readonly string[]) {
	for (const piece of pieces) {
		yield Buffer.from(piece);
	}
}

const whole = async (output: AsyncIterable<Uint8Array>) => {
	const pieces: Uint8Array[] = [];
	for await (const piece of output) {
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString();
};

test('what it writes first is seen, and nothing of it is lost', async () => {
	const {head, output} = await peeked(written('/ # ', 'rest'));
	expect(head).toBe('/ # ');
	expect(await whole(output)).toBe('/ # rest');
});

test('a program that writes nothing is not waited for long, and one that ends at once not at all', async () => {
	const {promise, resolve} = Promise.withResolvers<void>();
	async function* late() {
		await promise;
		yield Buffer.from('late');
	}
	const {head, output} = await peeked(late(), 1);
	expect(head).toBe('');
	resolve();
	expect(await whole(output)).toBe('late');
	expect((await peeked(written(), 60_000)).head).toBe('');
});

// As runc's words came from engines 20.10 and 28.5.
const refused = 'OCI runtime exec failed: exec failed: unable to start container process: exec: ';
const about = {name: 'web.1', container: '955df620805656d7759071ed178212a7'};

test.each([
	[
		`${refused}"sh": executable file not found in $PATH: unknown\r\n`,
		['sh'],
		/has no "sh"\..*--pid container:955df6208056 /,
	],
	[
		`${refused}"sh": executable file not found in $PATH\r\n`,
		['sh', '-c', 'x'],
		/has no "sh"\. A program that it has can/,
	],
	[`${refused}"/bin/nope": stat /bin/nope: no such file or directory: unknown\r\n`, ['/bin/nope'], /whole path\?$/],
	[
		`${refused}"/etc": permission denied: unknown\r\n`,
		['/etc'],
		/^web\.1: "\/etc" can't be run there: permission denied\.$/,
	],
	[`${refused}"/etc": permission denied\r\n`, ['/etc'], /^web\.1: "\/etc" can't be run there: permission denied\.$/],
])('%j is told in words', (head, command, sentence) => {
	expect(isRefused(head)).toBe(true);
	expect(refusalSentence({...about, head, command})).toMatch(sentence);
});

test('what a program says itself is no refusal', () => {
	expect(isRefused('/ # OCI runtime exec failed')).toBe(false);
	expect(isRefused('sh: x: not found')).toBe(false);
});
