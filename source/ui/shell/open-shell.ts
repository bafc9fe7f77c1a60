import {isValid} from '../../swarm/parsed.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import type {CommandContext, ShellTerminal} from '../context.ts';
import {popLayer, pushLayer, replaceTop, say, topLayer} from '../state.ts';
import {chosenTask, commandOf, hostOf, isUsual, type ShellLayer, wayOf} from './shell-layer.ts';
import {endSentence, sshFailure, startSentence} from './shell-sentences.ts';
import {isRefused, peeked, refusalSentence} from './started.ts';
import {taskName, type WayIn} from './way-in.ts';

type Way = Exclude<WayIn, {kind: 'none'}>;

/** One program in one container, from Enter until the terminal is back. */
type Shell = {
	readonly layer: ShellLayer;
	readonly task: Task;
	/** What it is called: `shop_web.2`. */
	readonly name: string;
	readonly host: string;
	/** `the shell`, or what was typed, quoted. */
	readonly program: string;
	readonly command: readonly string[];
	readonly way: Way;
	readonly terminal: ShellTerminal;
	readonly snapshot: Snapshot;
};

/** Runs what the dialog says; what comes of it is said in a line, or in the dialog where it failed. */
export async function runShell(context: CommandContext, layer: ShellLayer): Promise<void> {
	const {shell: terminal, ui, view} = context;
	const [task, command, snapshot] = [chosenTask(layer), commandOf(layer), view.snapshot()];
	const way = wayOf(layer, snapshot, terminal?.sshNode);

	if (!isValid(command)) {
		const problem = {field: 'command', text: command.problem};
		return replaceTop(ui, {...layer, form: {...layer.form, problem}});
	}

	if (terminal === undefined || task === undefined || way.kind === 'none') {
		return;
	}

	const [name, host] = [taskName(task, snapshot), hostOf(task, snapshot)];
	const program = isUsual(layer) ? 'the shell' : `"${command.value[0]}"`;
	const shell: Shell = {layer, task, name, host, program, command: command.value, way, terminal, snapshot};

	try {
		await (way.kind === 'engine' ? throughEngine(context, shell, way) : overSsh(context, shell, way));
	} catch (error) {
		fail(context, shell, `${name}: ${error instanceof Error ? error.message : String(error)}`);
	}
}

async function throughEngine(context: CommandContext, shell: Shell, {container}: Way & {kind: 'engine'}) {
	const {layer, command, name, host, task, terminal} = shell;
	const {size} = context.ui.getState();
	replaceTop(context.ui, {...layer, phase: {kind: 'opening'}});
	const exec = await context.resources.engine.exec({container, command, size}, new AbortController().signal);
	const {head, output} = await peeked(exec.output);

	if (!isOpen(context, layer)) {
		return exec.close();
	}

	if (isRefused(head)) {
		const sentence = refusalSentence({head, name, command, container});
		await record(context, shell, {outcome: 'failed', sentence, exitCode: await exec.exitCode()});
		return fail(context, shell, sentence);
	}

	const begun = await begin(context, shell);
	const id = task.containerId === undefined ? '' : ` (container ${task.containerId.slice(0, 12)})`;
	const about = `skep: ${shell.program} in ${name}${id} on ${host}. Its end leads back; Ctrl+] three times gives up on it.`;
	const broke = await terminal.attach({...exec, output}, about).catch((error: unknown) => error ?? 'broke');
	exec.close();
	const exitCode = broke === undefined ? await exec.exitCode() : undefined;
	await end(context, shell, {exitCode, sentence: endSentence(shell, exitCode, broke), notes: begun});
}

async function overSsh(context: CommandContext, shell: Shell, {args, command}: Way & {kind: 'ssh'}) {
	const begun = await begin(context, shell);
	const ended = await shell.terminal.run('ssh', args, `$ ${command}`);
	const why = sshFailure(ended, shell);
	const exitCode = 'code' in ended ? ended.code : undefined;

	if (why !== undefined) {
		await record(context, shell, {outcome: 'failed', sentence: why, exitCode});
		return fail(context, shell, why);
	}

	await end(context, shell, {exitCode, sentence: endSentence(shell, exitCode), notes: begun});
}

/** The dialog makes room for it; that it was begun is in the journal whatever ends it. */
async function begin(context: CommandContext, shell: Shell) {
	if (isOpen(context, shell.layer)) {
		popLayer(context.ui);
	}

	return record(context, shell, {outcome: 'requested', sentence: startSentence(shell), exitCode: undefined});
}

type End = {readonly exitCode: number | undefined; readonly sentence: string; readonly notes: string | undefined};

async function end(context: CommandContext, shell: Shell, {exitCode, sentence, notes}: End) {
	const complaint = (await record(context, shell, {outcome: 'ended', sentence, exitCode})) ?? notes;
	say(context.ui, [sentence, complaint].filter(Boolean).join(' '), complaint === undefined ? 'plain' : 'look');
}

type Recorded = {
	readonly outcome: 'requested' | 'ended' | 'failed';
	readonly sentence: string;
	readonly exitCode: number | undefined;
};

/** Which program where, and how it ended; never what is typed or shown. */
const record = (context: CommandContext, shell: Shell, {outcome, sentence, exitCode}: Recorded) =>
	context.journal({
		operation: 'openShell',
		target: {kind: 'task', id: shell.task.id, name: shell.name},
		input: {
			command: shell.command,
			node: shell.host,
			container: shell.task.containerId,
			over: shell.way.kind,
			...(exitCode === undefined ? {} : {exitCode}),
		},
		command: shell.way.command,
		manager: nodeOf(shell.snapshot, shell.snapshot.self)?.hostname,
		outcome,
		sentence,
	});

const isOpen = ({ui}: CommandContext, {ticket}: ShellLayer) => {
	const top = topLayer(ui.getState());
	return top?.kind === 'shell' && top.ticket === ticket;
};

/** In its dialog, from which another command can be tried; in a line where that was closed by the user. */
function fail(context: CommandContext, {layer, way}: Shell, sentence: string) {
	const failed: ShellLayer = {...layer, phase: {kind: 'failed', sentence}};

	if (isOpen(context, layer)) {
		replaceTop(context.ui, failed);
	} else if (way.kind === 'ssh') {
		pushLayer(context.ui, failed);
	} else {
		say(context.ui, sentence, 'look');
	}
}
