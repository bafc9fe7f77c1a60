import type {Fate, Foresight} from '../../swarm/foresight/foresight.ts';
import type {Rewrite} from '../../swarm/foresight/rewrite.ts';
import {changesForesight} from '../../swarm/foresight/several.ts';
import {isJob, type Service, type UpdatePolicy} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {forgottenSentence, stuckSentences, volumeSentences} from '../foresight-sentences.ts';
import type {Plan} from '../operation.ts';
import {agree, count} from '../words.ts';
import {outage, slotsToReplace} from './update-pace.ts';

/** What becomes of all tasks when these services are written, one right after the other; undefined where that isn't known. */
export const rewrittenForesight = (changes: readonly Rewrite[], snapshot: Snapshot): Foresight | undefined => {
	const known = changes.filter(({before}) => !isJob(before));
	return snapshot.hasAllTasks && known.length > 0
		? changesForesight(snapshot, known, snapshot.nodes?.at ?? 0)
		: undefined;
};

export const fateIn = (foresight: Foresight | undefined, {id}: Service): Fate | undefined =>
	foresight &&
	[foresight.stuck, foresight.mayStick, foresight.down, foresight.empty, foresight.moves, foresight.starts]
		.flat()
		.find(({service}) => service.id === id);

/** What finds no node, what may come up empty elsewhere, and what Swarm forgets: in the order of regret. */
export const rewrittenWarnings = (foresight: Foresight | undefined, services: readonly Service[]): readonly string[] =>
	foresight === undefined
		? []
		: [
				...stuckSentences(foresight),
				...services.flatMap(service => droppedSentence(fateIn(foresight, service))),
				...volumeSentences(foresight, 'may start'),
				...services
					.filter(service => (fateIn(foresight, service)?.stuck.most ?? 0) === 0)
					.flatMap(({name}) => forgottenSentence(foresight, name)),
			];

const droppedSentence = (fate: Fate | undefined): readonly string[] => {
	const dropped = fate?.rolled?.dropped ?? 0;
	return fate === undefined || dropped === 0
		? []
		: [
				`${fate.service.name}: ${count(dropped, 'old task')} ${agree(dropped, 'stops', 'stop')} though ${agree(dropped, 'its replacement still waits', 'their replacements still wait')} for a node.`,
			];
};

/**
All that serves stops before anything new is up: as its slots go, not as tasks come and go in them. One task alone is
nothing to ask twice for. Undefined where that isn't foreseen.
*/
export const downMeanwhile = (
	foresight: Foresight | undefined,
	service: Service,
	policy: UpdatePolicy,
	snapshot: Snapshot,
): Pick<Plan, 'effects' | 'warnings'> | undefined => {
	const [all, rolled] = [slotsToReplace(service, snapshot), fateIn(foresight, service)?.rolled];

	if (foresight === undefined || all === undefined) {
		return undefined;
	}

	const isDown = policy.order === 'stop-first' && rolled !== undefined && rolled.slots >= all;
	return {
		effects: isDown && all === 1 ? [`Nothing of ${service.name} serves while its one task is replaced.`] : [],
		warnings: isDown ? outage(service, policy, snapshot) : [],
	};
};
