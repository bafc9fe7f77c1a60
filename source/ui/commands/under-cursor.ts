import {nodeId, serviceId, taskId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
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
