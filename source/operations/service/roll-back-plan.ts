import {isSameTree} from '../../swarm/equal.ts';
import type {Foresight} from '../../swarm/foresight/foresight.ts';
import {isJob, isRolling, type Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {DiffLine} from '../../swarm/spec-diff.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import {agree, count} from '../words.ts';
import {type Leads, policyOf} from './return-foresight.ts';
import {changesBy, imageAfter, imageApart, type Return, until} from './returns.ts';
import {downMeanwhile, fateIn} from './rewritten.ts';
import {isPaused, onRollbackTarget, onStack} from './service-write.ts';
import {outage, partialRollout, rolloutOf, slotsToReplace, slotsWithout} from './update-pace.ts';

/** What the operation is called in the history. */
export const rollingBack = 'Roll back service';

/** What going one way back means for a service. */
export const planOf = (
	leads: Leads,
	known: readonly KnownSpec[],
	foresight: Foresight | undefined,
	snapshot: Snapshot,
) => {
	const {service, way} = leads;
	const rollout = rolloutFor(leads, fateIn(foresight, service)?.rolled?.slots, snapshot);
	const down = downMeanwhile(foresight, service, policyOf(leads), snapshot);

	return {
		effects: [
			destination(service, way),
			...(isRolling(service) ? [`The rollout of ${service.name} that is under way ends with it.`] : []),
			...rollout.effects,
			...(rollout.isDownSaid ? [] : (down?.effects ?? [])),
			...scaled(leads),
			...(way.kind === 'engine' ? [`A second rollback of ${service.name} undoes this one.`] : ownWrite(service)),
			...onStack(service),
		],
		warnings: [
			...staysOnImage(service, way),
			...goesAgain(service, way, known),
			...(down?.warnings ?? outageOf(leads, snapshot)),
		],
		forecast: [...rollout.forecast, ...slowSlots(leads, fateIn(foresight, service)?.rolled?.idle ?? 0)],
	};
};

const destination = (service: Service, way: Return) => {
	const {name, mode} = service;
	const image = imageApart(imageAfter(service, way), service.image);

	if (way.kind === 'engine') {
		return `${name} returns to the spec before its last change, with ${image}.`;
	}

	const stays =
		mode.kind === 'replicated' ? `its ${count(mode.replicas, 'replica')} and how it is updated` : 'how it is updated';
	return way.keepsScale
		? `${name} returns to ${image} and what else it had${until(way.known)}; ${stays} stay as now.`
		: `${name} returns to all that it had${until(way.known)}, with ${image}.`;
};

/** Replicas are part of the spec: they return, too. */
const scaled = ({service, way, wanted}: Leads) => {
	const line = changesBy(service, way).find(({path}) => path === 'replicas');
	const [now, after] = [service.mode, wanted?.mode];

	if (line === undefined || now.kind !== 'replicated' || after?.kind !== 'replicated') {
		return [];
	}

	const more = after.replicas - now.replicas;
	const what = more > 0 ? `${count(more, 'more task')} ${agree(more, 'starts', 'start')}` : stopping(-more);
	return [`${service.name} returns from ${now.replicas} to ${count(after.replicas, 'replica')}: ${what} at once.`];
};

const stopping = (fewer: number) => `${count(fewer, 'task')} ${agree(fewer, 'stops', 'stop')}`;

/** Changes outside of these make no task anew (swarmkit, orchestrator/task.go). */
export const isOfTasks = ({path}: DiffLine) =>
	!['replicas', 'completions', 'concurrent', 'mode', 'name'].includes(path) &&
	!/^(label |update\b|rollback\b)/.test(path);

const replacesTasks = (service: Service, way: Return) => changesBy(service, way).some(isOfTasks);

/** Slots that run what it returns to are left alone, and go on serving. */
const keepsSome = (service: Service, way: Return, snapshot: Snapshot) => {
	const then = imageAfter(service, way);
	const [all, others] = [
		slotsToReplace(service, snapshot),
		slotsWithout(service, snapshot, ({image}) => image === then),
	];
	return then !== service.image && all !== undefined && others !== undefined && others < all;
};

/**
A task that waits for a node goes at once where its service is newer than it; on a rollback it is the newer one, stays as
it is, and its slot waits for it as long as for any (orchestrator/restart, DelayStart; scheduler, noSuitableNode).
*/
const slowSlots = (leads: Leads, idle: number) => {
	const isSlow = leads.way.kind === 'engine' && policyOf(leads).order === 'stop-first' && idle > 0;
	return isSlow
		? [
				`${count(idle, 'slot')} of ${leads.service.name} ${agree(idle, 'is', 'are')} back a minute later than that: Swarm gives a task that waits for a node so long to stop.`,
			]
		: [];
};

const outageOf = (leads: Leads, snapshot: Snapshot) => {
	const {service, way} = leads;
	return replacesTasks(service, way) && !keepsSome(service, way, snapshot)
		? outage(service, policyOf(leads), snapshot)
		: [];
};

/** Slots that are as they will be are left alone; where that isn't foreseen, the image tells. */
const rolloutFor = (leads: Leads, foreseen: number | undefined, snapshot: Snapshot) => {
	const {service, way} = leads;
	const [then, policy] = [imageAfter(service, way), policyOf(leads)];

	if (!replacesTasks(service, way)) {
		return {effects: ['No running task is replaced for that.'], forecast: [], isDownSaid: false};
	}

	if (then === service.image || isJob(service)) {
		return {...rolloutOf(service, policy, snapshot), isDownSaid: true};
	}

	const slots = foreseen ?? slotsWithout(service, snapshot, ({image}) => image === then);
	return {
		...partialRollout(service, policy, snapshot, {
			begins: `Slots of ${service.name} that run something else restart`,
			slots,
		}),
		isDownSaid: false,
	};
};

/** What sets a return by skep apart from the engine's rollback. */
const ownWrite = (service: Service) => [
	'To Docker this is an update: it goes by the settings for updates, not by those for rollbacks.',
	...(isPaused(service) ? ['The paused update is over with it.'] : []),
	onRollbackTarget(service),
];

/** `R` once more after a rollback would bring back what was rolled back. */
const goesAgain = (service: Service, way: Return, known: readonly KnownSpec[]) => {
	const image = imageAfter(service, way);
	const spec = way.kind === 'engine' ? service.previousSpec : way.known.spec;
	const entry = known.find(other => spec !== undefined && isSameTree(other.spec, spec));
	const isRolledBack = service.updateStatus?.state.startsWith('rollback') ?? false;
	const wasLeft =
		isRolledBack && (way.kind === 'engine' || entry === known.find(other => other.image !== service.image));

	return image !== service.image && (wasLeft || entry?.replacedBy === rollingBack)
		? [`${service.name} was rolled back from ${imageApart(image, service.image)}: this goes to it again.`]
		: [];
};

/** After someone scaled to survive, Docker's rollback takes the capacity away and leaves the bad image. */
const staysOnImage = (service: Service, way: Return) => {
	if (way.kind !== 'engine' || imageAfter(service, way) !== service.image) {
		return [];
	}

	const scale = changesBy(service, way).find(({path}) => path === 'replicas');
	const undone = scale === undefined ? 'what the diff shows' : `the scale ${scale.after ?? 0} -> ${scale.before ?? 0}`;
	return [`The image stays ${imageApart(service.image, '')}: this undoes ${undone}, not the image.`];
};
