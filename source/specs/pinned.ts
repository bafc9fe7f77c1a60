import type {Json} from '../swarm/values.ts';
import {at, treeOf} from './tree.ts';

type Platform = {readonly os: string; readonly architecture: string};

/** Nodes call their arm `armv7l` and the like, images `arm`: Docker's own tools leave it open, too. */
const platformOf = ({os, architecture}: Platform): Json => ({
	Architecture: architecture === 'arm' ? '' : architecture,
	OS: os,
});

/** The spec with this image, and with the platforms that it runs on; without any, those of an old one are gone. */
export const withImage = (spec: Json, image: string, platforms: readonly Platform[]): Json => {
	const task = treeOf(at(spec, ['TaskTemplate']));
	const {Platforms: _, ...rest} = treeOf(task['Placement']);
	const placement = platforms.length === 0 ? rest : {...rest, Platforms: platforms.map(platformOf)};
	const isPlaced = task['Placement'] !== undefined || platforms.length > 0;
	return {
		...treeOf(spec),
		TaskTemplate: {
			...task,
			ContainerSpec: {...treeOf(task['ContainerSpec']), Image: image},
			...(isPlaced ? {Placement: placement} : {}),
		},
	};
};
