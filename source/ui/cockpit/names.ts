import {parseImage, shortImage, tagOf} from '../../swarm/image-name.ts';
import type {Rollout} from '../../swarm/rollout.ts';
import {clean} from '../text/clean.ts';

/** `shop/web:2.4.1 (9c1e2f)`: the digest's start tells apart what a moving tag doesn't. */
export function imageName(image: string): string {
	const parsed = parseImage(image);
	const digest = 'value' in parsed ? parsed.value.digest : undefined;
	const name = clean(shortImage(image));
	return digest === undefined || name.includes('@') ? name : `${name} (${digest.replace(/^[^:]*:/, '').slice(0, 6)})`;
}

/** What the two versions are called: by tag where that tells them apart; `before` and `new` where nothing does. */
export function versionsOf({oldImage, newImage}: Pick<Rollout, 'oldImage' | 'newImage'>) {
	const next = versionOf(newImage);

	if (oldImage === undefined) {
		return {old: 'before', next, differ: false};
	}

	const old = versionOf(oldImage);

	if (old !== next) {
		return {old, next, differ: true};
	}

	const [oldName, nextName] = [clean(shortImage(oldImage)), clean(shortImage(newImage))];
	return oldName === nextName
		? {old: 'the spec before', next: 'the new spec', differ: false}
		: {old: oldName, next: nextName, differ: true};
}

/** An image by its tag, as far as it has one. */
export const versionOf = (image: string) => clean(tagOf(image) ?? shortImage(image));

/** `slots 1, 3 and 5`; global services have nodes instead; more than six are counted. */
export function slotNames(keys: readonly string[], isByNode: boolean): string {
	const noun = isByNode ? 'node' : 'slot';

	if (keys.length > 6) {
		return `${keys.length} ${noun}s`;
	}

	return keys.length === 1
		? `${noun} ${keys[0] ?? ''}`
		: `${noun}s ${keys.slice(0, -1).join(', ')} and ${keys.at(-1) ?? ''}`;
}
