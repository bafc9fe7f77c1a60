import {stripVTControlCharacters} from 'node:util';
import type {ServiceId} from '../../swarm/ids.ts';
import {drawCockpit, scrollable} from '../cockpit/draw.ts';
import {lookAt} from '../cockpit/look.ts';
import type {CommandContext} from '../context.ts';
import {type CockpitLayer, cockpitLayer} from '../layers.ts';
import {atNewest} from '../logs/log-view.ts';
import {findTask} from '../pages/page.ts';
import {changeCockpit, changeLogs, openCockpit, popLayer, pushLayer, say} from '../state.ts';
import type {Command} from './command.ts';
import {innerTo} from './in-layer.ts';
import {thingUnderCursor} from './under-cursor.ts';

/** The service under the cursor, or the one that the task there belongs to; or why there is none. */
export function serviceHere(context: CommandContext): ServiceId | string {
	const about = thingUnderCursor(context);

	if (about === undefined) {
		return 'choose a service first (key 1)';
	}

	if (about.kind === 'node') {
		return 'nodes have none; choose a service or a task';
	}

	const id = about.kind === 'service' ? about.id : findTask(context.view.snapshot(), about.id)?.serviceId;
	return id !== undefined && context.view.serviceOf(id) !== undefined ? id : 'this task belongs to no service';
}

export const isService = ({view}: CommandContext, id: ServiceId | string): id is ServiceId =>
	view.serviceOf(id as ServiceId) !== undefined;

const inside = innerTo(({ui}) => openCockpit(ui.getState()));

const scroll = (title: string, place: (top: number, page: number, most: number) => number) =>
	inside(title, (context, layer) => {
		const rollout = context.view.rollout(layer.serviceId);
		const {size} = context.ui.getState();
		const most = rollout === undefined ? 0 : scrollable({rollout}, size);
		const next = place(Math.min(layer.top, most), Math.max(1, Math.floor(size.rows / 3)), most);
		changeCockpit(context.ui, {top: Math.max(0, Math.min(next, most))});
	});

/** First of the task whose failure is explained; asked again, of the whole service. */
function turnLog({ui, view}: CommandContext, layer: CockpitLayer) {
	const {serviceId, log} = layer;
	const failure = view.failure(layer);
	const isTaskNext = failure !== undefined && log?.kind !== 'task';
	changeLogs(ui, atNewest);
	changeCockpit(ui, {log: isTaskNext ? {kind: 'task', id: failure.id} : {kind: 'service', id: serviceId}});
}

function back({ui}: CommandContext, {log}: CockpitLayer) {
	if (log === undefined) {
		return popLayer(ui);
	}

	changeLogs(ui, {...atNewest, filter: '', search: ''});
	changeCockpit(ui, {log: undefined});
}

/** As large as it takes: a ticket has no last column. */
const page = {columns: 160, rows: 60};

function copyAsText(context: CommandContext, layer: CockpitLayer) {
	const facts = lookAt(context, {...layer, hasAges: false});

	if (facts !== undefined) {
		const lines = drawCockpit(facts, {...page, top: 0}).map(line => stripVTControlCharacters(line).trimEnd());
		context.copy(lines.join('\n').replaceAll(/\n{3,}/g, '\n\n'));
		say(context.ui, 'copied as text');
	}
}

export const cockpitCommands = {
	showCockpit: {
		title: 'The rollout of the service',
		blockedBy(context) {
			const here = serviceHere(context);
			return isService(context, here) ? undefined : here;
		},
		run(context) {
			const here = serviceHere(context);

			if (isService(context, here)) {
				pushLayer(context.ui, cockpitLayer(here));
			}
		},
	},
	cockpitDown: scroll('Further slots', top => top + 1),
	cockpitUp: scroll('Slots before', top => top - 1),
	cockpitPageDown: scroll('A page of slots on', (top, page) => top + page),
	cockpitPageUp: scroll('A page of slots back', (top, page) => top - page),
	cockpitTop: scroll('First slots', () => 0),
	cockpitEnd: scroll('Last slots', (_, __, most) => most),
	cockpitLog: inside('Log of the failing task, or of all', turnLog),
	cockpitDiff: inside('What the last change changed', ({ui}, {serviceId}) =>
		pushLayer(ui, {kind: 'pager', about: {kind: 'service', id: serviceId}, form: 'diff', top: 0}),
	),
	cockpitTimes: inside('Times, or ages', ({ui}, {hasAges}) => changeCockpit(ui, {hasAges: !hasAges})),
	cockpitCopy: inside('Copy it as text', copyAsText),
	cockpitBack: inside('Back', back),
} as const satisfies Record<string, Command>;
