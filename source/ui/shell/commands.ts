import type {Command} from '../commands/command.ts';
import {inLayer} from '../commands/in-layer.ts';
import {thingUnderCursor} from '../commands/under-cursor.ts';
import type {CommandContext} from '../context.ts';
import {deafness} from '../dialogs/open-dialog.ts';
import type {Subject} from '../pane-state.ts';
import {popLayer, pushLayer, replaceTop, say, topLayer} from '../state.ts';
import {edit} from '../typing.ts';
import {runShell} from './open-shell.ts';
import {choicesFor, formOf, type ShellLayer, wayOf} from './shell-layer.ts';

type About = Exclude<Subject, {kind: 'all'}> | undefined;

let lastTicket = 0;

const title = 'Shell in the container of a task';

/** Why no shell can be opened there, as a clause. */
function whyNoShell({isReadOnly, shell, view}: CommandContext, about: About) {
	const choices = choicesFor(view.snapshot(), about);

	if (typeof choices === 'string') {
		return choices;
	}

	if (isReadOnly) {
		return 'skep is read-only, and what runs in a container can change things';
	}

	return shell === undefined ? 'there is no terminal to lend' : undefined;
}

/** Asks what to run in the container of what is selected; Enter is enough. */
export function openShell(context: CommandContext, about: About = thingUnderCursor(context)) {
	const why = whyNoShell(context, about);
	const choices = choicesFor(context.view.snapshot(), about);

	if (why !== undefined || typeof choices === 'string') {
		return say(context.ui, `${title}: ${why}`, 'look');
	}

	pushLayer(context.ui, {
		kind: 'shell',
		ticket: ++lastTicket,
		choices,
		form: formOf(choices),
		phase: {kind: 'form'},
		deafUntil: Number.POSITIVE_INFINITY,
		hasDroppedKeys: false,
	});
}

/** The dialog is on screen: keys count from a moment after. */
export function shellDrawn({ui, clock}: Pick<CommandContext, 'ui' | 'clock'>, ticket: number) {
	const top = topLayer(ui.getState());

	if (top?.kind === 'shell' && top.ticket === ticket && top.deafUntil === Number.POSITIVE_INFINITY) {
		replaceTop(ui, {...top, deafUntil: clock() + deafness});
	}
}

/** The first key typed replaces what an attempt that failed had. */
export function typeInShell({ui}: CommandContext, layer: ShellLayer, text: string, key: string) {
	const {form} = layer;

	if (layer.phase.kind !== 'form' || form.fields[form.active]?.name !== 'command') {
		return;
	}

	const before = form.untouched.has('command') && text !== '' ? '' : (form.values['command'] ?? '');
	const values = {...form.values, command: edit(before, text, key)};
	replaceTop(ui, {...layer, form: {...form, values, untouched: new Set(), problem: undefined}});
}

const inShell = inLayer('shell');

function step({ui}: CommandContext, layer: ShellLayer, by: 1 | -1) {
	const {form} = layer;
	const field = form.fields[form.active];

	if (field?.choices !== undefined) {
		const index = field.choices.indexOf(form.values[field.name] ?? '');
		const value = field.choices[(index + by + field.choices.length) % field.choices.length] ?? '';
		replaceTop(ui, {...layer, form: {...form, values: {...form.values, [field.name]: value}}});
	}
}

function copyWay(context: CommandContext, layer: ShellLayer) {
	const way = wayOf(layer, context.view.snapshot(), context.shell?.sshNode);

	if (way.kind !== 'none') {
		context.copy(way.command);
		say(context.ui, `copied: ${way.command}`);
		popLayer(context.ui);
	}
}

export const shellCommands = {
	openShell: {
		title,
		hint: 'shell',
		blockedBy: (context: CommandContext) => whyNoShell(context, thingUnderCursor(context)),
		run: (context: CommandContext) => openShell(context),
	},
	runShell: inShell('Run it', runShell),
	nextShellField: inShell('Next field', ({ui}, layer) => {
		const {form} = layer;
		replaceTop(ui, {...layer, form: {...form, active: (form.active + 1) % form.fields.length}});
	}),
	nextShellChoice: inShell('Next choice', (context, layer) => step(context, layer, 1)),
	previousShellChoice: inShell('Previous choice', (context, layer) => step(context, layer, -1)),
	copyWayIn: inShell('Copy the command', copyWay),
	reviseShell: inShell('Another command', ({ui}, layer) =>
		replaceTop(ui, {...layer, phase: {kind: 'form'}, form: {...layer.form, untouched: new Set(['command'])}}),
	),
} as const satisfies Record<string, Command>;
