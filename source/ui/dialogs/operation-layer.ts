import type {Field, FormValues} from '../../operations/form.ts';
import type {Operation, Plan} from '../../operations/operation.ts';
import type {Result} from '../../operations/outcome.ts';
import type {Target} from '../../operations/target.ts';
import type {Problem} from '../../specs/edit/problem.ts';
import type {TagsView} from './tags.ts';

/** Where one dialog stands: a form if there is something to enter, the review, the writes, and what came of them. */
export type OperationPhase =
	/** What the plan needs is being read. */
	| {readonly kind: 'loading'}
	| {
			readonly kind: 'form';
			readonly fields: readonly Field[];
			readonly values: FormValues;
			readonly active: number;
			/** Fields still as prefilled: the first key typed replaces them. */
			readonly untouched: ReadonlySet<string>;
			readonly problem: {readonly field: string; readonly text: string} | undefined;
			/** What the values come to, as far as they can be read. */
			readonly meaning: readonly string[];
	  }
	/** What is wrong with a text from the editor, which is in this file. */
	| {readonly kind: 'mend'; readonly problems: readonly Problem[]; readonly path: string}
	/** A registry is being asked. */
	| {readonly kind: 'preparing'; readonly values: FormValues}
	| {
			readonly kind: 'review';
			readonly input: unknown;
			readonly plan: Plan;
			readonly commands: readonly string[];
			/** What must be typed before Enter acts; undefined where `y` is enough. */
			readonly mustType: string | undefined;
			readonly typed: string;
			/** Enter was pressed over something else. */
			readonly isMistyped?: boolean;
			/** Why the review is shown once more: what differs from what was confirmed. */
			readonly again: string | undefined;
			/** The plan that was confirmed, where another is asked about again. */
			readonly before?: Plan;
			/** Lines scrolled past. */
			readonly top: number;
	  }
	/** Confirmed: the plan is computed once more from fresh answers. */
	| {readonly kind: 'checking'; readonly review: Extract<OperationPhase, {kind: 'review'}>}
	| {readonly kind: 'running'; readonly results: readonly Result[]}
	| {readonly kind: 'failed'; readonly sentence: string}
	| {readonly kind: 'outcome'; readonly results: readonly Result[]};

export type OperationLayer = {
	readonly kind: 'operation';
	/** Tells this dialog from any other: an answer that comes late finds it gone. */
	readonly ticket: number;
	readonly operation: Operation;
	readonly targets: readonly Target[];
	/** Names that tell the targets apart, as shown: a short id beside a name that isn't unique. */
	readonly names: readonly string[];
	readonly phase: OperationPhase;
	/** The form as it was left for the plan: the way back to it loses nothing. */
	readonly form?: Extract<OperationPhase, {kind: 'form'}>;
	/** The form as it opened, before anything was entered. */
	readonly opened?: Extract<OperationPhase, {kind: 'form'}>;
	/** The other one, where something was left in this form the last time: that, or the form as it opened. */
	readonly aside?: Extract<OperationPhase, {kind: 'form'}>;
	/** Opens the editor again, with the text as it was left. */
	readonly reopen?: () => void;
	/** Keys that come before this moment were typed at something else. */
	readonly deafUntil: number;
	readonly hasDroppedKeys: boolean;
	/** Over its form, while one of them is being chosen. */
	readonly tags?: TagsView;
};

/** Where there is but one, as of the swarm, the operation's title says it all. */
export const titleOf = ({operation, names}: OperationLayer) => {
	if (operation.on === 'swarm' || operation.on === 'engine') {
		return operation.title;
	}

	return names.length === 1 ? `${operation.title} ${names[0]}` : `${operation.title}: ${names.length} marked`;
};

/** There is a form or a text to go back to, and nothing was written by what it said. */
export const canRevise = ({form, reopen, phase}: OperationLayer) =>
	(form !== undefined || reopen !== undefined) &&
	(phase.kind === 'review' ||
		phase.kind === 'mend' ||
		phase.kind === 'failed' ||
		(phase.kind === 'outcome' && phase.results.every(({outcome}) => outcome.kind === 'failed')));
