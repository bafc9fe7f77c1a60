import {nodeId, serviceId, taskId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import type {ShelfSubject} from '../layers.ts';
import type {Subject} from '../pane-state.ts';
import type {LogSubject} from '../subjects.ts';

export type Thing = Exclude<Subject, {kind: 'all'}>;

/** What the row under the cursor is about. */
export function thingUnderCursor({ui, view}: CommandContext): Thing | undefined {
	const {focus} = ui.getState();

	switch (focus) {
		case 'services':
			return thing(view.selected('services')?.id, id => ({kind: 'service', id: serviceId(id)}));
		case 'nodes':
			return thing(view.selected('nodes')?.id, id => ({kind: 'node', id: nodeId(id)}));
		case 'tasks':
			return thing(view.selected('tasks')?.taskId, id => ({kind: 'task', id: taskId(id)}));
		case 'needs': {
			const subject = view.selected('needs')?.subject;
			return subject?.kind === 'service' || subject?.kind === 'node' ? subject : undefined;
		}
		case 'logs':
			return thingOfLog(view.logSubject());
	}
}

/** Several services are no one thing. */
const thingOfLog = (subject: LogSubject | undefined) => (subject?.kind === 'services' ? undefined : subject);

const thing = (id: string | undefined, make: (id: string) => Thing) => (id === undefined ? undefined : make(id));

export const nothingThere = (context: CommandContext) =>
	thingUnderCursor(context) === undefined ? 'nothing is selected' : undefined;

/** What has no pane, and a list over the screen instead. */
export function shelfSubjectUnderCursor({ui, view}: CommandContext): ShelfSubject | undefined {
	const subject = ui.getState().focus === 'needs' ? view.selected('needs')?.subject : undefined;
	return subject?.kind === 'network' ? {kind: 'shelf', shelf: 'networks', id: subject.id} : undefined;
}

/** What concerns no single thing is told of on the page of the swarm; that it can't be heard is no page's matter. */
export function isSwarmUnderCursor({ui, view}: CommandContext) {
	const row = ui.getState().focus === 'needs' ? view.selected('needs') : undefined;
	return row?.subject.kind === 'swarm' && row.id !== 'connection';
}

/** Quorum that is lost has a page: what is so, and the ways back. */
export function isQuorumLostUnderCursor({ui, view, cluster}: CommandContext) {
	const row = ui.getState().focus === 'needs' ? view.selected('needs') : undefined;
	return row?.id === 'connection' && cluster.getState().connection.kind === 'no-quorum';
}

export const nothingToDescribe = (context: CommandContext) =>
	shelfSubjectUnderCursor(context) === undefined && !isSwarmUnderCursor(context) && !isQuorumLostUnderCursor(context)
		? nothingThere(context)
		: undefined;
