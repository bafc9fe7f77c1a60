import {FieldProblem} from '../../operations/field-problem.ts';
import type {CommandContext} from '../context.ts';
import {replaceTop} from '../state.ts';
import {changeDialog, close, isOpen, show} from './open-dialog.ts';
import {canRevise, type OperationLayer, type OperationPhase} from './operation-layer.ts';
import {during, isSamePlan, prepared, review} from './review.ts';
import {run} from './run-operation.ts';
import {seenNow} from './targets.ts';

type Form = Extract<OperationPhase, {kind: 'form'}>;

/** Reads the form; what is wrong is said beside its field and nothing is lost. */
export async function submitForm(context: CommandContext, layer: OperationLayer) {
	const {phase, operation, targets} = layer;

	if (phase.kind !== 'form') {
		return;
	}

	const parsed = operation.parse(phase.values, targets, context.view.snapshot());

	if (parsed.kind === 'problem') {
		return replaceTop(context.ui, {...layer, phase: withProblem(phase, parsed.field, parsed.problem)});
	}

	changeDialog(context, layer, {form: {...phase, problem: undefined}});
	show(context, layer, {kind: 'preparing', values: phase.values});
	await during(context, layer, async signal => {
		try {
			return review(context, layer, await prepared(context, layer, parsed.input, signal));
		} catch (error) {
			if (error instanceof FieldProblem) {
				return withProblem(phase, error.field, error.message);
			}

			throw error;
		}
	});
}

/** The form as it was, at the field that is wrong. */
const withProblem = (phase: Form, field: string, text: string): Form => ({
	...phase,
	active: Math.max(
		0,
		phase.fields.findIndex(({name}) => name === field),
	),
	problem: {field, text},
});

/** Back from the plan, or from what came of it, to the form with all that was typed. */
export function reviseForm(context: CommandContext, layer: OperationLayer) {
	if (!canRevise(layer)) {
		return;
	}

	if (layer.form !== undefined) {
		show(context, layer, layer.form);
	} else {
		layer.reopen?.();
		close(context, layer);
	}
}

/** Yes: the plan is computed once more from fresh answers; if it differs, it is shown and asked again. */
export async function confirm(context: CommandContext, layer: OperationLayer) {
	const {phase: confirmed} = layer;

	if (confirmed.kind !== 'review' || confirmed.plan.refusals.length > 0 || context.isReadOnly) {
		return;
	}

	show(context, layer, {kind: 'checking', review: confirmed});
	await during(context, layer, async signal => {
		await context.sync.fetch(layer.operation.needs(layer.targets), signal);

		// Closed while it was checked: that is a no.
		if (!isOpen(context, layer)) {
			return undefined;
		}

		// What is shown from here on is what was seen: one more yes is enough.
		const targets = seenNow(layer.targets, context.view);
		const fresh = review(context, {...layer, targets}, confirmed.input);

		if (!isSamePlan(confirmed.plan, fresh.plan)) {
			changeDialog(context, layer, {targets});
			const again = 'What this does has changed since it was shown. Nothing has been done yet.';
			return {...fresh, again, before: confirmed.plan};
		}

		return run(context, layer, confirmed);
	});
}
