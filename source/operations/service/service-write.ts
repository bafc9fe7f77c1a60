import {shortImage} from '../../swarm/image-name.ts';
import {isRolling, type Service} from '../../swarm/service.ts';
import type {Plan} from '../operation.ts';

type Consequence = Pick<Plan, 'effects' | 'warnings' | 'forecast'>;

export const isPaused = ({updateStatus}: Service) =>
	updateStatus?.state === 'paused' || updateStatus?.state === 'rollback_paused';

export const isUnfinished = (service: Service) => isRolling(service) || isPaused(service);

/** Swarm rolls slots one by one, and this is what a write does to that. */
const onRollout = (service: Service, image: string): readonly string[] => {
	if (isRolling(service)) {
		return [`${service.name} is rolling now: this write restarts its rollout for the slots that are left.`];
	}

	const what = service.updateStatus?.state === 'rollback_paused' ? 'rollback' : 'update';
	return isPaused(service)
		? [`The ${what} of ${service.name} is paused: this write also resumes it, with ${shortImage(image)}.`]
		: [];
};

/** Docker keeps one spec to roll back to, and every write replaces it, a scale too. */
export const onRollbackTarget = (service: Service) => {
	const [now, before] = [shortImage(service.image), service.previousImage && shortImage(service.previousImage)];

	return before === undefined || before === now
		? `\`docker service rollback\` then returns ${service.name} to its spec of now.`
		: `\`docker service rollback\` then returns ${service.name} to ${now} as it is now; ${before} is out of its reach, but skep keeps it for R.`;
};

export const onStack = ({name, stack}: Service) =>
	stack === undefined
		? []
		: [`${name} is part of stack ${stack}: the next \`docker stack deploy\` sets whatever its file says.`];

/** What any write of its spec does to a service's rollout, its rollback target and its stack. */
export const consequencesOfWrite = (service: Service, image = service.image): Consequence => {
	const target = onRollbackTarget(service);

	return {
		effects: [...(isUnfinished(service) ? [] : [target]), ...onStack(service)],
		warnings: isUnfinished(service) ? [...onRollout(service, image), target] : [],
	};
};

/** The same of a write that changes nothing but the pace: what it does to an unfinished rollout is meant. */
export const consequencesOfPace = (service: Service): Consequence => ({
	effects: [...(isUnfinished(service) ? [] : [onRollbackTarget(service)]), ...onStack(service)],
	warnings: isUnfinished(service) ? [onRollbackTarget(service)] : [],
});

/** One plan out of many parts, in their order. */
export const joined = (parts: readonly Consequence[]): Consequence => ({
	effects: parts.flatMap(({effects}) => effects),
	warnings: parts.flatMap(({warnings}) => warnings),
	forecast: parts.flatMap(({forecast = []}) => forecast),
});
