import {isSameTree} from '../../swarm/equal.ts';
import type {Foresight} from '../../swarm/foresight/foresight.ts';
import type {Rewrite} from '../../swarm/foresight/rewrite.ts';
import {shortImage} from '../../swarm/image-name.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Plan} from '../operation.ts';
import {count} from '../words.ts';
import {downMeanwhile, fateIn, rewrittenForesight, rewrittenWarnings} from './rewritten.ts';
import {joined, onStack} from './service-write.ts';
import {partialRollout, slotsLeft} from './update-pace.ts';

/** Its spec is written once more as it is: tasks that aren't made from it are replaced. */
export const resumed = (service: Service): Rewrite => ({
	kind: 'change',
	before: service,
	wanted: service,
	replaced: 'unlike',
});

export const planResume = (services: readonly Service[], snapshot: Snapshot): Plan => {
	const foresight = rewrittenForesight(services.map(resumed), snapshot);
	const plan = joined(services.map(service => planOf(service, foresight, snapshot)));
	return {...plan, warnings: [...rewrittenWarnings(foresight, services), ...plan.warnings], refusals: []};
};

const planOf = (service: Service, foresight: Foresight | undefined, snapshot: Snapshot) => {
	const rolled = fateIn(foresight, service)?.rolled;
	const left = rolled?.slots ?? slotsLeft(service, snapshot);

	if (left === 0 && (rolled?.dropped ?? 0) === 0) {
		return {
			effects: [
				`No slot of ${service.name} has an older task left: nothing is replaced, this only clears the pause.`,
				...onStack(service),
			],
			warnings: warningsOf(service),
		};
	}

	const isBack = service.updateStatus?.state === 'rollback_paused';
	const down = downMeanwhile(foresight, service, service.update, snapshot);
	const rollout = partialRollout(service, service.update, snapshot, {
		begins: `The ${isBack ? 'rollback' : 'update'} of ${service.name} goes on with ${shortImage(service.image)}, over ${left === undefined ? 'the slots that are left' : `the ${count(left, 'slot')} left`}`,
		slots: left,
	});
	return {
		effects: [
			...rollout.effects,
			...(isBack ? ['It goes by the settings for updates from now on, not by those for rollbacks.'] : []),
			'It is only worth it when the cause of the failure was fixed outside.',
			...(down?.effects ?? []),
			...onStack(service),
		],
		warnings: [...(down?.warnings ?? []), ...warningsOf(service)],
		forecast: rollout.forecast,
	};
};

export const losesTarget = ({previousSpec, spec}: Service) =>
	previousSpec !== undefined && !isSameTree(previousSpec, spec);

const warningsOf = (service: Service) => {
	const {name, image, previousImage} = service;
	const target = previousImage === undefined || previousImage === image ? 'the spec before' : shortImage(previousImage);

	return losesTarget(service)
		? [
				`Docker's rollback target is lost: \`docker service rollback\` can't return ${name} to ${target} any more. skep keeps that spec first: R returns to it.`,
			]
		: [];
};
