import type {UpdatePolicyChange} from '../../engine/changes.ts';
import {parseImage, withDefaultTag} from '../../swarm/image-name.ts';
import {isValid} from '../../swarm/parsed.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {ServiceTarget} from '../target.ts';
import {askForTags} from './ask-for-tags.ts';
import type {Pin} from './pin-image.ts';
import {settings} from './update-settings.ts';

export type UpdateImageInput = {
	/** An image, a tag with its colon, or nothing: the image stays. */
	readonly typed: string;
	/** Only what differs from what was on screen. */
	readonly policy: UpdatePolicyChange;
	/** What registries said, by the image asked for. */
	readonly pins: Readonly<Record<string, Pin>>;
};

export const withoutDigest = (image: string) => image.split('@', 1).join('');

/** The image a service is to get, before its digest is known: `:2.5.0` changes only the tag. */
export const imageTyped = ({image}: Service, typed: string) => {
	if (typed === '') {
		return image;
	}

	return typed.startsWith(':') ? `${withoutDigest(image).replace(/:[^:/]*$/, '')}${typed}` : withDefaultTag(typed);
};

const common = (texts: readonly string[]) => (new Set(texts).size === 1 ? (texts[0] ?? '') : '');

export const updateImageFields = (targets: readonly ServiceTarget[]): readonly Field[] => [
	{
		name: 'image',
		label: 'image',
		initial: common(targets.map(({saw}) => withoutDigest(saw.image))),
		hint: 'registry/name:tag, or :tag alone; empty leaves it as it is',
		tagsOf: typed =>
			askForTags(
				targets.map(({saw}) => imageTyped(saw, typed.trim())),
				targets.map(({saw}) => saw.image),
			),
	},
	...settingsFor(targets).map(({name, label, hint, choices, show}) => ({
		name,
		label,
		hint,
		initial: common(targets.map(({saw}) => show(saw.update))),
		...(choices && {choices}),
	})),
];

/** A job is not updated, it runs again: the engine takes no pace for one. */
const settingsFor = (targets: readonly ServiceTarget[]) => (targets.some(({saw}) => isJob(saw)) ? [] : settings);

export const parseUpdateImage = (values: FormValues, targets: readonly ServiceTarget[]): Parsed<UpdateImageInput> => {
	const typed = (values['image'] ?? '').trim();
	const problem = problemOf(typed, targets);

	if (problem !== undefined) {
		return {kind: 'problem', field: 'image', problem};
	}

	let policy: UpdatePolicyChange = {};

	for (const {name, show, read} of settingsFor(targets)) {
		const text = (values[name] ?? '').trim();
		const change = read(text);

		if (text !== '' && !isValid(change)) {
			return {kind: 'problem', field: name, problem: change.problem};
		}

		if (isValid(change) && targets.some(({saw}) => show(saw.update) !== show({...saw.update, ...change.value}))) {
			policy = {...policy, ...change.value};
		}
	}

	// Who changes the pace and leaves the image as it was filled in doesn't ask for a newer digest of its tag.
	const isSame = targets.every(({saw}) => imageTyped(saw, typed) === withoutDigest(saw.image));
	const isPaceOnly = isSame && Object.keys(policy).length > 0;

	return {kind: 'input', input: {typed: isPaceOnly ? '' : typed, policy, pins: {}}};
};

const problemOf = (typed: string, targets: readonly ServiceTarget[]) => {
	if (/^v?\d+(\.\d+)*$/.test(typed)) {
		return `"${typed}" would be the name of an image; for the tag write :${typed}`;
	}

	const parsed = typed === '' ? [] : targets.map(({saw}) => parseImage(imageTyped(saw, typed)));
	return parsed.flatMap(result => (isValid(result) ? [] : [result.problem]))[0];
};
