import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {editorIn, runEditor} from '../../source/ui/editor.ts';
import {createEditorFile} from '../../source/ui/editor-file.ts';

const root = mkdtempSync(join(tmpdir(), 'editor-'));
const now = Date.parse('2026-11-21T10:00:00Z');

afterAll(() => rmSync(root, {recursive: true}));

const script = (name: string, body: string) => {
	const path = join(root, name);
	writeFileSync(path, `#!/bin/sh\n${body}\n`);
	chmodSync(path, 0o755);
	return path;
};

test('it is VISUAL, else EDITOR, else vi', () => {
	expect(editorIn({VISUAL: 'code --wait', EDITOR: 'nano'})).toBe('code --wait');
	expect(editorIn({VISUAL: ' ', EDITOR: 'nano'})).toBe('nano');
	expect(editorIn({})).toBe('vi');
});

describe('an editor', () => {
	const file = join(root, "it's a file.yaml");

	test('gets the file as its last argument, whatever is in its own command and in the path', async () => {
		const program = script('args', 'printf "%s\\n" "$@" > "$2"');
		expect(await runEditor(`${program} --wait`, file)).toBeUndefined();
		expect(readFileSync(file, 'utf8')).toBe(`--wait\n${file}\n`);
	});

	test.each([
		['that is not there', 'no-such-editor', /^The editor "no-such-editor" can't be run: set EDITOR or VISUAL/],
		['that fails', 'false', /^The editor "false" ended with 1\.$/],
		['that is ended', 'kill -TERM $$; :', /was ended by SIGTERM\.$/],
	])('%s is told of in a sentence', async (_, editor, sentence) => {
		expect(await runEditor(editor, file)).toMatch(sentence);
	});

	test('has what the keyboard interrupts to itself, and gives it back', async () => {
		let heard = 0;
		const listener = () => {
			heard += 1;
		};
		process.on('SIGINT', listener);
		const program = script('interrupt', `kill -INT ${process.pid}; sleep 0.1`);
		await runEditor(program, file);
		expect(heard).toBe(0);
		expect(process.listeners('SIGINT')).toContain(listener);
		process.off('SIGINT', listener);
	});
});

describe('its file', () => {
	test('is for its owner alone, whatever the editor does to it, and goes with what lies beside it', async () => {
		const folder = join(root, 'edits');
		const file = await createEditorFile(folder, '../a b', now);
		await file.write('one');
		chmodSync(file.path, 0o644);
		await file.write('two');
		writeFileSync(`${file.path}~`, 'one');

		expect(file.path).toMatch(/edits\/20261121T100000Z-\w+\/__a_b\.yaml$/);
		expect(statSync(file.path).mode & 0o777).toBe(0o600);
		expect(statSync(dirname(file.path)).mode & 0o777).toBe(0o700);
		expect(await file.read()).toBe('two');
		await file.remove();
		expect(readdirSync(folder)).toEqual([]);
		expect(await file.read()).toBeUndefined();
	});

	test('keeps its text where the disk is full, and nothing is left of one that never had any', async () => {
		const folder = join(root, 'full');
		const file = await createEditorFile(folder, 'web', now);
		await file.write('worked on for an hour');
		symlinkSync('/dev/full', join(dirname(file.path), '.new'));
		await expect(file.write('the same, with what is wrong')).rejects.toThrow(
			`${file.path} can't be written, so no editor is opened (no space left on device).`,
		);
		expect(await file.read()).toBe('worked on for an hour');
		await file.write('room again');
		expect(await file.read()).toBe('room again');

		const other = await createEditorFile(folder, 'api', now);
		symlinkSync('/dev/full', join(dirname(other.path), '.new'));
		await expect(other.write('text')).rejects.toThrow('no editor is opened');
		expect(existsSync(dirname(other.path))).toBe(false);
	});

	test('is kept with the last twenty; what else is in the folder stays', async () => {
		const folder = join(root, 'many');
		mkdirSync(folder, {mode: 0o700});
		writeFileSync(join(folder, 'mine.txt'), '');

		for (let second = 0; second < 25; second++) {
			await (await createEditorFile(folder, 'web', now + second * 1000)).write('text');
		}

		const kept = readdirSync(folder).sort();
		expect(kept).toHaveLength(22);
		expect(kept[0]).toMatch(/^20261121T100004Z-/);
		expect(kept).toContain('mine.txt');
	});

	test('is elsewhere where the folder is not ours alone', async () => {
		const folder = join(root, 'shared');
		mkdirSync(folder);
		chmodSync(folder, 0o777);
		const file = await createEditorFile(folder, 'web', now);
		await file.write('text');

		expect(file.path.startsWith(folder)).toBe(false);
		expect(readdirSync(folder)).toEqual([]);
		await file.remove();
		expect(existsSync(file.path)).toBe(false);
	});
});
