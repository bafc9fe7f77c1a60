import {parseImage, withDefaultTag} from '../../swarm/image-name.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Service} from '../../swarm/service.ts';
import type {Tree} from '../tree.ts';
import {imageLabel} from './stack-name.ts';
import type {ServicePart} from './stack-specs.ts';
import {treeAt} from './tree.ts';

/** When the registry is asked for an image's digest, in the words of `docker stack deploy --resolve-image`. */
export type ResolveImage = 'always' | 'changed' | 'never';
export const resolveImageChoices: readonly ResolveImage[] = ['always', 'changed', 'never'];

/** What a registry says of an image, or why it says nothing. */
export type ImagePin =
	| {readonly digest: string; readonly platforms: readonly {readonly os: string; readonly architecture: string}[]}
	| {readonly why: string};

/** As the command line sends it: with a tag, and without the parts that mean Docker Hub. */
export const familiarImage = (text: string): string => {
	const parsed = parseImage(text);

	if (!isValid(parsed)) {
		return text;
	}

	const isHub = ['docker.io', 'index.docker.io'].includes(parsed.value.registry ?? '');
	const path = isHub ? text.trim().slice((parsed.value.registry?.length ?? 0) + 1) : text.trim();
	return withDefaultTag(isHub || parsed.value.registry === undefined ? path.replace(/^library\//, '') : path);
};

/** Whether the registry is asked about a service's image (docker/cli, cli/command/stack/swarm/deploy_composefile.go). */
export const isAsked = (image: string, service: Service | undefined, resolve: ResolveImage): boolean =>
	resolve === 'always' || (resolve === 'changed' && image !== service?.labels[imageLabel]);

const pinned = (image: string, pin: ImagePin | undefined, placement: Tree) => {
	if (pin === undefined || 'why' in pin) {
		return {image, placement};
	}

	// The command line leaves "arm" open: its variants don't tell which fits.
	const Platforms = pin.platforms.map(({os, architecture}) => ({
		Architecture: architecture === 'arm' ? '' : architecture,
		OS: os,
	}));
	const isPinned = image.includes('@');
	return {
		image: isPinned ? image : `${image}@${pin.digest}`,
		placement: Platforms.length === 0 ? placement : {...placement, Platforms},
	};
};

const imageOf = (part: ServicePart, service: Service | undefined, resolve: ResolveImage) => {
	const isKept = service !== undefined && resolve !== 'always' && part.image === service.labels[imageLabel];
	return isKept ? service.image : familiarImage(part.image);
};

/** The spec that the engine gets: with the image as it is resolved, and the count of forced updates as it was. */
export const wantedSpec = (
	part: ServicePart,
	service: Service | undefined,
	resolve: ResolveImage,
	pin: ImagePin | undefined,
): Tree => {
	const task = treeAt(part.spec, 'TaskTemplate') ?? {};
	const known = isAsked(part.image, service, resolve) ? pin : undefined;
	const {image, placement} = pinned(imageOf(part, service, resolve), known, treeAt(task, 'Placement') ?? {});
	const before = treeAt(service?.spec as Tree | undefined, 'TaskTemplate');
	return {
		...part.spec,
		TaskTemplate: {
			...task,
			ContainerSpec: {...treeAt(task, 'ContainerSpec'), Image: image},
			Placement: placement,
			ForceUpdate: before?.['ForceUpdate'] ?? 0,
		},
	};
};
