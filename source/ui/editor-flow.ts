import {homedir} from 'node:os';
import type {SpecEdit} from '../operations/edit-spec.ts';
import type {Operation} from '../operations/operation.ts';
import type {Problem} from '../specs/edit/problem.ts';
import {isEqualJson} from '../swarm/equal.ts';
import type {Json} from '../swarm/values.ts';
import type {CommandContext} from './context.ts';
import {openEdited, openMending} from './dialogs/open-operation.ts';
import type {OperationLayer} from './dialogs/operation-layer.ts';
import {type EditSession, type EditTarget, openSession, readTarget} from './editor-session.ts';
import {say} from './state.ts';

/** Milliseconds to read what is to be edited. */
const patience = 8_000;

/** Registries get less: without an answer the image is sent as it was typed. */
const registryPatience = 5_000;

/** Those with an editor open, or about to be: a second one would have no terminal. */
const busy = new WeakSet<object>();

/** Opens the spec of a service or node in the user's editor; what comes of it is asked about before it is sent. */
export async function editSpec(context: CommandContext, target: EditTarget): Promise<void> {
	if (busy.has(context.ui)) {
		return;
	}

	busy.add(context.ui);

	try {
		const session = await openSession(context, target, AbortSignal.timeout(patience));
		// What reads and writes YAML is loaded when it is needed.
		const [{writeSpec}, {headerOf}] = await Promise.all([
			import('../specs/edit/write-spec.ts'),
			import('../specs/edit/header.ts'),
		]);
		const {spec, kind, names} = session.original;
		await editText(context, session, writeSpec(spec, kind, headerOf(session.heading), names));
	} catch (error) {
		say(context.ui, sentenceOf(error), 'look');
	} finally {
		busy.delete(context.ui);
	}
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Once through the editor. Whatever goes wrong, the text is in its file. */
export async function editText(context: CommandContext, session: EditSession, text: string) {
	const {file, name} = session;
	await file.write(text);
	const failure = await context.editor?.run(file.path);
	const left = await file.read();

	if (failure !== undefined || left === undefined) {
		const isKept = left !== undefined && left !== text;
		await (isKept ? undefined : file.remove());
		const end = isKept ? `; the text is in ${file.path}` : '';
		return say(context.ui, `${failure ?? 'The file is gone.'} Nothing was sent${end}.`, 'look');
	}

	if (left === session.creation?.text) {
		return leaveUnchanged(context, session);
	}

	const {readSpec} = await import('../specs/edit/read-spec.ts');
	const reading = readSpec(left, session.original);

	switch (reading.kind) {
		case 'empty':
			await file.remove();
			return say(context.ui, session.creation ? 'Nothing was made' : `${name} is left as it is: nothing was sent`);
		case 'problems':
			return mend(context, session, left, reading.problems);
		case 'spec':
			return isEqualJson(reading.spec, session.original.spec)
				? leaveUnchanged(context, session)
				: checkWhole(context, session, left, reading.spec);
	}
}

async function leaveUnchanged({ui}: CommandContext, {file, name, creation}: EditSession) {
	await file.remove();
	say(ui, creation ? 'Nothing was entered, nothing made' : `${name}: nothing changed, nothing sent`);
}

/** Of something new, what the swarm says to it. */
function checkWhole(context: CommandContext, session: EditSession, left: string, spec: Json) {
	const problems = session.creation?.check(spec, left) ?? [];
	return problems.length > 0 ? mend(context, session, left, problems) : review(context, session, left, spec);
}

/** Says what is wrong; the editor opens again with the same above the text. */
async function mend(context: CommandContext, session: EditSession, left: string, problems: readonly Problem[]) {
	const {marked, unmarked} = await import('../specs/edit/marked.ts');
	const shift = left.split('\n').length - unmarked(left).split('\n').length;
	const bare = problems.map(({line, sentence}) => ({line: line - shift, sentence}));
	const {operation, target, file} = session;
	const way = wayBack(context, session, marked(left, bare));
	const layer = openMending(context, {operation, target, reopen: way.take}, {problems, path: file.path});
	whenClosed(context, layer, () => way.isTaken() || sayKept(context, session));
}

/** Back into the editor, with what is in the file by then. */
function wayBack(context: CommandContext, session: EditSession, text: string) {
	let isTaken = false;
	return {
		isTaken: () => isTaken,
		take() {
			isTaken = true;
			editText(context, session, text).catch((error: unknown) => {
				say(context.ui, `${sentenceOf(error)} The text is in ${session.file.path}.`, 'look');
			});
		},
	};
}

const sayKept = ({ui}: CommandContext, {file}: EditSession) =>
	say(ui, `Not sent; the text is in ${file.path.replace(homedir(), '~')}`, 'look');

/** The plan over what there is now; the file goes when the spec is written. */
async function review(context: CommandContext, session: EditSession, left: string, spec: Json) {
	const edited: unknown = session.creation?.inputOf(spec) ?? ({base: session.original.spec, spec} satisfies SpecEdit);
	const target = await readTarget(context, session.target, AbortSignal.timeout(patience));
	const input = await prepared(context, session.operation, edited, target);
	const {operation, isBusy} = keeping(session);
	const way = wayBack(context, session, left);
	const layer = openEdited(context, {operation, target, reopen: way.take}, input);
	whenClosed(context, layer, () => way.isTaken() || isBusy() || sayKept(context, session));
}

/** An image's registry may be slow: then it is said that it is asked. */
async function prepared(context: CommandContext, operation: Operation, input: unknown, target: EditSession['target']) {
	const slow = setTimeout(() => say(context.ui, 'Asking the registry, 5 s at most...', 'moving'), 300);
	const bounded = AbortSignal.timeout(registryPatience);

	try {
		return (await operation.prepare?.(input, [target], context.resources, bounded)) ?? input;
	} finally {
		clearTimeout(slow);
	}
}

/** The same operation, whose write takes the file away, and whose failure says where the text is. */
function keeping({operation, file}: EditSession): {readonly operation: Operation; readonly isBusy: () => boolean} {
	let state: 'asking' | 'writing' | 'written' = 'asking';
	const run: Operation['run'] = async (...order) => {
		state = 'writing';

		try {
			const notes = await operation.run(...order);
			state = 'written';
			await file.remove();
			return notes;
		} catch (error) {
			state = 'asking';

			if (error instanceof Error && !error.message.includes(file.path)) {
				error.message += ` The text is in ${file.path}.`;
			}

			throw error;
		}
	};
	return {operation: {...operation, run}, isBusy: () => state !== 'asking'};
}

/** Once, when the dialog has gone. */
function whenClosed({ui}: CommandContext, {ticket}: OperationLayer, then: () => void) {
	const stop = ui.subscribe(({layers}) => {
		const layer = layers.find(open => open.kind === 'operation' && open.ticket === ticket);

		if (layer === undefined) {
			stop();
			then();
		}
	});
}
