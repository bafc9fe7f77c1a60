import type {CommandContext} from '../context.ts';
import type {PagerLayer} from '../layers.ts';
import {describeHistory} from '../pages/history.ts';
import {pageLines} from '../pages/page.ts';
import {loadYaml} from '../pages/yaml.ts';
import {popLayer, pushLayer, replaceTop, say} from '../state.ts';
import type {Command} from './command.ts';
import {inLayer} from './in-layer.ts';
import {
	isQuorumLostUnderCursor,
	isSwarmUnderCursor,
	nothingToDescribe,
	shelfSubjectUnderCursor,
	thingUnderCursor,
} from './under-cursor.ts';

/** A page is open at once, so that the next key is for it; what it is written with may come a moment later. */
function drawWhenLoaded({ui}: CommandContext, form: PagerLayer['form']) {
	if (form === 'yaml') {
		void loadYaml().then(() => ui.setState(({layers}) => ({layers: [...layers]})));
	}
}

/** What concerns no single thing. */
const wholeUnderCursor = (context: CommandContext) => {
	if (isQuorumLostUnderCursor(context)) {
		return {kind: 'noQuorum'} as const;
	}

	return isSwarmUnderCursor(context) ? ({kind: 'swarm'} as const) : undefined;
};

const open = (form: PagerLayer['form']) => (context: CommandContext) => {
	const about = thingUnderCursor(context) ?? shelfSubjectUnderCursor(context) ?? wholeUnderCursor(context);

	if (about !== undefined) {
		pushLayer(context.ui, {kind: 'pager', about, form, top: 0});
		drawWhenLoaded(context, form);
	}
};

/** The service that the cursor is on, or that the panes below are about. */
function serviceUnderCursor(context: CommandContext) {
	const about = thingUnderCursor(context);
	const subject = about?.kind === 'service' ? about : context.view.subject();
	return subject?.kind === 'service' && about?.kind !== 'node' ? context.view.serviceOf(subject.id) : undefined;
}

const inPager = inLayer('pager');

const scroll = (title: string, place: (top: number, page: number, count: number) => number) =>
	inPager(title, ({ui, view}, layer) => {
		const {columns, rows} = ui.getState().size;
		const count = pageLines(view, layer, columns).length;
		const page = rows - 3;
		replaceTop(ui, {...layer, top: Math.max(0, Math.min(place(layer.top, page, count), count - page))});
	});

const turn = (title: string, form: PagerLayer['form']) =>
	inPager(title, (context, layer) => {
		if (layer.form !== 'help') {
			// A page of its history turns into one of the service itself.
			const about = layer.about.kind === 'history' ? {kind: 'service' as const, id: layer.about.id} : layer.about;
			replaceTop(context.ui, {...layer, about, form, top: 0});
			drawWhenLoaded(context, form);
		}
	});

export const pagerCommands = {
	describe: {title: 'Describe what is selected', hint: 'describe', blockedBy: nothingToDescribe, run: open('describe')},
	showYaml: {title: 'Inspect it as YAML', blockedBy: nothingToDescribe, run: open('yaml')},
	showHistory: {
		title: 'History: the specs a service had',
		blockedBy: context => (serviceUnderCursor(context) === undefined ? 'choose a service first (key 1)' : undefined),
		run(context) {
			const service = serviceUnderCursor(context);

			if (service !== undefined) {
				const entries = describeHistory(service, context.history.of(service.id));
				pushLayer(context.ui, {
					kind: 'pager',
					about: {kind: 'history', id: service.id, entries},
					form: 'history',
					top: 0,
				});
			}
		},
	},
	openHelp: {
		title: 'Show all keys',
		hint: 'keys',
		run: ({ui, legend}) =>
			pushLayer(ui, {kind: 'pager', about: {kind: 'help', legend: legend()}, form: 'help', top: 0}),
	},
	scrollDown: scroll('Scroll down', top => top + 1),
	scrollUp: scroll('Scroll up', top => top - 1),
	scrollPageDown: scroll('Page down', (top, page) => top + page),
	scrollPageUp: scroll('Page up', (top, page) => top - page),
	scrollTop: scroll('Go to the top', () => 0),
	scrollEnd: scroll('Go to the end', (_, page, count) => count - page),
	pagerDescribe: turn('Describe', 'describe'),
	pagerYaml: turn('As YAML', 'yaml'),
	copyPage: inPager('Copy the page', ({ui, view, copy}, layer) => {
		copy(pageLines(view, layer, 1000, {isPlain: true}).join('\n'));
		say(ui, 'copied');
	}),
	closeLayer: {title: 'Close', isInner: true, run: ({ui}) => popLayer(ui)},
} as const satisfies Record<string, Command>;
