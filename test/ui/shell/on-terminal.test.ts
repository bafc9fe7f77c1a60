import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {type Attachable, attachTerminal, runOnTerminal, type Streams} from '../../../source/ui/shell/on-terminal.ts';

const turn = () => new Promise(resolve => setImmediate(resolve));

/** A terminal in memory: what is typed at it, what it shows, and whether its keyboard is raw. */
const terminal = () => {
	const modes: boolean[] = [];
	const shown: string[] = [];
	const stdin = Object.assign(new PassThrough(), {setRawMode: (isRaw: boolean) => void modes.push(isRaw)});
	const stdout = Object.assign(new EventEmitter(), {
		columns: 80,
		rows: 24,
		write: (bytes: Uint8Array | string) => {
			shown.push(Buffer.from(bytes as Uint8Array).toString());
			return true;
		},
	});
	return {modes, shown, stdin, stdout, streams: {stdin, stdout} as unknown as Streams};
};

/** A program elsewhere, whose output is given to it piece by piece. */
const program = () => {
	const output = new PassThrough();
	const typed: string[] = [];
	const sizes: unknown[] = [];
	const attachable: Attachable = {
		output,
		type: bytes => void typed.push(Buffer.from(bytes).toString('latin1')),
		resize: async size => void sizes.push(size),
		close: () => void output.destroy(),
	};
	return {output, typed, sizes, attachable};
};

test('keys go there as they are, its output comes here, and both follow the size', async () => {
	const [{stdin, stdout, shown, modes, streams}, {output, typed, sizes, attachable}] = [terminal(), program()];
	const ended = attachTerminal(attachable, streams);
	stdin.write('ls\r\u0003\u0010');
	output.write('\u001b[1mbold');
	Object.assign(stdout, {columns: 100, rows: 30}).emit('resize');
	await turn();
	expect(typed.join('')).toBe('ls\r\u0003\u0010');
	expect(shown.join('')).toBe('\u001b[1mbold');
	expect(sizes).toEqual([
		{columns: 80, rows: 24},
		{columns: 100, rows: 30},
	]);
	expect(modes).toEqual([true]);
	output.end();
	await ended;
	expect(modes).toEqual([true, false]);
	stdin.write('late');
	stdout.emit('resize');
	await turn();
	expect(typed.join('')).not.toContain('late');
	expect(sizes).toHaveLength(2);
});

test('Ctrl+] three times with nothing between gives up on one that no longer answers', async () => {
	const [{stdin, streams, modes}, {output, attachable}] = [terminal(), program()];
	const ended = attachTerminal(attachable, streams);
	stdin.write('\u001d\u001d');
	await turn();
	stdin.write('a\u001d');
	await turn();
	stdin.write('\u001d');
	await turn();
	expect(output.destroyed).toBe(false);
	stdin.write('\u001d');
	await turn();
	stdin.write('\u001d');
	await ended;
	expect(output.destroyed).toBe(true);
	expect(modes.at(-1)).toBe(false);
});

test('a connection that breaks gives the keyboard back, and is told of', async () => {
	const [{streams, modes}, {output, attachable}] = [terminal(), program()];
	const ended = attachTerminal(attachable, streams);
	output.destroy(new Error('It broke.'));
	await expect(ended).rejects.toThrow('It broke.');
	expect(modes).toEqual([true, false]);
});

test('a program of this machine tells its exit code, or that it is not there', async () => {
	const {streams, shown} = terminal();
	expect(await runOnTerminal('sh', ['-c', 'exit 3'], streams)).toEqual({code: 3, signal: undefined});
	expect(await runOnTerminal('no-such-program', [], streams)).toMatchObject({why: /^no-such-program could not be/});
	expect(shown).toEqual([]);
});

test('what ssh says when it fails stays on screen until Enter', async () => {
	const {streams, stdin, shown} = terminal();
	const ended = runOnTerminal('sh', ['-c', 'exit 255'], streams);
	while (!shown.join('').includes('Enter leads back to skep.')) {
		await turn();
	}
	stdin.write('\n');
	expect(await ended).toMatchObject({code: 255});
});
