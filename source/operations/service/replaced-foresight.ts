import type {ServiceChange} from '../../swarm/foresight/service-change.ts';
import {changesForesight} from '../../swarm/foresight/several.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {stuckSentences, volumeSentences} from '../foresight-sentences.ts';

/** A service all of whose tasks are replaced, and what it is then. */
export type Replacing = {readonly before: Service; readonly wanted: Service};

/** What finds no node, and what may come up empty elsewhere, when all tasks of these services are placed anew. */
export const replacedWarnings = (services: readonly Replacing[], snapshot: Snapshot): readonly string[] => {
	const changes = services
		.filter(({before}) => !isJob(before))
		.map(({before, wanted}): ServiceChange => ({kind: 'change', before, wanted, replaced: 'all'}));
	const foresight =
		snapshot.hasAllTasks && changes.length > 0
			? changesForesight(snapshot, changes, snapshot.nodes?.at ?? 0)
			: undefined;
	return foresight ? [...stuckSentences(foresight), ...volumeSentences(foresight, 'may start')] : [];
};
