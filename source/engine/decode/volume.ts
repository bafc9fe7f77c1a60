import type {Volume} from '../../swarm/volume.ts';
import {stackOf} from './stack.ts';
import {idOf, instantOf, isObject, labelsOf, objectOf, textOf} from './values.ts';

/** A volume of `GET /volumes`. Throws `garbled` when it has no name. */
const decodeVolume = (json: unknown): Volume => {
	const object = objectOf(json, 'volume');
	const name = idOf(object['Name'], 'volume');
	const labels = labelsOf(object['Labels']);
	return {
		name,
		driver: textOf(object['Driver']) ?? 'local',
		// Engines before 23 leave no label on them, but give them such names, too.
		isAnonymous: 'com.docker.volume.anonymous' in labels || /^[\da-f]{64}$/.test(name),
		mountpoint: textOf(object['Mountpoint']),
		labels,
		stack: stackOf(labels),
		options: labelsOf(object['Options']),
		createdAt: instantOf(object['CreatedAt']),
		raw: object,
	};
};

/** All of `GET /volumes`; `null` is none. */
export const decodeVolumes = (json: unknown): readonly Volume[] => {
	const {Volumes: volumes} = objectOf(json, 'list of volumes');
	return Array.isArray(volumes) ? volumes.filter(isObject).map(decodeVolume) : [];
};
