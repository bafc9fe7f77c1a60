import {execute} from '../../operations/execute.ts';
import {FieldProblem} from '../../operations/field-problem.ts';
import type {GuidedPlan} from '../../operations/guided/guided.ts';
import type {FormValues, Operation, Plan, Target} from '../../operations/operation.ts';
import type {Result} from '../../operations/outcome.ts';
import {followUp} from '../commands/swarm-aftermath.ts';
import type {CommandContext} from '../context.ts';
import {pushLayer, replaceTop} from '../state.ts';
import {hasGoodNews, startedBy} from './news.ts';
import {changeDialog, close, isOpen, show} from './open-dialog.ts';
import {canRevise, type OperationLayer, type OperationPhase} from './operation-layer.ts';
import {namesOf, seenNow, wordToType} from './targets.ts';

/** Reading what a plan needs must not take longer than a person waits. */
const patience = 8_000;

/** Registries get less: without an answer there is still a plan, with a warning. */
const registryPatience = 5_000;

type Review = Extract<OperationPhase, {kind: 'review'}>;

type Form = Extract<OperationPhase, {kind: 'form'}>;

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
			return {kind: 'form', fields, values, active: 0, untouched, problem: undefined, meaning};
		}

		const parsed = operation.parse({}, targets, context.view.snapshot());
		return parsed.kind === 'problem'
			? {kind: 'failed', sentence: parsed.problem}
			: review(context, layer, await prepared(context, layer, parsed.input, signal));
	});
}

/** What a plan must know from outside; without a form nothing of it can be blamed on what was typed. */
const prepared = (
	context: CommandContext,
	{operation, targets}: OperationLayer,
	input: unknown,
	signal: AbortSignal,
) => {
	const bounded = AbortSignal.any([signal, AbortSignal.timeout(operation.patience?.prepare ?? registryPatience)]);
	return operation.prepare?.(input, targets, context.resources, bounded) ?? input;
};

/** Opens the dialog at its plan: what its form would ask for is known already. */
export async function openReview(
	context: CommandContext,
	operation: Operation,
	targets: readonly Target[],
	input: unknown,
) {
	await planInto(context, pushDialog(context, operation, targets), input);
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
			return {...fresh, again: 'What this does has changed since it was shown. Nothing has been done yet.'};
		}

		return run(context, layer, confirmed);
	});
}

async function run(
	context: CommandContext,
	layer: OperationLayer,
	{input}: Review,
): Promise<OperationPhase | undefined> {
	const {operation, targets} = layer;

	if (operation.guided !== undefined) {
		return (
			(await madeFirst(context, layer, input)) ??
			begin(context, layer, operation.guided(targets, input, context.view.snapshot()))
		);
	}

	show(context, layer, {kind: 'running', results: []});
	const soFar: Result[] = [];
	const results = await execute({
		operation,
		targets,
		input,
		snapshot: context.view.snapshot(),
		resources: context.resources,
		isReadOnly: context.isReadOnly,
		journal: context.journal,
		signal: AbortSignal.timeout(operation.patience?.run ?? 120_000),
		onProgress(target, outcome) {
			if (outcome !== undefined) {
				soFar.push({target, outcome});
				show(context, layer, {kind: 'running', results: [...soFar]});
			}
		},
	});
	startedBy(context, operation, input, results);

	// Nothing but good news needs no dialog: it is said in a line, and the panes show the rest.
	if (hasGoodNews(results)) {
		close(context, layer);
		followUp(context, operation, input, results);
		return undefined;
	}

	followUp(context, operation, input, results);
	return askAgain(context, layer, input, results) ?? {kind: 'outcome', results};
}

/** What must not be written down with the steps is made before they are; answers why it goes no further. */
async function madeFirst(
	context: CommandContext,
	layer: OperationLayer,
	input: unknown,
): Promise<OperationPhase | undefined> {
	const {operation, targets} = layer;
	const first = operation.makesFirst?.(targets, input, context.view.snapshot());
	const {guide} = context.guides.store.getState();

	if (first === undefined) {
		return undefined;
	}

	if (guide !== undefined) {
		return {kind: 'failed', sentence: `${guide.record.title} comes first: finish it or undo it. Nothing was made.`};
	}

	show(context, layer, {kind: 'running', results: []});
	const results = await execute({
		operation: first.operation,
		targets: [first.target],
		input: first.input,
		snapshot: context.view.snapshot(),
		resources: context.resources,
		isReadOnly: context.isReadOnly,
		journal: context.journal,
		signal: AbortSignal.timeout(120_000),
	});

	if (results.some(({outcome}) => outcome.kind !== 'requested')) {
		return {kind: 'outcome', results};
	}

	await context.sync.fetch(operation.needs(targets), AbortSignal.timeout(patience));
	return undefined;
}

/** Step by step: from here on its page tells how far it is. */
async function begin(
	context: CommandContext,
	layer: OperationLayer,
	plan: GuidedPlan,
): Promise<OperationPhase | undefined> {
	const obstacle = await context.guides.start(plan);

	if (obstacle !== undefined) {
		const made = layer.operation.makesFirst === undefined ? '' : ' What was made for it is there, for another try.';
		return {kind: 'failed', sentence: obstacle + made};
	}

	close(context, layer);
	pushLayer(context.ui, {kind: 'guide', top: 0});
	return undefined;
}

/** Someone was faster: what is left is planned anew over what there is now, and asked again. */
function askAgain(context: CommandContext, layer: OperationLayer, input: unknown, results: readonly Result[]) {
	const changed = results.find(({outcome}) => outcome.kind === 'changed');
	const left = results.filter(({outcome}) => outcome.kind === 'changed' || outcome.kind === 'not-tried');

	if (changed === undefined) {
		return undefined;
	}

	const targets = left.map(({target, outcome}) =>
		outcome.kind === 'changed' ? ({...target, saw: outcome.fresh} as Target) : target,
	);
	const next = {...layer, targets, names: namesOf(targets)};
	changeDialog(context, layer, next);
	return {...review(context, next, input), again: changed.outcome.sentence};
}

function review(context: CommandContext, layer: OperationLayer, input: unknown): Review {
	const {operation, targets} = layer;
	const snapshot = context.view.snapshot();
	const plan = operation.plan(targets, input, snapshot);
	const isDestructive = operation.danger === 'destructive' || plan.warnings.length > 0;
	return {
		kind: 'review',
		input,
		plan,
		// On a screen that others may see, no value of a variable; copied, it is whole.
		commands: targets.map(target => (operation.recordedCli ?? operation.cli)(target, input, snapshot)),
		mustType: isDestructive ? wordToType(operation, targets, input, snapshot) : undefined,
		typed: '',
		again: undefined,
		top: 0,
	};
}

const isSamePlan = (a: Plan, b: Plan) =>
	JSON.stringify([a.effects, a.warnings, a.refusals]) === JSON.stringify([b.effects, b.warnings, b.refusals]);

/** Runs a step of a dialog; its answer counts only while that dialog is still open. */
async function during(
	context: CommandContext,
	layer: OperationLayer,
	step: (signal: AbortSignal) => Promise<OperationPhase | undefined>,
) {
	try {
		const phase = await step(AbortSignal.timeout(layer.operation.patience?.prepare ?? patience));

		if (phase !== undefined) {
			show(context, layer, phase);
		}
	} catch (error) {
		show(context, layer, {kind: 'failed', sentence: error instanceof Error ? error.message : String(error)});
	}
}
