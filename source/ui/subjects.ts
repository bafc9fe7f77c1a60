import {nodeId, serviceId, taskId} from '../swarm/ids.ts';
import type {CockpitLayer} from './layers.ts';
import type {Subject} from './pane-state.ts';
import {openCockpit, type UiState} from './state.ts';
import type {View} from './view.ts';

export type LogSubject = Exclude<Subject, {kind: 'all' | 'node'}>;

/** What the tasks pane is about: the selection of the list that had the focus last. */
export const subjectOf = (view: Pick<View, 'selected'>, {leading, showsAllTasks}: UiState): Subject | undefined =>
	showsAllTasks ? {kind: 'all'} : leadingSubject(view, leading);

/** What the log on screen is about: what was chosen, else a service, or the task under the cursor. */
export function logSubjectOf(
	view: Pick<View, 'selected' | 'failure' | 'subject'>,
	ui: UiState,
): LogSubject | undefined {
	const cockpit = openCockpit(ui);

	if (cockpit !== undefined) {
		return cockpit.log ?? cockpitSubject(view, cockpit);
	}

	const {pinned} = ui.logs;
	const subject = view.subject();

	if (pinned !== undefined || subject?.kind === 'service') {
		return pinned ?? (subject as LogSubject);
	}

	const task = view.selected('tasks');
	return task === undefined ? undefined : {kind: 'task', id: taskId(task.taskId)};
}

/** What failed says why it did; without a failure the whole service is listened to. */
function cockpitSubject(view: Pick<View, 'failure'>, layer: CockpitLayer) {
	const failure = view.failure(layer);
	return failure === undefined
		? {kind: 'service' as const, id: layer.serviceId}
		: {kind: 'task' as const, id: failure.id};
}

function leadingSubject(view: Pick<View, 'selected'>, leading: UiState['leading']): Subject | undefined {
	const row = view.selected(leading);

	if (row === undefined) {
		return undefined;
	}

	if ('subject' in row) {
		return row.subject.kind === 'service' || row.subject.kind === 'node' ? row.subject : undefined;
	}

	return leading === 'nodes' ? {kind: 'node', id: nodeId(row.id)} : {kind: 'service', id: serviceId(row.id)};
}
