import {isDeepStrictEqual} from 'node:util';
import {explainConfigError} from '../../specs/compose/cli-errors.ts';
import {type WrittenFile, writtenFile} from '../../specs/compose/file-lines.ts';
import {type FileNote, ignoredIn, placed, unsetIn} from '../../specs/compose/file-notes.ts';
import {basename} from '../../specs/compose/paths.ts';
import {constraintDoubts} from '../../specs/compose/service-problems.ts';
import {type FileProblem, parseStackConfig, type StackSpecs, stackSpecs} from '../../specs/compose/stack-specs.ts';
import {type ImagePin, wantedSpec} from '../../specs/compose/wanted-spec.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Service} from '../../swarm/service.ts';
import {contentsOf, type Helpers, missingSecrets, pinsOf} from './deploy-stack-inputs.ts';
import {type DeployRequest, noTools, type StackTools} from './stack-tools.ts';

/** What can be known of a deploy before it is made. It holds values of variables: it is kept in memory only. */
export type Look =
	/** It can't be deployed as it is. */
	| {readonly kind: 'bad'; readonly sentences: readonly string[]}
	/** The command line here tells nothing before it deploys. */
	| {
			readonly kind: 'unplanned';
			readonly version: string;
			readonly ignored: readonly FileNote[];
			readonly unset: readonly FileNote[];
	  }
	| {
			readonly kind: 'planned';
			readonly specs: StackSpecs;
			readonly pins: ReadonlyMap<string, ImagePin>;
			readonly isSameContent: ReadonlyMap<string, boolean>;
			readonly ignored: readonly FileNote[];
			readonly unset: readonly FileNote[];
			/** What is allowed, and hardly meant: a constraint that fits no node. Whole sentences. */
			readonly doubts: readonly string[];
			/** What each service would be, by its name in the swarm. */
			readonly imagined: ReadonlyMap<string, Service>;
	  };

const bad = (...sentences: readonly string[]): Look => ({kind: 'bad', sentences});

/** Reads the file, has the command line resolve it, and asks registries and the engine what the plan must tell. */
export const lookAt = async (request: DeployRequest, resources: Helpers, signal: AbortSignal): Promise<Look> => {
	const tools = resources.stacks;

	if (tools === undefined) {
		return bad(noTools);
	}

	const [facts, read] = await Promise.all([tools.cli.facts(signal), tools.files.text(request.file)]);

	if ('problem' in read || 'problem' in facts) {
		return bad(...[read, facts].flatMap(found => ('problem' in found ? [`${upperFirst(found.problem)}.`] : [])));
	}

	const file = writtenFile(read.text);
	const notes = {ignored: ignoredIn(file), unset: unsetIn(file, tools.cli.isSet)};

	if (!facts.hasConfig) {
		return {kind: 'unplanned', version: facts.version, ...notes};
	}

	const specs = await specsOf(request, tools, file, signal);

	if (!('stack' in specs)) {
		return bad(...specs.sentences);
	}

	const [pins, isSameContent, missing] = await Promise.all([
		pinsOf(specs, request, resources, signal),
		contentsOf(specs.configs, resources, tools, signal),
		missingSecrets(specs.secrets, tools),
	]);
	const sentenceOf = ({path, sentence}: FileProblem) => `${basename(request.file)}, ${placed(path, sentence, file)}.`;
	const problems = [...specs.problems, ...missing, ...isSameContent.problems].map(sentenceOf);
	return problems.length > 0
		? bad(...problems)
		: {
				kind: 'planned',
				specs,
				pins,
				isSameContent: isSameContent.known,
				...notes,
				doubts: constraintDoubts(specs).map(sentenceOf),
				imagined: new Map(
					specs.services.map(part => {
						const spec = wantedSpec(part, undefined, request.resolveImage, pins.get(part.image));
						return [part.name, resources.engine.imagined(spec)];
					}),
				),
			};
};

type Sentences = {readonly sentences: readonly string[]};

const specsOf = async (
	{file, stack}: DeployRequest,
	tools: StackTools,
	written: WrittenFile,
	signal: AbortSignal,
): Promise<StackSpecs | Sentences> => {
	const configured = await tools.cli.config(file, signal);

	if ('problem' in configured) {
		return {sentences: [explainConfigError(configured.problem, file, written)]};
	}

	const tree = parseStackConfig(configured.printed);
	return isValid(tree) ? stackSpecs(tree.value, stack) : {sentences: [`${upperFirst(tree.problem)}.`]};
};

/** Whether the file, and what the environment makes of it, is still what the plan was made from. */
export const isSameFile = async (look: Look, request: DeployRequest, tools: StackTools, signal: AbortSignal) => {
	if (look.kind !== 'planned') {
		return true;
	}

	const read = await tools.files.text(request.file);
	const specs = 'text' in read && (await specsOf(request, tools, writtenFile(read.text), signal));
	return specs !== false && isDeepStrictEqual(specs, look.specs);
};

const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
