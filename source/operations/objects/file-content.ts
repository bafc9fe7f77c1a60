import {type FileKind, fileLimit, fileSizeProblem} from '../../swarm/file-rules.ts';
import {FieldProblem} from '../field-problem.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {Resources} from '../resources.ts';
import {type Sealed, sealed} from './sealed.ts';

/** What is to be in a secret or config: typed, or out of a file on this machine, which is read before the plan. */
export type FileContent = {
	/** Absent where it was typed. */
	readonly path?: string;
	readonly content?: Sealed;
};

/** Two fields, of which one is filled in. */
export const contentFields = (kind: FileKind): readonly Field[] => [
	{
		name: 'value',
		label: kind === 'secret' ? 'value' : 'content',
		initial: '',
		hint:
			kind === 'secret'
				? 'one line, kept exactly as typed and never shown: no newline is added, and \\n stays two characters. Or name a file below'
				: 'one line, kept exactly as typed: no newline is added, and \\n stays two characters. Or name a file below',
		isVerbatim: true,
		...(kind === 'secret' ? {isMasked: true} : {}),
	},
	{
		name: 'file',
		label: 'or file',
		initial: '',
		hint: `a path on this machine, such as ~/db.txt; all of it counts, a newline at its end too; less than ${fileLimit[kind] / 1024} KiB`,
	},
];

/** Exactly one of the two. A path keeps its spaces inside, and loses those around it. */
export const parseContent = (values: FormValues, kind: FileKind): Parsed<FileContent> => {
	const [value, path] = [values['value'] ?? '', values['file']?.trim() ?? ''];
	const bytes = Buffer.from(value, 'utf8');
	const problem = value === '' ? undefined : fileSizeProblem(kind, bytes.length);

	if (value === '' && path === '') {
		return {kind: 'problem', field: 'value', problem: 'Type what is to be in it, or name a file below.'};
	}

	if (value !== '' && path !== '') {
		return {kind: 'problem', field: 'file', problem: 'Something is typed above as well: leave one of the two empty.'};
	}

	if (problem !== undefined) {
		return {kind: 'problem', field: 'value', problem: `What is typed ${problem}.`};
	}

	return {kind: 'input', input: path === '' ? {content: sealed(bytes)} : {path}};
};

/** Reads the file, where there is one; rejects with what is wrong, at its field. */
export const readContent = async <Input extends FileContent>(
	input: Input,
	kind: FileKind,
	{readFile}: Resources,
	signal: AbortSignal,
): Promise<Input> => {
	const {path} = input;

	if (path === undefined) {
		return input;
	}

	const read = (readFile ?? unreadable)(path, fileLimit[kind]);
	const bytes = await Promise.race([read, silence(signal)]).catch((error: unknown) => {
		throw new FieldProblem('file', `${path} ${error instanceof Error ? error.message : "can't be read"}.`);
	});
	const problem = fileSizeProblem(kind, bytes.length);

	if (problem !== undefined) {
		throw new FieldProblem('file', `${path} ${problem}.`);
	}

	return {...input, content: sealed(bytes)};
};

/** A file on a server that is gone may never answer. */
export const silence = (signal: AbortSignal) =>
	new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => reject(new Error('gives no answer')), {once: true});
	});

export const unreadable = async (): Promise<Uint8Array> => {
	throw new Error("can't be read from here");
};

/** What of it may be on screen and in the journal: where it comes from, and never how long a typed secret is. */
export const contentWords = ({path, content}: FileContent, kind: FileKind): string => {
	const size = content === undefined ? '' : ` (${content.size} bytes)`;

	if (path !== undefined) {
		return `what is in ${path}${size}`;
	}

	return kind === 'secret' ? 'the value as typed' : `the content as typed${size}`;
};

/** A newline at the end of a file is part of a value, and most programs that read one don't expect it. */
export const newlineEffects = ({path, content}: FileContent): readonly string[] => {
	if (path === undefined) {
		return ['No newline is added to it.'];
	}

	return content?.endsWithNewline
		? [`The last character of ${path} is a newline: that is part of it, and is kept.`]
		: [];
};
