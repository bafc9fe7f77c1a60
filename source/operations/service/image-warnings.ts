import {parseImage, shortImage} from '../../swarm/image-name.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Pin} from './pin-image.ts';

/** What may go wrong on some nodes with an image that is new to them; `pin` is what its registry said, if it was asked. */
export const imageWarnings = (image: string, pin: Pin | undefined): readonly string[] => {
	const parsed = parseImage(image);
	const registry = isValid(parsed) ? (parsed.value.registry ?? '') : '';

	return [
		...(pin && 'why' in pin
			? [
					`${shortImage(image)} is not pinned to a digest (${pin.why}): each node pulls the tag on its own, and may get another image.`,
				]
			: []),
		...(/^(localhost|127\.)/.test(registry)
			? [`${registry} is another registry on every node: only nodes that have ${shortImage(image)} can run it.`]
			: []),
	];
};
