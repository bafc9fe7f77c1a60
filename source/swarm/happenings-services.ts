import type {Happening, Looks} from './happenings.ts';
import {shortImage} from './image-name.ts';
import type {Service} from './service.ts';
import {type DiffLine, specDiff} from './spec-diff.ts';
import {hasEnded} from './task.ts';
import type {Instant} from './values.ts';
import {imageChange, plural} from './wording.ts';

type Told = Pick<Happening, 'kind' | 'urgency' | 'words'> & {
	readonly at?: Instant | undefined;
	readonly details?: readonly string[];
};

const happened = (service: Service, {now}: Looks, {at, details = [], ...told}: Told): Happening => ({
	...told,
	at: at ?? now,
	seenAt: now,
	by: at === undefined ? 'seen' : 'engine',
	name: service.name,
	about: {kind: 'service', id: service.id},
	details,
});

const sizeOf = ({mode, image}: Service) => {
	const what = shortImage(image);
	switch (mode.kind) {
		case 'replicated':
			return `${plural(mode.replicas, 'replica')} of ${what}`;
		case 'global':
			return `one ${what} on every node`;
		default:
			return `a job of ${what}`;
	}
};

const created = (service: Service, looks: Looks) =>
	happened(service, looks, {
		kind: 'service',
		urgency: 'none',
		words: `created: ${sizeOf(service)}`,
		at: service.createdAt,
		details: service.stack === undefined ? [] : [`stack ${service.stack}`],
	});

const removed = (service: Service, looks: Looks) => {
	const tasks = looks.before.tasks.get(service.id)?.items.filter(task => !hasEnded(task)).length ?? 0;
	const words = tasks === 0 ? 'removed' : `removed, with ${plural(tasks, 'task')}`;
	return happened(service, looks, {kind: 'service', urgency: 'look', words});
};

const replicasOf = ({mode}: Service) => (mode.kind === 'replicated' ? mode.replicas : undefined);

/** Told in words of their own. */
const isPlain = ({path}: DiffLine) => path !== 'replicas' && path !== 'image';

const most = 4;

/** `env CACHE_URL, limit.memory bytes and 3 more`: places, not values, which may be passwords. */
const placesOf = (lines: readonly DiffLine[]) => {
	const paths = lines.map(({path}) => path);
	const more = paths.length - most;
	return more > 0 ? `${paths.slice(0, most).join(', ')} and ${more} more` : paths.join(', ');
};

const scaled = (before: Service, after: Service): readonly Told[] => {
	const [was, is] = [replicasOf(before), replicasOf(after)];
	return was === undefined || is === undefined || was === is
		? []
		: [{kind: 'service', urgency: 'none', words: `scaled ${was} -> ${is}`, at: after.updatedAt}];
};

/** The engine began to replace tasks; it may be through with it already. */
const hasBegun = (before: Service, after: Service) =>
	after.updateStatus?.startedAt !== undefined && after.updateStatus.startedAt !== before.updateStatus?.startedAt;

/** The engine went back by itself, which is told as the end of the update. */
const isTakenBack = (before: Service, after: Service) =>
	after.updateStatus?.state.startsWith('rollback') === true &&
	before.updateStatus?.state === 'updating' &&
	!hasBegun(before, after);

const rolled = (before: Service, after: Service, change: string, isRestart: boolean): readonly Told[] => {
	const [was, is] = [before.updateStatus?.state, after.updateStatus?.state];
	const at = after.updateStatus?.startedAt;

	if (is === 'updating' && was === 'paused' && change === '') {
		return [{kind: 'rollout', urgency: 'moving', words: 'update resumed', at: after.updatedAt}];
	}

	if (!hasBegun(before, after)) {
		return [];
	}

	const verb = is?.startsWith('rollback') ? 'rollback' : isRestart ? 'restart' : 'update';
	const words = `${verb} started${change === '' || verb === 'restart' ? '' : `: ${change}`}`;
	return [{kind: 'rollout', urgency: 'moving', words, at}];
};

const changed = (before: Service, after: Service): readonly Told[] => {
	if (before.version === after.version || isTakenBack(before, after)) {
		return [];
	}

	const isWritten = before.spec !== after.spec;
	const lines = isWritten ? specDiff(before.spec, after.spec, {maskEnv: true}).filter(isPlain) : [];
	const image = imageChange({image: after.image, previousImage: before.image});
	const change = [...(image === undefined ? [] : [image]), ...(lines.length === 0 ? [] : [placesOf(lines)])].join(', ');
	const isRestart = lines.length > 0 && image === undefined && lines.every(({path}) => path === 'force update');
	const rollouts = rolled(before, after, change, isRestart);
	const plain: readonly Told[] =
		rollouts.length > 0 || change === ''
			? []
			: [{kind: 'service', urgency: 'none', words: `changed: ${change}`, at: after.updatedAt}];
	return [...scaled(before, after), ...rollouts, ...plain];
};

/** Services that came, went, were scaled, changed, or began to roll. */
export const serviceHappenings = (looks: Looks): readonly Happening[] => {
	const [before, after] = [looks.before.services, looks.after.services];

	if (before === undefined || after === undefined || before === after) {
		return [];
	}

	const there = [...after.values()].flatMap(service => {
		const known = before.get(service.id);

		if (known === service) {
			return [];
		}

		return known === undefined
			? [created(service, looks)]
			: changed(known, service).map(told => happened(service, looks, told));
	});
	return [...there, ...[...before.values()].filter(({id}) => !after.has(id)).map(service => removed(service, looks))];
};
