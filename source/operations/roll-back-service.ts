import {isEqualJson, isSameTree} from '../swarm/equal.ts';
import {shortImage} from '../swarm/image-name.ts';
import {isRolling, type Service} from '../swarm/service.ts';
import {serviceOf} from '../swarm/snapshot.ts';
import {type DiffLine, specDiff} from '../swarm/spec-diff.ts';
import {duration} from './duration.ts';
import type {ServiceOperation} from './operation.ts';
import {isPaused, joined, onStack} from './service-write.ts';
import {docker, serviceArgument} from './shell.ts';
import {nothingToEnter, serviceNow} from './targets.ts';
import {count} from './words.ts';

export const rollBackService: ServiceOperation<null> = {
	on: 'service',
	id: 'rollBackService',
	title: 'Roll back service',
	verb: 'roll back',
	doing: 'Rolling back',
	done: 'rollback begun',
	danger: 'disruptive',
	blockedBy(target, snapshot) {
		const {previousSpec, updateStatus} = serviceNow(target, snapshot);

		if (previousSpec !== undefined) {
			return undefined;
		}

		return updateStatus?.state === 'rollback_completed'
			? 'rolled back already, and Docker kept no spec to return to'
			: 'never updated: Docker has no spec to return to';
	},
	parse: nothingToEnter,
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan(targets, _input, snapshot) {
		const services = targets.map(target => serviceNow(target, snapshot));
		return {
			...joined(services.map(planOf)),
			refusals: services.flatMap(refusalsOf),
			diff: services.flatMap(service => diffOf(service, services.length > 1)),
		};
	},
	cli: ({saw}, _input, snapshot) => docker('service', 'rollback', serviceArgument(saw, snapshot)),
	relies: ({spec, previousSpec}) => ({spec, 'rollback target': previousSpec ?? null}),
	run: ({engine}, fresh, _input, signal) => engine.updateService(fresh, {kind: 'rollback'}, signal),
	isWritten: (now, _input, over) => holdsPrevious(now, over),
	isSeen: ({id, saw}, _input, snapshot) => holdsPrevious(serviceOf(snapshot, id), saw),
};

const holdsPrevious = (now: Service | undefined, over: Service) =>
	now !== undefined && over.previousSpec !== undefined && isEqualJson(now.spec, over.previousSpec);

const refusalsOf = ({name, spec, previousSpec}: Service) =>
	previousSpec !== undefined && isSameTree(spec, previousSpec)
		? [`${name}: the spec that Docker kept is the one of now; there is nothing to roll back to.`]
		: [];

const changesOf = ({spec, previousSpec}: Service) =>
	previousSpec === undefined ? [] : specDiff(spec, previousSpec, {maskEnv: true});

const diffOf = (service: Service, isOneOfSeveral: boolean) => [
	...(isOneOfSeveral ? [`${service.name}:`] : []),
	...changesOf(service).flatMap(linesOf),
];

const linesOf = ({path, before, after}: DiffLine) => [
	...(before === undefined ? [] : [`- ${path}: ${before}`]),
	...(after === undefined ? [] : [`+ ${path}: ${after}`]),
];

const planOf = (service: Service) => {
	const {name, rollback, image} = service;
	const parallel =
		rollback.parallelism === 0 ? 'all slots at once' : `${count(rollback.parallelism, 'slot')} at a time`;
	const delay = rollback.delay > 0 ? `, ${duration(rollback.delay)} between` : '';

	return {
		effects: [
			`${name} returns to the spec before its last change, with ${shortImage(service.previousImage ?? image)}, ${parallel}${delay}.`,
			...(isPaused(service) ? ['Only slots that the paused update has touched are replaced.'] : []),
			`A second rollback of ${name} undoes this one.`,
			...onStack(service),
		],
		warnings: [
			...staysOnImage(service),
			...(isRolling(service) ? [`${name} is rolling now: this ends its rollout.`] : []),
		],
	};
};

/** After someone scaled to survive, Docker's rollback takes the capacity away and leaves the bad image. */
const staysOnImage = (service: Service) => {
	if (service.previousImage !== service.image) {
		return [];
	}

	const scale = changesOf(service).find(({path}) => path === 'replicas');
	const undone = scale === undefined ? 'what the diff shows' : `the scale ${scale.after ?? 0} -> ${scale.before ?? 0}`;
	return [`The image stays ${shortImage(service.image)}: this undoes ${undone}, not the image.`];
};
