import {isDeepStrictEqual} from 'node:util';
import {explainConfigError} from '../specs/compose/cli-errors.ts';
import {type WrittenFile, writtenFile} from '../specs/compose/file-lines.ts';
import {type FileNote, ignoredIn, placed, unsetIn} from '../specs/compose/file-notes.ts';
import type {FileObject} from '../specs/compose/file-objects.ts';
import {basename} from '../specs/compose/paths.ts';
import {parseStackConfig, type StackSpecs, stackSpecs} from '../specs/compose/stack-specs.ts';
import {type ImagePin, isAsked} from '../specs/compose/wanted-spec.ts';
import type {Config} from '../swarm/config.ts';
import {isValid} from '../swarm/parsed.ts';
import type {Service} from '../swarm/service.ts';
import type {Resources} from './operation.ts';
import {pinImage} from './pin-image.ts';
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
	  };

/** What a look needs of what operations are given. */
type Helpers = Pick<Resources, 'engine' | 'credentials' | 'stacks'>;

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
	const problems = [...specs.problems, ...missing, ...isSameContent.problems].map(
		({path, sentence}) => `${basename(request.file)}, ${placed(path, sentence, file)}.`,
	);
	return problems.length > 0
		? bad(...problems)
		: {kind: 'planned', specs, pins, isSameContent: isSameContent.known, ...notes};
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

const pinsOf = async (
	{services}: StackSpecs,
	{stack, resolveImage, registryAuth}: DeployRequest,
	resources: Helpers,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, ImagePin>> => {
	if (resolveImage === 'never') {
		return new Map();
	}

	const running = (await resources.engine.services(undefined, signal)).items;
	const ours = new Map<string, Service>(
		running.filter(service => service.stack === stack).map(found => [found.name, found]),
	);
	const images = services
		.filter(({name, image}) => isAsked(image, ours.get(name), resolveImage))
		.map(({image}) => image);
	// The command line logs in only when it is told to.
	const asking: Helpers = registryAuth ? resources : {...resources, credentials: async () => undefined};
	const pins = [...new Set(images)].map(async image => [image, await pinImage(image, asking, signal)] as const);
	return new Map(await Promise.all(pins));
};

type Problem = {readonly path: readonly string[]; readonly sentence: string};

const missingSecrets = async (secrets: readonly FileObject[], {files}: StackTools): Promise<readonly Problem[]> => {
	const found = secrets.map(async ({key, file}) => {
		const problem = file === undefined ? undefined : await files.secretProblem(file);
		return problem === undefined ? [] : [{path: ['secrets', key, 'file'], sentence: `secret ${key}: ${problem}`}];
	});
	return (await Promise.all(found)).flat();
};

/** A config's content can be read from the engine, so that a difference is known before anything is sent. */
const contentsOf = async (
	configs: readonly FileObject[],
	{engine}: Helpers,
	{files}: StackTools,
	signal: AbortSignal,
) => {
	const there = configs.length === 0 ? [] : (await engine.configs(signal)).items;
	const found = await Promise.all(
		configs.map(async ({key, name, file}) => {
			const read = file === undefined ? undefined : await files.content(file);
			const config = there.find((other: Config) => other.name === name);

			if (read === undefined || 'problem' in read) {
				const sentence = `config ${key}: ${read?.problem}`;
				return {name, problems: read === undefined ? [] : [{path: ['configs', key, 'file'], sentence}]};
			}

			const now = config && (await engine.configContent(config.id, signal));
			return {name, problems: [], isSame: now && isDeepStrictEqual(now, read.content)};
		}),
	);
	return {
		problems: found.flatMap(({problems}) => problems),
		known: new Map(found.flatMap(({name, isSame}) => (isSame === undefined ? [] : [[name, isSame] as const]))),
	};
};

const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
