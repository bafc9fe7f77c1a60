import {parseImage} from '../swarm/image-name.ts';
import {isValid} from '../swarm/parsed.ts';
import {RegistryError} from './errors.ts';

/** Where an image is, and what it is called there. */
export type Place = {
	/** As people and Docker's configuration call it: `docker.io`, `registry.example.com:5000`. */
	readonly registry: string;
	/** Where its API answers: `registry-1.docker.io`. */
	readonly host: string;
	/** `library/nginx`. */
	readonly repository: string;
	/** A tag, or a digest where that is all there is. */
	readonly reference: string;
};

const hubNames: readonly (string | undefined)[] = [undefined, 'docker.io', 'index.docker.io', 'registry-1.docker.io'];

/** Docker Hub answers under another name, and its official images are in `library/`. */
export const placeOf = (image: string): Place => {
	const parsed = parseImage(image);

	if (!isValid(parsed)) {
		throw new RegistryError('garbled', `This is no image: ${parsed.problem}.`);
	}

	const {registry, repository, tag, digest} = parsed.value;
	const reference = tag ?? digest ?? 'latest';

	return hubNames.includes(registry)
		? {
				registry: 'docker.io',
				host: 'registry-1.docker.io',
				repository: repository.includes('/') ? repository : `library/${repository}`,
				reference,
			}
		: {registry: registry ?? '', host: registry ?? '', repository, reference};
};
