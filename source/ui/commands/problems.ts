import {stripVTControlCharacters} from 'node:util';
import {guidedOperations} from '../../operations/guided/guided-operations.ts';
import type {CommandContext} from '../context.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import {cockpitLayer, type ProblemsLayer, whyLayer} from '../layers.ts';
import {emptyList} from '../pane-state.ts';
import {problemRoom} from '../panes/problems.ts';
import {cursorIndex, cursorMoved, type Place} from '../rows/arrange.ts';
import {cureOf} from '../rows/cures.ts';
import type {NeedsRow} from '../rows/needs-rows.ts';
import {popLayer, pushLayer, replaceTop, say} from '../state.ts';
import type {Command} from './command.ts';
import {inLayer} from './in-layer.ts';
import {goTo} from './looking.ts';
import {showLogs} from './show-logs.ts';
import {openNoQuorum, openSwarm} from './swarm-pages.ts';

const inProblems = inLayer('problems');

const move = (title: string, place: Place) =>
	inProblems(title, ({ui, view}, layer) =>
		replaceTop(ui, {...layer, ...cursorMoved(view.needs(), layer, place, problemRoom(ui.getState().size))}),
	);

function toCure(context: CommandContext, layer: ProblemsLayer) {
	const rows = context.view.needs();
	const row = rows[cursorIndex(rows, layer)];

	if (row !== undefined && cureOf(row).to !== 'nowhere') {
		popLayer(context.ui);
		follow(context, row);
	}
}

function follow(context: CommandContext, row: NeedsRow) {
	const {ui, view} = context;
	const {subject} = row;
	const {to} = cureOf(row);

	if (to === 'guide') {
		return pushLayer(ui, {kind: 'guide', top: 0});
	}

	if (to === 'quorum') {
		return openNoQuorum(context);
	}

	if (to === 'rebalance') {
		return context.run('rebalance');
	}

	if (to === 'files') {
		const shelf = row.name.startsWith('secrets') ? 'secrets' : 'configs';
		return pushLayer(ui, {kind: 'shelf', shelf, list: {...emptyList, sortBy: 'users'}});
	}

	if (subject.kind === 'swarm') {
		return openSwarm(context);
	}

	if (subject.kind === 'network') {
		return pushLayer(ui, {kind: 'shelf', shelf: 'networks', list: {...emptyList, cursor: subject.id}});
	}

	goTo(context, subject);

	if (subject.kind === 'service' && (to === 'cockpit' || to === 'why')) {
		return pushLayer(ui, to === 'why' ? whyLayer(subject.id) : cockpitLayer(subject.id));
	}

	if (to === 'logs') {
		return showLogs(context);
	}

	const saw = to === 'twin' && subject.kind === 'node' ? view.nodeOf(subject.id) : undefined;

	if (saw !== undefined) {
		void openOperation(context, guidedOperations.replaceTwin, [{kind: 'node', id: saw.id, saw}]);
	}
}

const asText = ({verdict, name, standing, since, cause}: NeedsRow) =>
	[verdict, name, standing, since, cause].filter(word => word !== '').join('  ');

export const problemCommands = {
	showProblems: {
		title: 'Problems, each with a way out',
		hint: 'problems',
		run: ({ui, view}) => pushLayer(ui, {kind: 'problems', cursor: view.needs()[0]?.id, index: 0}),
	},
	problemCure: inProblems('Go to the cure', toCure),
	copyProblems: inProblems('Copy all problems', ({ui, view, copy}) => {
		copy(view.needs().map(asText).map(stripVTControlCharacters).join('\n'));
		say(ui, 'copied');
	}),
	problemDown: move('Next problem', index => index + 1),
	problemUp: move('Previous problem', index => index - 1),
	problemPageDown: move('A page of problems down', (index, _, page) => index + page),
	problemPageUp: move('A page of problems up', (index, _, page) => index - page),
	problemTop: move('First problem', () => 0),
	problemEnd: move('Last problem', (_, count) => count - 1),
} as const satisfies Record<string, Command>;
