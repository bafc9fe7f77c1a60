import {createHash} from 'node:crypto';
import {isDigest} from '../swarm/image-name.ts';
import type {Ask} from './conversation.ts';
import {garbled, isRegistryError} from './errors.ts';
import type {Place} from './place.ts';

/** Lists of images for several platforms first: theirs is the digest that Docker pins. */
const manifests = [
	'application/vnd.oci.image.index.v1+json',
	'application/vnd.docker.distribution.manifest.list.v2+json',
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The digest that a tag points to now. Asked with HEAD, which Docker Hub doesn't count as a pull. */
export const findDigest = async (ask: Ask, {registry, repository, reference}: Place): Promise<string> => {
	const path = `/v2/${repository}/manifests/${reference}`;
	// Some registries know no HEAD, or leave out the digest.
	const head = await ask({method: 'HEAD', path, accept: manifests}).catch((error: unknown) => {
		if (isRegistryError(error, 'failed')) {
			return undefined;
		}

		throw error;
	});
	const told = head?.headers['docker-content-digest'];

	if (isDigest(told)) {
		return told;
	}

	const {headers, body} = await ask({method: 'GET', path, accept: manifests});

	if (!/manifest|index/.test(headers['content-type'] ?? '')) {
		throw garbled(registry, 'what it answers is no manifest of an image');
	}

	return `sha256:${createHash('sha256').update(body).digest('hex')}`;
};
