import type {TagQuestion} from '../../operations/form.ts';
import {isValid} from '../../swarm/parsed.ts';
import {newestFirst} from '../../swarm/tags.ts';
import type {CommandContext} from '../context.ts';
import {replaceTop} from '../state.ts';
import {edit} from '../typing.ts';
import {changeDialog, openDialog} from './open-dialog.ts';
import type {OperationLayer} from './operation-layer.ts';

/** The tags of an image, over the form that they are for. */
export type TagsView = TagQuestion & {
	/** The field that the chosen one goes into. */
	readonly field: string;
	readonly answer:
		| {readonly kind: 'asking'}
		| {readonly kind: 'failed'; readonly sentence: string}
		| {readonly kind: 'tags'; readonly tags: readonly string[]; readonly isCut: boolean};
	/** What is typed to find one. */
	readonly query: string;
	readonly index: number;
	/** Ends the question when nobody waits for its answer any more. */
	readonly leaving: AbortController;
};

/** Asks the registry for what the image field could hold: nothing is asked before someone wants to know. */
export async function openTags(context: CommandContext, layer: OperationLayer) {
	const {phase} = layer;
	const {registry} = context.resources;
	const field = phase.kind === 'form' ? fieldWithTags(layer) : undefined;

	if (phase.kind !== 'form' || field?.tagsOf === undefined) {
		return;
	}

	const question = field.tagsOf(phase.values[field.name] ?? '');

	if (registry === undefined || !isValid(question)) {
		const text = isValid(question) ? 'no registry can be asked from here' : question.problem;
		const active = phase.fields.indexOf(field);
		return replaceTop(context.ui, {...layer, phase: {...phase, active, problem: {field: field.name, text}}});
	}

	const view = {...question.value, field: field.name, query: '', index: 0, leaving: new AbortController()};
	replaceTop(context.ui, {...layer, tags: {...view, answer: {kind: 'asking'}}});
	const {image, running} = question.value;
	const answer = await registry.tags(image, view.leaving.signal).then(
		({tags, isCut}) => ({kind: 'tags' as const, tags: newestFirst(tags, running), isCut}),
		(error: Error) => ({kind: 'failed' as const, sentence: error.message}),
	);
	const open = openDialog(context.ui.getState())?.tags;

	if (open?.leaving === view.leaving) {
		changeDialog(context, layer, {tags: {...open, answer}});
	}
}

/** The field in use if it takes an image, else the first that does. */
const fieldWithTags = ({phase}: OperationLayer) => {
	const fields = phase.kind === 'form' ? phase.fields : [];
	const active = phase.kind === 'form' ? fields[phase.active] : undefined;
	return active?.tagsOf === undefined ? fields.find(({tagsOf}) => tagsOf !== undefined) : active;
};

/** Those that hold every word typed, in their order. */
export function matchingTags({answer, query}: TagsView): readonly string[] {
	const words = query.toLowerCase().split(/\s+/);
	return answer.kind === 'tags' ? answer.tags.filter(tag => words.every(word => tag.toLowerCase().includes(word))) : [];
}

export const typeInTags = ({ui}: CommandContext, layer: OperationLayer, tags: TagsView, text: string, key: string) =>
	replaceTop(ui, {...layer, tags: {...tags, query: edit(tags.query, text, key), index: 0}});

export function stepTag({ui}: CommandContext, layer: OperationLayer, by: number) {
	const {tags} = layer;

	if (tags !== undefined) {
		const index = Math.max(0, Math.min(tags.index + by, matchingTags(tags).length - 1));
		replaceTop(ui, {...layer, tags: {...tags, index}});
	}
}

/** Back to the form, which is as it was. */
export function closeTags({ui}: CommandContext, {tags, ...layer}: OperationLayer) {
	tags?.leaving.abort();
	replaceTop(ui, layer);
}

/** Into the image field with it; the plan is still to come. */
export function chooseTag(context: CommandContext, layer: OperationLayer) {
	const {phase, tags} = layer;
	const tag = tags && matchingTags(tags)[tags.index];

	if (phase.kind !== 'form' || tags === undefined || tag === undefined) {
		return;
	}

	const values = {...phase.values, [tags.field]: `${tags.image}:${tag}`};
	const untouched = new Set([...phase.untouched].filter(name => name !== tags.field));
	const active = phase.fields.findIndex(({name}) => name === tags.field);
	const meaning = layer.operation.meaning?.(values, layer.targets, context.view.snapshot()) ?? [];
	const chosen = {...layer, phase: {...phase, values, untouched, active, problem: undefined, meaning}};
	closeTags(context, chosen);
}
