import type {Field} from '../../operations/form.ts';
import {wordsIn} from '../../specs/form/words.ts';
import {shortId} from '../../swarm/ids.ts';
import {isValid, type Parsed} from '../../swarm/parsed.ts';
import {nodeOf, type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import type {Form} from '../dialogs/form-field.ts';
import {findTask} from '../pages/page.ts';
import type {Subject} from '../pane-state.ts';
import {taskName, type WayIn, type WayOptions, wayInto, whyNotRunning} from './way-in.ts';

/** Asks what to run in the container of a task; holds on to the tasks that were there when it opened. */
export type ShellLayer = {
	readonly kind: 'shell';
	/** Tells it from another one: an answer that comes late finds it gone. */
	readonly ticket: number;
	readonly choices: readonly Choice[];
	readonly form: Form;
	readonly phase:
		| {readonly kind: 'form'}
		/** The engine is being asked. */
		| {readonly kind: 'opening'}
		| {readonly kind: 'failed'; readonly sentence: string};
	readonly deafUntil: number;
	readonly hasDroppedKeys: boolean;
};

/** A task by what it is called in the form: `shop_web.2 on work1`. */
export type Choice = {readonly label: string; readonly task: Task};

/** Most images have `sh`; those that have `bash` are better off with it. */
const usualShell = ['sh', '-c', 'exec $(command -v bash || echo sh)'];

type About = Exclude<Subject, {kind: 'all'}>;

/** The tasks that there are to choose from, what is here first; or why there is none, as a clause. */
export function choicesFor(snapshot: Snapshot, about: About | undefined): readonly Choice[] | string {
	switch (about?.kind) {
		case 'task':
			return choiceOf(snapshot, findTask(snapshot, about.id));
		case 'service': {
			const tasks = tasksOf(snapshot, about.id);
			const running = (tasks ?? []).filter(task => whyNotRunning(task) === undefined);
			return running.length > 0
				? labelled(snapshot, sorted(snapshot, running))
				: tasks === undefined
					? 'its tasks have not been read yet'
					: 'none of its tasks runs';
		}
		case 'node':
			return 'choose one of its tasks';
		default:
			return 'nothing is selected';
	}
}

function choiceOf(snapshot: Snapshot, task: Task | undefined): readonly Choice[] | string {
	return task === undefined ? 'it is gone' : (whyNotRunning(task) ?? labelled(snapshot, [task]));
}

/** On this engine, on nodes that are up, on others; by slot. */
function sorted(snapshot: Snapshot, tasks: readonly Task[]) {
	const distance = ({nodeId}: Task) =>
		nodeId === snapshot.self ? 0 : nodeOf(snapshot, nodeId)?.state === 'ready' ? 1 : 2;
	return tasks.toSorted((one, other) => distance(one) - distance(other) || (one.slot ?? 0) - (other.slot ?? 0));
}

function labelled(snapshot: Snapshot, tasks: readonly Task[]): readonly Choice[] {
	const plain = tasks.map(task => `${taskName(task, snapshot)} on ${hostOf(task, snapshot)}`);
	return tasks.map((task, index) => {
		const label = plain[index] ?? '';
		// While one task replaces another, both may be there.
		return {task, label: plain.indexOf(label) === plain.lastIndexOf(label) ? label : `${label}, ${shortId(task.id)}`};
	});
}

export const hostOf = ({nodeId}: Task, snapshot: Snapshot) =>
	nodeOf(snapshot, nodeId)?.hostname ?? (nodeId === undefined ? 'no node' : shortId(nodeId));

export function formOf(choices: readonly Choice[]): Form {
	const labels = choices.map(({label}) => label);
	const task: Field = {name: 'task', label: 'task', initial: labels[0] ?? '', hint: 'which of them', choices: labels};
	const command: Field = {
		name: 'command',
		label: 'command',
		initial: '',
		hint: 'a program of the image and its arguments, quoted as in a shell',
		fallback: 'bash where it is there, else sh',
	};
	const fields = choices.length > 1 ? [task, command] : [command];
	return {
		kind: 'form',
		fields,
		values: {task: labels[0] ?? '', command: ''},
		active: 0,
		untouched: new Set(['command']),
		problem: undefined,
		meaning: [],
	};
}

export const isUsual = ({form}: ShellLayer) => (form.values['command'] ?? '').trim() === '';

/** What was typed, word by word. */
export function commandOf(layer: ShellLayer): Parsed<readonly string[]> {
	const words = isUsual(layer) ? undefined : wordsIn(layer.form.values['command'] ?? '');

	if (words === undefined) {
		return {value: usualShell};
	}

	return isValid(words) ? {value: words.value.map(({text}) => text)} : words;
}

export const chosenTask = ({choices, form}: ShellLayer): Task | undefined =>
	(choices.find(({label}) => label === form.values['task']) ?? choices[0])?.task;

/** The way into the task as it is now; one that is gone from the snapshot is as it was seen last. */
export function wayOf(layer: ShellLayer, snapshot: Snapshot, sshNode: WayOptions['sshNode']): WayIn {
	const [seen, command] = [chosenTask(layer), commandOf(layer)];
	const now = seen && findTask(snapshot, seen.id);

	if (seen === undefined || now === undefined) {
		return {kind: 'none', why: 'it is gone: another task may have taken its place'};
	}

	return isValid(command)
		? wayInto(now, snapshot, {command: command.value, sshNode})
		: {kind: 'none', why: command.problem};
}
