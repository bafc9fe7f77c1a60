import type {Plan} from '../../operations/operation.ts';
import {pointCommand} from '../../operations/point-command.ts';
import type {CommandContext} from '../context.ts';
import {show} from './open-dialog.ts';
import type {OperationLayer, OperationPhase} from './operation-layer.ts';
import {wordToType} from './targets.ts';

/** Reading what a plan needs must not take longer than a person waits. */
export const patience = 8_000;

/** Registries get less: without an answer there is still a plan, with a warning. */
const registryPatience = 5_000;

export type Review = Extract<OperationPhase, {kind: 'review'}>;

/** What a plan must know from outside; without a form nothing of it can be blamed on what was typed. */
export const prepared = (
	context: CommandContext,
	{operation, targets}: OperationLayer,
	input: unknown,
	signal: AbortSignal,
) => {
	const bounded = AbortSignal.any([signal, AbortSignal.timeout(operation.patience?.prepare ?? registryPatience)]);
	return operation.prepare?.(input, targets, context.resources, bounded) ?? input;
};

/** The plan as things stand now, with what it asks for. */
export function review(context: CommandContext, layer: OperationLayer, input: unknown): Review {
	const {operation, targets} = layer;
	const snapshot = context.view.snapshot();
	const plan = operation.plan(targets, input, snapshot);
	const isDestructive = operation.danger === 'destructive' || plan.warnings.length > 0;
	return {
		kind: 'review',
		input,
		plan,
		// On a screen that others may see, no value of a variable; copied, it is whole.
		commands: targets.map(target =>
			pointCommand((operation.recordedCli ?? operation.cli)(target, input, snapshot), context.cluster.getState().place),
		),
		mustType: isDestructive ? wordToType(operation, targets, input, snapshot) : undefined,
		typed: '',
		again: undefined,
		top: 0,
	};
}

/** What of a plan's sentence holds still: which node fails which rule first changes with every task that comes or goes. */
export const steadyPart = (sentence: string) => sentence.replace(/no suitable node \([^)]*\)/g, 'no suitable node');

/** Forecasts waver: they are no reason to ask again. */
export const isSamePlan = (a: Plan, b: Plan) => steadyWords(a) === steadyWords(b);

const steadyWords = ({effects, warnings, refusals}: Plan) =>
	JSON.stringify([effects, warnings, refusals].map(sentences => sentences.map(steadyPart)));

/** Runs a step of a dialog; its answer counts only while that dialog is still open. */
export async function during(
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
		const sentence = error instanceof Error ? error.message : String(error);
		show(context, layer, {kind: 'failed', sentence: sentence + electionHint(context)});
	}
}

/** What fails during an election works after it. */
const electionHint = ({cluster}: Pick<CommandContext, 'cluster'>) =>
	cluster.getState().connection.kind === 'electing'
		? ' The managers are choosing a leader, normally within 15 s: try again then.'
		: '';
