import {tagOf} from './image-name.ts';
import type {Problem} from './problems.ts';
import type {Service} from './service.ts';
import {isDown, type ServiceCase, servingWords, slotName} from './service-case.ts';
import {isFailure} from './standing.ts';
import type {Task} from './task.ts';
import {isUpToDate} from './up-to-date.ts';
import type {Instant} from './values.ts';
import {endWords, imageChange, slotWords} from './wording.ts';

/**
When the engine took an update back by itself, if nobody has changed the service since: every write clears the status.
A rollback by hand ends in the same state and words, but keeps the spec it left; this one has dropped it (SwarmKit's
`orchestrator/update/updater.go`).
*/
export const rolledBackAt = ({updateStatus, previousSpec}: Service): Instant | undefined =>
	updateStatus?.state === 'rollback_completed' && previousSpec === undefined
		? (updateStatus.completedAt ?? updateStatus.startedAt)
		: undefined;

/** Tasks of the spec that was taken back, newest first; as many as the engine keeps. */
const failedTasks = ({service, tasks, nodes}: ServiceCase): readonly Task[] =>
	tasks
		.filter(task => task.createdAt >= (service.updateStatus?.startedAt ?? 0) && isFailure(task, service))
		.filter(task => !isUpToDate(task, service, task.nodeId && nodes.get(task.nodeId)))
		.toSorted((a, b) => b.stateAt - a.stateAt);

/** Nobody is without service, but what was meant to run doesn't. */
export const rolledBackFinding = (
	about: ServiceCase,
): Pick<Problem, 'urgency' | 'verdict' | 'since' | 'cause'> | undefined => {
	const {service, slots} = about;
	const since = rolledBackAt(service);

	if (since === undefined || isDown(about)) {
		return undefined;
	}

	const failed = failedTasks(about);
	const [last] = failed;
	const change = last && imageChange({image: last.image, previousImage: service.image});
	const keys = new Set(failed.map(task => keyOf(task)));
	const names = slots.filter(({current}) => keys.has(keyOf(current))).map(slot => slotName(about, slot));
	const where = names.length === 0 ? '' : ` in ${slotWords(names)}`;
	const why = last === undefined ? '' : `: ${endWords(service, last)}`;
	const back = change === undefined ? '' : `back on ${tagOf(service.image) ?? 'the old image'}, `;
	const cause = `${change ?? 'the update'} failed${where}${why}; ${back}${servingWords(about)}`;
	return {urgency: 'look', verdict: 'ROLLED BACK', since, cause};
};

const keyOf = ({slot, nodeId}: Task) => slot ?? nodeId;
