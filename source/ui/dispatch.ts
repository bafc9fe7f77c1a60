import {commands} from './commands/commands.ts';
import type {CommandContext} from './context.ts';
import type {OperationPhase} from './dialogs/operation-layer.ts';
import {typeInTags} from './dialogs/tags.ts';
import {typeInForm, typeInReview} from './dialogs/typing.ts';
import type {Keystroke} from './input/keystroke.ts';
import {commandFor} from './keymap.ts';
import type {Scope} from './keys/binding.ts';
import {type Layer, standsAlone} from './layers.ts';
import {isWithoutSwarm} from './panes/no-swarm.ts';
import {typeInShell} from './shell/commands.ts';
import {replaceTop, say, topLayer, type UiState} from './state.ts';
import {typeInPalette, typeInPrompt} from './typing.ts';

/** While keys come this close after one that was dropped, they are still the same burst. */
const burst = 150;

/** One keystroke, acted on at once over what the stores hold now: React may not have redrawn since the last one. */
export function dispatch(context: CommandContext, keystroke: Keystroke) {
	const state = context.ui.getState();

	if (isDeaf(context, state)) {
		return;
	}

	if ('paste' in keystroke && keystroke.isTooLong) {
		return say(context.ui, 'What was pasted is longer than anything here takes: nothing of it was entered', 'look');
	}

	if (state.prompt !== undefined) {
		return typeInPrompt(context, keystroke);
	}

	if ('paste' in keystroke) {
		return typeIn(context, keystroke.paste);
	}

	const command = commandFor(keystroke.key, scopesOf(state, isWithoutSwarm(context.cluster.getState())));

	if (command === undefined) {
		return typeIn(context, keystroke.text ?? '', keystroke.key);
	}

	if (keystroke.hangul && (commands[command].changes || commands[command].confirms)) {
		return say(context.ui, 'Hangul input is on: keys that change the swarm are off until it is switched off', 'look');
	}

	runCommand(context, command);
}

/** Runs a command, or says why not now. */
export function runCommand(context: CommandContext, id: keyof typeof commands) {
	const command = commands[id];
	const reason = command.blockedBy?.(context);

	if (reason !== undefined) {
		return say(context.ui, `${command.title}: ${reason}`, 'look');
	}

	if (context.ui.getState().message !== undefined) {
		context.ui.setState({message: undefined});
	}

	command.run(context);
}

/** Nobody answers a question they haven't seen: what was typed ahead of it is dropped, with the rest of its burst. */
function isDeaf({ui, clock}: CommandContext, state: UiState) {
	const top = topLayer(state);

	if (top === undefined || !('deafUntil' in top) || clock() >= top.deafUntil) {
		return false;
	}

	replaceTop(ui, {...top, hasDroppedKeys: true, deafUntil: Math.max(top.deafUntil, clock() + burst)});
	return true;
}

function typeIn(context: CommandContext, text: string, key = '') {
	const top = topLayer(context.ui.getState());

	if (top?.kind === 'palette') {
		typeInPalette(context, top, text, key);
	} else if (top?.kind === 'operation' && top.tags !== undefined) {
		typeInTags(context, top, top.tags, text, key);
	} else if (top?.kind === 'operation' && top.phase.kind === 'form') {
		typeInForm(context, top, text, key);
	} else if (top?.kind === 'operation' && top.phase.kind === 'review') {
		typeInReview(context, top, text, key);
	} else if (top?.kind === 'shell') {
		typeInShell(context, top, text, key);
	}
}

/** Drawn over whatever is below, a swarm or none. */
const isOverAll = (layer: Layer) =>
	layer.kind === 'pager'
		? standsAlone(layer)
		: ['palette', 'operation', 'quit', 'shell', 'contexts'].includes(layer.kind);

/** Which parts of the keymap are in force, innermost first. */
function scopesOf(state: UiState, isWithoutSwarm = false): readonly Scope[] {
	const top = topLayer(state);

	if (isWithoutSwarm && !(top !== undefined && isOverAll(top))) {
		return ['noSwarm'];
	}

	if (top !== undefined) {
		if (top.kind === 'pager' && top.about.kind === 'swarm') {
			return ['swarmPage', 'pager'];
		}

		if (top.kind === 'pager' && (top.about.kind === 'unlockKey' || top.about.kind === 'noQuorum')) {
			return [top.about.kind, 'pager'];
		}

		if (top.kind === 'cockpit') {
			return top.log === undefined ? ['cockpit'] : ['logs', 'cockpitLog'];
		}

		if (top.kind === 'shelf' && top.shelf === 'images') {
			return ['images', 'shelf'];
		}

		if (top.kind === 'operation' && top.tags !== undefined) {
			return ['tags'];
		}

		if (top.kind === 'shell') {
			return [({form: 'shell', opening: 'shellBusy', failed: 'shellFailed'} as const)[top.phase.kind]];
		}

		return [top.kind === 'operation' ? scopeOfPhase(top.phase) : top.kind];
	}

	const {focus} = state;
	return focus === 'logs' ? ['logs', 'panes'] : focus === 'tasks' ? ['tasks', 'list', 'panes'] : ['list', 'panes'];
}

/** Something is being waited for: a second Enter is no answer to what isn't asked yet. */
const isBusy = ({kind}: OperationPhase) => ['loading', 'preparing', 'checking', 'running'].includes(kind);

function scopeOfPhase(phase: OperationPhase): Scope {
	if (phase.kind === 'review' && phase.plan.refusals.length > 0) {
		return 'refused';
	}

	if (phase.kind === 'review') {
		return phase.mustType === undefined ? 'review' : 'typedReview';
	}

	if (phase.kind === 'form' || phase.kind === 'mend') {
		return phase.kind;
	}

	return isBusy(phase) ? 'busy' : 'notice';
}
