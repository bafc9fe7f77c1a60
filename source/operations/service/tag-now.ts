import type {Resources} from '../resources.ts';
import {pinImage} from './pin-image.ts';

/** Milliseconds: the engine itself would wait 20 s for a registry. */
const patience = 8_000;

/** The digest that the tag of an image points to now: from its registry, else from the engine. Rejects with a sentence. */
export const tagNow = async (image: string, resources: Resources, signal: AbortSignal): Promise<string> => {
	const {registry} = resources;

	if (registry?.digest !== undefined) {
		return registry.digest(image, signal);
	}

	const pin = await pinImage(image, resources, signal, patience);

	if ('why' in pin) {
		throw new Error(pin.why);
	}

	return pin.digest;
};
