import {isDeepStrictEqual} from 'node:util';
import type {FileObject} from '../../specs/compose/file-objects.ts';
import type {FileProblem, StackSpecs} from '../../specs/compose/stack-specs.ts';
import {type ImagePin, isAsked} from '../../specs/compose/wanted-spec.ts';
import type {Config} from '../../swarm/config.ts';
import type {Service} from '../../swarm/service.ts';
import type {Resources} from '../resources.ts';
import {pinImage} from '../service/pin-image.ts';
import type {DeployRequest, StackTools} from './stack-tools.ts';

/** What a look needs of what operations are given. */
export type Helpers = Pick<Resources, 'engine' | 'credentials' | 'stacks'>;

/** What the registries say of the images that they are asked about. */
export const pinsOf = async (
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

/** Files that no secret can be made of; they are never read. */
export const missingSecrets = async (
	secrets: readonly FileObject[],
	{files}: StackTools,
): Promise<readonly FileProblem[]> => {
	const found = secrets.map(async ({key, file}) => {
		const problem = file === undefined ? undefined : await files.secretProblem(file);
		return problem === undefined ? [] : [{path: ['secrets', key, 'file'], sentence: `secret ${key}: ${problem}`}];
	});
	return (await Promise.all(found)).flat();
};

/** A config's content can be read from the engine, so that a difference is known before anything is sent. */
export const contentsOf = async (
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
