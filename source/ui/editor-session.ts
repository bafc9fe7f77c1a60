import {namesIn} from '../operations/edit-spec.ts';
import {editNode} from '../operations/node/edit-node.ts';
import {anyOperation, type Operation} from '../operations/operation.ts';
import {editService} from '../operations/service/edit-service.ts';
import type {NodeTarget, ServiceTarget, SwarmTarget} from '../operations/target.ts';
import type {Heading} from '../specs/edit/header.ts';
import type {Problem} from '../specs/edit/problem.ts';
import type {Original} from '../specs/edit/read-spec.ts';
import {at, isTree} from '../specs/tree.ts';
import {shortId} from '../swarm/ids.ts';
import type {Json} from '../swarm/values.ts';
import type {CommandContext} from './context.ts';
import {createEditorFile, type EditorFile} from './editor-file.ts';

export type EditTarget = NodeTarget | ServiceTarget;

/** One edit from the first look at the editor until its spec is written or left. */
export type EditSession = {
	readonly target: EditTarget | SwarmTarget;
	readonly operation: Operation;
	readonly name: string;
	readonly original: Original;
	readonly file: EditorFile;
	readonly creation?: Creation;
};

/** What a text is about that makes something new. */
export type Creation = {
	/** What the editor opens with; as long as it says this, nothing is made. */
	readonly text: string;
	/** What is wrong with what it says, that the spec by itself doesn't show. */
	readonly check: (spec: Json, text: string) => readonly Problem[];
	readonly inputOf: (spec: Json) => unknown;
};

const specOf = ({kind, saw}: EditTarget): Json => (kind === 'service' ? saw.spec : (at(saw.raw, ['Spec']) ?? {}));

/** Reads the target fresh, and what its spec's ids are called. */
export async function openSession(
	context: CommandContext,
	target: EditTarget,
	signal: AbortSignal,
): Promise<EditSession & {readonly heading: Heading}> {
	const fresh = await readTarget(context, target, signal);
	await context.sync.fetch({objects: ['networks', 'secrets', 'configs']}, signal);
	const name = fresh.kind === 'service' ? fresh.saw.name : fresh.saw.hostname || shortId(fresh.id);
	const spec = specOf(fresh);

	if (!isExact(spec)) {
		throw new Error(`${name} has a number that is too large to be edited here exactly.`);
	}

	return {
		target: fresh,
		operation: anyOperation(fresh.kind === 'service' ? editService : editNode),
		name,
		original: {kind: fresh.kind, spec, names: namesIn(context.view.snapshot())},
		heading: {kind: fresh.kind, name, id: shortId(fresh.id), version: fresh.saw.version},
		file: await createEditorFile(context.editor?.folder ?? '', name, context.clock()),
	};
}

/** As the engine has it now. */
export const readTarget = async <T extends EditSession['target']>(
	{resources}: CommandContext,
	target: T,
	signal: AbortSignal,
): Promise<T> => {
	switch (target.kind) {
		case 'service':
			return {...target, saw: await resources.engine.service(target.id, signal)};
		case 'node':
			return {...target, saw: await resources.engine.node(target.id, signal)};
		case 'swarm':
			return target;
	}
};

/** JSON's numbers lose their last digits beyond this, and nothing must change by being looked at. */
const isExact = (value: Json): boolean => {
	if (typeof value === 'number') {
		return !Number.isInteger(value) || Number.isSafeInteger(value);
	}

	return isTree(value) || Array.isArray(value) ? Object.values(value as object).every(isExact) : true;
};
