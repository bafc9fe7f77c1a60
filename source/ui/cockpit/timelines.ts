import type {ServiceId} from '../../swarm/ids.ts';
import {emptyTimeline, type RolloutEvent, remember, type Timeline} from '../../swarm/rollout-timeline.ts';
import {isRolling} from '../../swarm/service.ts';
import {tasksOf} from '../../swarm/snapshot.ts';
import {openCockpit, type Ui} from '../state.ts';
import type {View} from '../view.ts';

export type Timelines = {
	/** Takes in what the latest answers tell of rollouts. */
	readonly note: () => void;
	/** What is known to have happened to a service, newest first. */
	readonly of: (id: ServiceId) => readonly RolloutEvent[];
};

/** Of so many services it is remembered; the one that moved longest ago goes first. */
const most = 100;

/**
Remembers what rollouts did while skep runs: the engine forgets it, task by task. Only what rolls and what is looked at is
followed; everything else starts with what its tasks' times tell.
*/
export function createTimelines({view, ui}: {readonly view: View; readonly ui: Ui}): Timelines {
	const timelines = new Map<ServiceId, Timeline>();
	const lookedAt = new Map<ServiceId, readonly [service: unknown, tasks: unknown]>();

	const noteOne = (id: ServiceId) => {
		const service = view.serviceOf(id);
		const rollout = service && view.rollout(id);

		if (service === undefined || rollout === undefined) {
			return;
		}

		const timeline = remember(timelines.get(id) ?? emptyTimeline, service, rollout);
		timelines.delete(id);
		timelines.set(id, timeline);
		const [oldest] = timelines.keys();

		if (timelines.size > most && oldest !== undefined) {
			timelines.delete(oldest);
			lookedAt.delete(oldest);
		}
	};

	const note = () => {
		const snapshot = view.snapshot();
		const shown = openCockpit(ui.getState())?.serviceId;

		for (const service of snapshot.services?.items.values() ?? []) {
			const isFollowed = timelines.has(service.id) || isRolling(service);
			const [before, tasksBefore] = lookedAt.get(service.id) ?? [];
			const tasks = tasksOf(snapshot, service.id);

			if (service.id !== shown && isFollowed && (before !== service || tasksBefore !== tasks)) {
				lookedAt.set(service.id, [service, tasks]);
				noteOne(service.id);
			}
		}

		if (shown !== undefined) {
			noteOne(shown);
		}
	};

	return {
		note,
		of(id) {
			noteOne(id);
			return timelines.get(id)?.events ?? [];
		},
	};
}
