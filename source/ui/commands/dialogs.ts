import {guidedOperationOf} from '../../operations/guided/guided-operations.ts';
import {operationOf} from '../../operations/operations.ts';
import {pointCommand} from '../../operations/point-command.ts';
import type {Target} from '../../operations/target.ts';
import type {CommandContext} from '../context.ts';
import {leaveDialog, startAfresh} from '../dialogs/form-draft.ts';
import {deafness} from '../dialogs/open-dialog.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import {confirm, reviseForm, submitForm} from '../dialogs/operation-flow.ts';
import type {OperationLayer} from '../dialogs/operation-layer.ts';
import {stepChoice, stepField, stepSection} from '../dialogs/typing.ts';
import {popLayer, pushLayer, replaceTop, say, topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {inDialog} from './in-dialog.ts';
import {inLayer} from './in-layer.ts';

function confirmTyped(context: CommandContext, layer: OperationLayer) {
	const {phase} = layer;

	if (phase.kind !== 'review' || phase.mustType === undefined) {
		return;
	}

	if (phase.typed === phase.mustType) {
		void confirm(context, layer);
	} else if (phase.typed !== '') {
		replaceTop(context.ui, {...layer, phase: {...phase, isMistyped: true}});
	}
}

/** What was probably meant by what is refused: asked about anew, over the same targets. */
function doInstead(context: CommandContext, layer: OperationLayer) {
	const {phase, targets, operation} = layer;
	const instead =
		phase.kind === 'review' && phase.plan.instead !== undefined ? operationOf(phase.plan.instead) : undefined;

	if (instead !== undefined) {
		popLayer(context.ui);
		void openOperation(context, instead, instead.on === operation.on ? targets : itsNode(context));
	}
}

/** What an engine can't do as it is, its node may. */
function itsNode({view}: CommandContext): readonly Target[] {
	const {self} = view.snapshot();
	const saw = self && view.nodeOf(self);
	return saw === undefined ? [] : [{kind: 'node', id: saw.id, saw}];
}

/** The other way to the same end, with a plan of its own. */
function doOtherwise(context: CommandContext, {operation, targets}: OperationLayer) {
	const other = operation.otherwise === undefined ? undefined : guidedOperationOf(operation.otherwise);

	if (other === undefined) {
		return;
	}

	const reason = targets.map(target => other.blockedBy(target, context.view.snapshot())).find(why => why !== undefined);
	popLayer(context.ui);

	if (reason === undefined) {
		void openOperation(context, other, targets);
	} else {
		say(context.ui, `${other.title}: ${reason}`, 'look');
	}
}

function scrollReview({ui}: CommandContext, layer: OperationLayer, by: number) {
	const {phase} = layer;

	if (phase.kind === 'review') {
		replaceTop(ui, {...layer, phase: {...phase, top: Math.max(0, phase.top + by)}});
	}
}

/** As it would be typed, whole. */
function copyCommand(context: CommandContext, {phase, operation, targets}: OperationLayer) {
	if (phase.kind === 'review' && phase.plan.refusals.length === 0) {
		const snapshot = context.view.snapshot();
		const {place} = context.cluster.getState();
		context.copy(targets.map(target => pointCommand(operation.cli(target, phase.input, snapshot), place)).join('\n'));
		say(context.ui, targets.length === 1 ? 'The command is copied' : 'The commands are copied');
	}
}

const stepPalette = (title: string, by: 1 | -1) =>
	inLayer('palette')(title, ({ui, matching}, layer) => {
		const count = Math.max(1, matching(layer.query).length);
		replaceTop(ui, {...layer, index: (layer.index + by + count) % count});
	});

function runFromPalette(context: CommandContext) {
	const top = topLayer(context.ui.getState());
	const chosen = top?.kind === 'palette' ? context.matching(top.query)[top.index] : undefined;
	popLayer(context.ui);

	if (chosen !== undefined) {
		context.run(chosen);
	}
}

/** Leaving asks only if something that was started here isn't through. */
function quit(context: CommandContext) {
	if (context.underWay.getState().items.length > 0 || context.guides.store.getState().guide?.status === 'going') {
		return pushLayer(context.ui, {kind: 'quit', deafUntil: context.clock() + deafness, hasDroppedKeys: false});
	}

	context.quit();
}

export const dialogCommands = {
	confirm: {...inDialog('Do it', confirm), confirms: true},
	confirmTyped: inDialog('Do it, once the name is typed', confirmTyped),
	doOtherwise: inDialog('The other way, where offered', doOtherwise),
	doInstead: inDialog('What is offered instead of what is refused', doInstead),
	reviewDown: inDialog('Scroll the plan down', (context, layer) => scrollReview(context, layer, 1)),
	reviewUp: inDialog('Scroll the plan up', (context, layer) => scrollReview(context, layer, -1)),
	copyCommand: inDialog('Copy the docker command', copyCommand),
	submitForm: inDialog('Go on to the plan', submitForm),
	startAfresh: inDialog('An empty form, or what was left in it', startAfresh),
	leaveDialog: inDialog('Leave it as it is', leaveDialog),
	reviseForm: inDialog('Back to what was entered', reviseForm),
	nextSection: inDialog('Next part of a form', (context, layer) => stepSection(context, layer, 1)),
	previousSection: inDialog('Previous part of a form', (context, layer) => stepSection(context, layer, -1)),
	nextField: inDialog('Next field', (context, layer) => stepField(context, layer, 1)),
	previousField: inDialog('Previous field', (context, layer) => stepField(context, layer, -1)),
	nextChoice: inDialog('Next choice', (context, layer) => stepChoice(context, layer, 1)),
	previousChoice: inDialog('Previous choice', (context, layer) => stepChoice(context, layer, -1)),
	paletteDown: stepPalette('Next command', 1),
	paletteUp: stepPalette('Previous command', -1),
	paletteRun: {title: 'Run the command', isInner: true, run: runFromPalette},
	openPalette: {
		title: 'All commands',
		hint: 'commands',
		run: ({ui}) => pushLayer(ui, {kind: 'palette', query: '', index: 0}),
	},
	refresh: {title: 'Read everything again', run: ({sync}) => sync.refresh()},
	suspend: {title: 'Suspend skep (fg brings it back)', run: ({suspend}) => suspend()},
	quit: {title: 'Quit', hint: 'quit', run: quit},
	quitNow: {title: 'Quit all the same', isInner: true, confirms: true, run: ({quit}) => quit()},
} as const satisfies Record<string, Command>;
