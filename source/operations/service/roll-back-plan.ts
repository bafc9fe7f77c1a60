import {isSameTree} from '../../swarm/equal.ts';
import {isJob, isRolling, type Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {DiffLine} from '../../swarm/spec-diff.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import {count} from '../words.ts';
import {changesBy, imageAfter, imageApart, type Return, until} from './returns.ts';
import {isPaused, onRollbackTarget, onStack} from './service-write.ts';
import {outage, partialRollout, rolloutOf, slotsToReplace, slotsWithout} from './update-pace.ts';

/** What the operation is called in the history. */
export const rollingBack = 'Roll back service';

/** What going one way back means for a service. */
export const planOf = (service: Service, way: Return, known: readonly KnownSpec[], snapshot: Snapshot) => {
	const rollout = rolloutFor(service, way, snapshot);

	return {
		effects: [
			destination(service, way),
			...(isRolling(service) ? [`The rollout of ${service.name} that is under way ends with it.`] : []),
			...rollout.effects,
			...(way.kind === 'engine' ? [`A second rollback of ${service.name} undoes this one.`] : ownWrite(service)),
			...onStack(service),
		],
		warnings: [
			...staysOnImage(service, way),
			...goesAgain(service, way, known),
			...(replacesTasks(service, way) && !keepsSome(service, way, snapshot)
				? outage(service, policyFor(service, way), snapshot)
				: []),
		],
		forecast: rollout.forecast,
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

/** The engine goes by other settings for its own rollback than for a write. */
const policyFor = (service: Service, way: Return) => (way.kind === 'engine' ? service.rollback : service.update);

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

/** Where the image tells, slots that run it are left alone. */
const rolloutFor = (service: Service, way: Return, snapshot: Snapshot) => {
	const [then, policy] = [imageAfter(service, way), policyFor(service, way)];

	if (!replacesTasks(service, way)) {
		return {effects: ['No running task is replaced for that.'], forecast: []};
	}

	if (then === service.image || isJob(service)) {
		return rolloutOf(service, policy, snapshot);
	}

	return partialRollout(service, policy, snapshot, {
		begins: `Slots of ${service.name} that run something else restart`,
		slots: slotsWithout(service, snapshot, ({image}) => image === then),
	});
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
