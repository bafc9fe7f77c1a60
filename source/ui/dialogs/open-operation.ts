import type {FormValues} from '../../operations/form.ts';
import type {Operation} from '../../operations/operation.ts';
import type {Target} from '../../operations/target.ts';
import type {CommandContext} from '../context.ts';
import {withDraft} from './form-draft.ts';
import {changeDialog, show} from './open-dialog.ts';
import type {OperationLayer, OperationPhase} from './operation-layer.ts';
import {during, prepared, review} from './review.ts';
import {namesOf} from './targets.ts';

let lastTicket = 0;

/** Opens the dialog of an operation over targets that are captured here and now; `prefilled` is in its form from the start. */
export async function openOperation(
	context: CommandContext,
	operation: Operation,
	targets: readonly Target[],
	prefilled: FormValues = {},
) {
	const layer = pushDialog(context, operation, targets);
	await during(context, layer, async signal => {
		await context.sync.fetch(operation.needs(targets), signal);
		const fields = operation.fields?.(targets, context.view.snapshot()) ?? [];

		if (fields.length > 0) {
			const values = Object.fromEntries(fields.map(({name, initial}) => [name, prefilled[name] ?? initial]));
			const untouched = new Set(fields.map(({name}) => name));
			const meaning = operation.meaning?.(values, targets, context.view.snapshot()) ?? [];
			const form = {kind: 'form', fields, values, active: 0, untouched, problem: undefined, meaning} as const;
			const {phase, ...found} = withDraft(context, layer, form);
			changeDialog(context, layer, found);
			return phase;
		}

		const parsed = operation.parse({}, targets, context.view.snapshot());
		return parsed.kind === 'problem'
			? {kind: 'failed', sentence: parsed.problem}
			: review(context, layer, await prepared(context, layer, parsed.input, signal));
	});
}

const planInto = (context: CommandContext, layer: OperationLayer, input: unknown) =>
	during(context, layer, async signal => {
		await context.sync.fetch(layer.operation.needs(layer.targets), signal);
		return review(context, layer, input);
	});

type Edited = {readonly operation: Operation; readonly target: Target; readonly reopen: () => void};

/** The same for a text from the editor: the way back leads there. */
export function openEdited(
	context: CommandContext,
	{operation, target, reopen}: Edited,
	input: unknown,
): OperationLayer {
	const layer = pushDialog(context, operation, [target], {reopen});
	void planInto(context, layer, input);
	return layer;
}

/** What is wrong with a text from the editor. */
export function openMending(
	context: CommandContext,
	{operation, target, reopen}: Edited,
	found: Omit<Extract<OperationPhase, {kind: 'mend'}>, 'kind'>,
): OperationLayer {
	const layer = pushDialog(context, operation, [target], {reopen});
	show(context, layer, {kind: 'mend', ...found});
	return layer;
}

function pushDialog(
	{ui}: CommandContext,
	operation: Operation,
	targets: readonly Target[],
	more: Pick<OperationLayer, 'reopen'> = {},
) {
	const layer: OperationLayer = {
		kind: 'operation',
		ticket: ++lastTicket,
		operation,
		targets,
		names: namesOf(targets),
		phase: {kind: 'loading'},
		deafUntil: Number.POSITIVE_INFINITY,
		hasDroppedKeys: false,
		...more,
	};
	ui.setState(state => ({layers: [...state.layers, layer], prompt: undefined, message: undefined}));
	return layer;
}
