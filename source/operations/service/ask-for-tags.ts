import {parseImage} from '../../swarm/image-name.ts';
import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {TagQuestion} from '../form.ts';

/** What is asked about stays the same while its tag is still being typed. */
const withoutTag = (image: string) => image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');

/** Which image's tags are wanted where these are to run, in the place of those that run now. */
export const askForTags = (wanted: readonly string[], running: readonly string[]): Parsed<TagQuestion> => {
	const [image = '', ...others] = [...new Set(wanted.map(withoutTag))];
	const parsed = parseImage(image);

	if (others.length > 0) {
		return {problem: 'these services run different images: a tag that they share is typed as :tag'};
	}

	if (!isValid(parsed)) {
		return parsed;
	}

	if (/^v?\d+(\.\d+)*$/.test(image)) {
		return {problem: `"${image}" would be the name of an image; for the tag write :${image}`};
	}

	const tags = running.flatMap(present => {
		const known = parseImage(present);
		return isValid(known) && withoutTag(present) === image ? (known.value.tag ?? []) : [];
	});
	return {value: {image, running: new Set(tags).size === 1 ? tags[0] : undefined}};
};
