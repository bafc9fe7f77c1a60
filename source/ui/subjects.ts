import {nodeId, type ServiceId, serviceId, taskId} from '../swarm/ids.ts';
import type {Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {count} from './format/plural.ts';
import type {CockpitLayer} from './layers.ts';
import type {PinnedLog} from './logs/log-view.ts';
import type {Subject} from './pane-state.ts';
import {openCockpit, type UiState} from './state.ts';
import type {View} from './view.ts';

/** Several services are told together: those of a stack, or those that were marked. */
export type LogSubject =
	| Exclude<Subject, {kind: 'all' | 'node'}>
	| {
			readonly kind: 'services';
			/** The same for the same choice, whoever comes and goes in it. */
			readonly id: string;
			readonly ids: readonly ServiceId[];
			/** `stack shop`, `3 services`. */
			readonly name: string;
			/** What all their names begin with. */
			readonly prefix: string;
	  };

/** What the tasks pane is about: the selection of the list that had the focus last. */
export const subjectOf = (view: Pick<View, 'selected'>, {leading, showsAllTasks}: UiState): Subject | undefined =>
	showsAllTasks ? {kind: 'all'} : leadingSubject(view, leading);

/** What the log on screen is about: what was chosen, else a service, or the task under the cursor. */
export function logSubjectOf(
	view: Pick<View, 'selected' | 'failure' | 'subject' | 'snapshot'>,
	ui: UiState,
): LogSubject | undefined {
	const cockpit = openCockpit(ui);

	if (cockpit !== undefined) {
		return cockpit.log ?? cockpitSubject(view, cockpit);
	}

	const {pinned} = ui.logs;
	const subject = view.subject();

	if (pinned !== undefined) {
		return chosen(pinned, view.snapshot());
	}

	if (subject?.kind === 'service') {
		return subject;
	}

	const task = view.selected('tasks');
	return task === undefined ? undefined : {kind: 'task', id: taskId(task.taskId)};
}

function chosen(pinned: PinnedLog, {services}: Snapshot): LogSubject {
	if (pinned.kind === 'service' || pinned.kind === 'task') {
		return pinned;
	}

	const all = [...(services?.items.values() ?? [])];
	const isChosen = (service: Service) =>
		pinned.kind === 'stack' ? service.stack === pinned.name : pinned.ids.includes(service.id);
	const found = all.filter(isChosen).sort((one, other) => (one.name < other.name ? -1 : 1));
	const ids = found.map(({id}) => id);
	return pinned.kind === 'stack'
		? {kind: 'services', id: `stack ${pinned.name}`, ids, name: `stack ${pinned.name}`, prefix: `${pinned.name}_`}
		: {kind: 'services', id: pinned.ids.join(' '), ids, name: count(ids.length, 'service'), prefix: ''};
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
