import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {leftUninterrupted} from './interrupts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the user edits with: `$VISUAL`, `$EDITOR`, else `vi`; it may hold arguments, as in `code --wait`. */
export const editorIn = ({VISUAL: visual, EDITOR: editor}: Environment) => visual?.trim() || editor?.trim() || 'vi';

/**
Runs an editor over a file until it ends, on the terminal that must have been lent to it. Answers a sentence where it
failed. A shell starts it, as other programs start `$EDITOR`.
*/
export const runEditor = (editor: string, path: string): Promise<string | undefined> =>
	leftUninterrupted(() => ended(editor, path));

/** Some go back to where they were in a file, past what is said at its top. */
const atTop = (editor: string) =>
	/(^|\/)(n?vim?|vim\.\w+|view|nano|pico|emacs|emacsclient|micro|joe)(\s|$)/.test(editor) ? ['+1'] : [];

const ended = (editor: string, path: string) =>
	new Promise<string | undefined>(resolve => {
		const child = spawn('sh', ['-c', `${editor} "$@"`, editor, ...atTop(editor), path], {stdio: 'inherit'});
		child.on('error', error => resolve(`The editor could not be started: ${error.message}.`));
		child.on('close', (code, signal) => resolve(failure(editor, code, signal)));
	});

/** 126 and 127 are the shell's words for a program that can't be run, or isn't there. */
function failure(editor: string, code: number | null, signal: NodeJS.Signals | null): string | undefined {
	if (code === 0) {
		return undefined;
	}

	if (code === 126 || code === 127) {
		return `The editor "${editor}" can't be run: set EDITOR or VISUAL to one that is there.`;
	}

	const how = signal ?? nameOf((code ?? 0) - 128);
	return how === undefined
		? `The editor "${editor}" ended with ${code}.`
		: `The editor "${editor}" was ended by ${how}.`;
}

const nameOf = (signal: number) => Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
