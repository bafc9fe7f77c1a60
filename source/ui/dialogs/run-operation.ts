import {execute} from '../../operations/execute.ts';
import type {GuidedPlan} from '../../operations/guided/guided.ts';
import type {Order} from '../../operations/order.ts';
import type {Result} from '../../operations/outcome.ts';
import type {Target} from '../../operations/target.ts';
import {followUp} from '../commands/swarm-aftermath.ts';
import type {CommandContext} from '../context.ts';
import {pushLayer} from '../state.ts';
import {whileSending} from '../under-way.ts';
import {dropDraft} from './form-draft.ts';
import {hasGoodNews, startedBy} from './news.ts';
import {changeDialog, close, show} from './open-dialog.ts';
import type {OperationLayer, OperationPhase} from './operation-layer.ts';
import {patience, type Review, review} from './review.ts';
import {namesOf} from './targets.ts';

/** Does what was confirmed; answers what the dialog shows next, or undefined where it is closed. */
export async function run(
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
	const results = await executed(context, {
		operation,
		targets,
		input,
		...surroundings(context),
		signal: AbortSignal.timeout(operation.patience?.run ?? 120_000),
		onProgress(target, outcome) {
			if (outcome !== undefined) {
				soFar.push({target, outcome});
				show(context, layer, {kind: 'running', results: [...soFar]});
			}
		},
	});
	startedBy(context, operation, input, results);

	if (results.some(({outcome}) => outcome.kind !== 'failed')) {
		dropDraft(context, layer);
	}

	// Nothing but good news needs no dialog: it is said in a line, and the panes show the rest.
	if (hasGoodNews(results)) {
		close(context, layer);
		followUp(context, operation, input, results);
		return undefined;
	}

	followUp(context, operation, input, results);
	return askAgain(context, layer, input, results) ?? {kind: 'outcome', results};
}

/** Its dialog may be closed before the engine has answered. */
const executed = ({underWay}: CommandContext, order: Order) =>
	whileSending(underWay, order.operation.title, () => execute(order));

/** What any write is made with. */
const surroundings = ({view, resources, isReadOnly, journal}: CommandContext) => ({
	snapshot: view.snapshot(),
	resources,
	isReadOnly,
	journal,
});

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
	const results = await executed(context, {
		operation: first.operation,
		targets: [first.target],
		input: first.input,
		...surroundings(context),
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
