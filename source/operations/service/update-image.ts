import type {ServiceChange} from '../../engine/changes.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import type {FormValues} from '../form.ts';
import type {ServiceOperation} from '../operation.ts';
import type {Resources} from '../resources.ts';
import {docker, serviceArgument} from '../shell.ts';
import type {ServiceTarget} from '../target.ts';
import {serviceNow} from '../targets.ts';
import {loginFor, pinImage} from './pin-image.ts';
import {isUnfinished} from './service-write.ts';
import {imageTyped, parseUpdateImage, type UpdateImageInput, updateImageFields} from './update-image-form.ts';
import {changedSettings, imageFor, pinFor, planUpdate} from './update-image-plan.ts';
import {paceInShort} from './update-pace.ts';
import {settings} from './update-settings.ts';

export const updateImage: ServiceOperation<UpdateImageInput> = {
	on: 'service',
	id: 'updateImage',
	title: 'Update image',
	verb: 'update',
	doing: 'Updating',
	done: 'update begun',
	doneWith: ({saw}, input) => (replacesTasks(saw, input) ? undefined : 'update settings changed'),
	rolls: ({saw}, input) => replacesTasks(saw, input),
	danger: 'disruptive',
	blockedBy: () => undefined,
	fields: updateImageFields,
	meaning: meaningOf,
	parse: parseUpdateImage,
	prepare: askRegistries,
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan: (targets, input, snapshot) => {
		const services = targets.map(target => serviceNow(target, snapshot));
		return planUpdate(services, input, snapshot);
	},
	cli: ({saw}, input, snapshot) =>
		docker('service', 'update', ...imageFlags(saw, input), ...policyFlags(saw, input), serviceArgument(saw, snapshot)),
	relies: reliedOn,
	run: runUpdate,
	isWritten: (now, input, over) => now !== undefined && holds(now, input, over),
	isSeen({id, saw}, input, snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && holds(now, input, saw);
	},
};

/** What the settings make of an update, before anything is asked; a line for each of a few services. */
function meaningOf(values: FormValues, targets: readonly ServiceTarget[], snapshot: Snapshot) {
	const parsed = parseUpdateImage(values, targets);

	if (parsed.kind === 'problem') {
		return [];
	}

	return targets
		.slice(0, 3)
		.map(target => serviceNow(target, snapshot))
		.filter(service => !isJob(service))
		.map(service => {
			const meant = paceInShort(service, {...service.update, ...parsed.input.policy}, snapshot);
			return targets.length > 1 ? `${service.name}: ${meant}` : meant;
		});
}

async function askRegistries(
	input: UpdateImageInput,
	targets: readonly ServiceTarget[],
	resources: Resources,
	signal: AbortSignal,
): Promise<UpdateImageInput> {
	const typed = input.typed === '' ? [] : targets.map(({saw}) => imageTyped(saw, input.typed));
	const images = [...new Set(typed)].filter(image => !image.includes('@'));
	const pins = await Promise.all(images.map(async image => [image, await pinImage(image, resources, signal)] as const));

	return {...input, pins: Object.fromEntries(pins)};
}

/** What of the update policy is about to change belongs to it: an image someone else set meanwhile is asked about again. */
function reliedOn(service: Service, input: UpdateImageInput): Json {
	const relied = settings.filter(({name}) => Object.hasOwn(input.policy, name));
	return {
		image: service.image,
		...Object.fromEntries(relied.map(({label, show}) => [label, show(service.update)])),
	};
}

async function runUpdate(resources: Resources, fresh: Service, input: UpdateImageInput, signal: AbortSignal) {
	const image = imageFor(fresh, input);
	const {auth, note} = image === fresh.image ? {} : await loginFor(image, resources);
	const pin = image === fresh.image ? undefined : pinFor(fresh, input);
	const change: ServiceChange = {
		kind: 'image',
		image,
		policy: input.policy,
		...(pin && 'digest' in pin && {platforms: pin.platforms}),
		...(auth && {auth}),
	};
	const warnings = await resources.engine.updateService(fresh, change, signal);

	return [...warnings, ...(note === undefined ? [] : [note])];
}

const holds = (now: Service, input: UpdateImageInput, over: Service) =>
	now.image === imageFor(over, input) && changedSettings(now, input).length === 0;

/** Settings alone replace nothing, unless there is an update that isn't through. */
const replacesTasks = (service: Service, input: UpdateImageInput) =>
	imageFor(service, input) !== service.image || isUnfinished(service);

const imageFlags = (service: Service, input: UpdateImageInput) =>
	imageFor(service, input) === service.image
		? []
		: ['--with-registry-auth', '--image', imageTyped(service, input.typed)];

const policyFlags = (service: Service, input: UpdateImageInput) =>
	changedSettings(service, input).flatMap(({flag, show}) => [flag, show({...service.update, ...input.policy})]);
