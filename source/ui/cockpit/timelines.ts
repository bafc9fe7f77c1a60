import {forgetFirst, forgetGone} from '../../swarm/forgetting.ts';
import type {ServiceId} from '../../swarm/ids.ts';
import {emptyTimeline, type RolloutEvent, remember, type Timeline} from '../../swarm/rollout-timeline.ts';
import {isRolling, type Service} from '../../swarm/service.ts';
import {tasksOf} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import {openCockpit, type Ui} from '../state.ts';
import type {View} from '../view.ts';

export type Timelines = {
	/** Takes in what the latest answers tell of rollouts. */
	readonly note: () => void;
	/** What is known to have happened to a service, newest first. */
	readonly of: (id: ServiceId) => readonly RolloutEvent[];
};

type Followed = {
	readonly timeline: Timeline;
	/** What it was made from: only another answer has more to tell. */
	readonly service: Service;
	readonly tasks: readonly Task[] | undefined;
};

/** Of so many services it is remembered; the one that moved longest ago goes first. */
const most = 100;

/**
Remembers what rollouts did while skep runs: the engine forgets it, task by task. Only what rolls and what is looked at is
followed; everything else starts with what its tasks' times tell.
*/
export function createTimelines({view, ui}: {readonly view: View; readonly ui: Ui}): Timelines {
	const followed = new Map<ServiceId, Followed>();

	const noteOne = (id: ServiceId) => {
		const service = view.serviceOf(id);
		const rollout = service && view.rollout(id);

		if (service === undefined || rollout === undefined) {
			return;
		}

		const timeline = remember(followed.get(id)?.timeline ?? emptyTimeline, service, rollout);
		// The one that was set last is the last to be forgotten.
		followed.delete(id);
		followed.set(id, {timeline, service, tasks: tasksOf(view.snapshot(), id)});
		forgetFirst(followed, most);
	};

	const note = () => {
		const snapshot = view.snapshot();
		const shown = openCockpit(ui.getState())?.serviceId;
		forgetGone(followed, snapshot.services?.items ?? followed);

		for (const service of snapshot.services?.items.values() ?? []) {
			const before = followed.get(service.id);
			const isNews = before?.service !== service || before.tasks !== tasksOf(snapshot, service.id);

			if (service.id !== shown && isNews && (before !== undefined || isRolling(service))) {
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
			return followed.get(id)?.timeline.events ?? [];
		},
	};
}
