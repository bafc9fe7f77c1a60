import {namesIn} from '../operations/edit-spec.ts';
import {operations} from '../operations/operations.ts';
import type {NewService} from '../operations/service/create-service-input.ts';
import type {ServiceTarget, SwarmTarget} from '../operations/target.ts';
import type {Json} from '../swarm/values.ts';
import type {CommandContext} from './context.ts';
import {createEditorFile} from './editor-file.ts';
import {editText} from './editor-flow.ts';
import {say} from './state.ts';

/** Milliseconds to read what a new service is checked against. */
const patience = 8_000;

/** From a template, or from the service that it is to be like, in the user's editor. */
export async function createInEditor(context: CommandContext, swarm: SwarmTarget, like?: ServiceTarget): Promise<void> {
	try {
		await context.sync.fetch(operations.createService.needs([swarm]), AbortSignal.timeout(patience));
		const text = like === undefined ? await templateText() : await copyTextOf(context, like);
		const file = await createEditorFile(context.editor?.folder ?? '', 'new-service', context.clock());
		const {newSpecProblems} = await import('../specs/form/from-yaml.ts');
		const inputOf = (spec: Json): NewService => ({spec, sendsLogin: true});
		await editText(
			context,
			{
				target: swarm,
				operation: operations.createService,
				name: 'a new service',
				original: {kind: 'service', spec: {}, names: namesIn(context.view.snapshot())},
				file,
				creation: {text, check: (spec, left) => newSpecProblems(spec, left, context.view.snapshot()), inputOf},
			},
			text,
		);
	} catch (error) {
		say(context.ui, error instanceof Error ? error.message : String(error), 'look');
	}
}

const templateText = async () => (await import('../specs/form/template.ts')).serviceTemplate;

async function copyTextOf(context: CommandContext, {id}: ServiceTarget) {
	const {copyText, freeName} = await import('../specs/form/from-yaml.ts');
	const service = await context.resources.engine.service(id, AbortSignal.timeout(patience));
	const snapshot = context.view.snapshot();
	const name = freeName(service.name, snapshot);
	return copyText(service.spec, {from: service.name, name, names: namesIn(snapshot)});
}
