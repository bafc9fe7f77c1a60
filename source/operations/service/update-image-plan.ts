import {isSameImage, shortImage} from '../../swarm/image-name.ts';
import type {Service, UpdatePolicy} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Plan} from '../operation.ts';
import {listed} from '../words.ts';
import {imageWarnings} from './image-warnings.ts';
import type {Pin} from './pin-image.ts';
import {replacedWarnings} from './replaced-foresight.ts';
import {consequencesOfPace, consequencesOfWrite, isUnfinished, joined} from './service-write.ts';
import {imageTyped, type UpdateImageInput, withoutDigest} from './update-image-form.ts';
import {outage, paceInShort, restartedRollout, rolloutOf} from './update-pace.ts';
import {settings} from './update-settings.ts';

/** What the registry said of the image a service is to get; undefined where it wasn't asked. */
export const pinFor = (service: Service, {typed, pins}: UpdateImageInput): Pin | undefined => {
	const image = imageTyped(service, typed);
	return Object.hasOwn(pins, image) ? pins[image] : undefined;
};

/** The image a service gets: pinned where its digest is known. A tag that can't be looked up again stays as pinned before. */
export const imageFor = (service: Service, input: UpdateImageInput): string => {
	const image = imageTyped(service, input.typed);
	const pin = pinFor(service, input);
	const pinned = pin && 'digest' in pin ? `${withoutDigest(image)}@${pin.digest}` : image;
	const isSame = isSameImage(pinned, service.image) || (pin !== undefined && 'why' in pin && isSameTag(image, service));

	return isSame ? service.image : pinned;
};

const isSameTag = (image: string, service: Service) => isSameImage(withoutDigest(image), withoutDigest(service.image));

/** The settings that really change, as they will be. */
export const changedSettings = ({update}: Service, {policy}: UpdateImageInput) =>
	settings.filter(({show}) => show(update) !== show({...update, ...policy}));

export const planUpdate = (services: readonly Service[], input: UpdateImageInput, snapshot: Snapshot): Plan => {
	const idle = services.filter(service => isIdle(service, input));

	if (idle.length === services.length) {
		return {
			effects: [],
			warnings: [],
			refusals: idle.map(service => nothingNew(service, input)),
			instead: 'restartService',
		};
	}

	const plan = joined(services.map(service => planOf(service, input, snapshot)));
	const rolling = services.filter(service => imageFor(service, input) !== service.image);
	const foreseen = replacedWarnings(
		rolling.map(before => ({before, wanted: wantedFor(before, input)})),
		snapshot,
	);
	return {...plan, warnings: [...foreseen, ...plan.warnings], refusals: []};
};

/** Another image is taken to run on any platform: which, only its registry knows. */
const wantedFor = (service: Service, input: UpdateImageInput): Service => {
	const {template, update} = service;
	const needs = template.needs && {needs: {...template.needs, platforms: []}};
	return {
		...service,
		image: imageFor(service, input),
		update: {...update, ...input.policy},
		template: {...template, ...needs},
	};
};

const isIdle = (service: Service, input: UpdateImageInput) =>
	imageFor(service, input) === service.image && changedSettings(service, input).length === 0;

const nothingNew = (service: Service, input: UpdateImageInput) => {
	const pin = pinFor(service, input);
	const image = shortImage(service.image);

	if (pin && 'why' in pin) {
		return `${service.name} runs ${image} already, and whether the tag has a new digest isn't known: ${pin.why}. Restart it instead.`;
	}

	return `${service.name} runs ${image} already, without a newer digest: writing it again would only lose the rollback target. Restart it instead.`;
};

const planOf = (service: Service, input: UpdateImageInput, snapshot: Snapshot) => {
	const image = imageFor(service, input);

	if (isIdle(service, input)) {
		return {effects: [`${service.name} runs ${shortImage(image)} already, and is left alone.`], warnings: []};
	}

	const policy = {...service.update, ...input.policy};
	const rolls = image !== service.image;
	const rollout = rolls ? rolloutOf(service, policy, snapshot) : paceOf(service, policy, snapshot);
	const write = rolls ? consequencesOfWrite(service, image) : consequencesOfPace(service);
	return {
		effects: [...imageEffects(service, image), ...settingEffects(service, input), ...rollout.effects, ...write.effects],
		warnings: [
			...(rolls ? [...imageWarnings(image, pinFor(service, input)), ...outage(service, policy, snapshot)] : []),
			...write.warnings,
		],
		forecast: rollout.forecast,
	};
};

/** Settings alone: they say how later updates go, unless there is one that isn't through. */
const paceOf = (service: Service, policy: UpdatePolicy, snapshot: Snapshot) =>
	isUnfinished(service)
		? restartedRollout(service, policy, snapshot)
		: {
				effects: ['No task restarts for these settings.'],
				forecast: [`An update then means: ${paceInShort(service, policy, snapshot)}.`],
			};

const imageEffects = (service: Service, image: string) => {
	if (image === service.image) {
		return [`${service.name} stays on ${shortImage(image)}.`];
	}

	const digest = image.split('@sha256:')[1]?.slice(0, 6);
	const pinned = digest === undefined ? '' : `, pinned to its digest ${digest}`;
	return [`${service.name}: ${shortImage(service.image)} -> ${shortImage(image)}${pinned}.`];
};

const settingEffects = (service: Service, input: UpdateImageInput) => {
	const changes = changedSettings(service, input).map(
		({label, show}) => `${label} ${show(service.update)} -> ${show({...service.update, ...input.policy})}`,
	);
	return changes.length > 0 ? [`${service.name} keeps these settings for later updates, too: ${listed(changes)}.`] : [];
};
