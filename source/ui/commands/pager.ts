import type {CommandContext} from '../context.ts';
import type {PagerLayer} from '../layers.ts';
import {describeHistory} from '../pages/history.ts';
import {pageLines} from '../pages/page.ts';
import {loadYaml} from '../pages/yaml.ts';
import {popLayer, pushLayer, replaceTop, say, topLayer} from '../state.ts';
import type {Command} from './command.ts';
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

const scroll = (title: string, place: (top: number, page: number, count: number) => number): Command => ({
	title,
	isInner: true,
	run(context) {
		const top = topLayer(context.ui.getState());

		if (top?.kind === 'pager') {
			const {columns, rows} = context.ui.getState().size;
			const count = pageLines(context.view, top, columns).length;
			const page = rows - 3;
			const next = Math.max(0, Math.min(place(top.top, page, count), count - page));
			replaceTop(context.ui, {...top, top: next});
		}
	},
});

const turn = (title: string, form: PagerLayer['form']): Command => ({
	title,
	isInner: true,
	run(context) {
		const top = topLayer(context.ui.getState());

		if (top?.kind === 'pager' && top.form !== 'help') {
			// A page of its history turns into one of the service itself.
			const about = top.about.kind === 'history' ? {kind: 'service' as const, id: top.about.id} : top.about;
			replaceTop(context.ui, {...top, about, form, top: 0});
			drawWhenLoaded(context, form);
		}
	},
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
	copyPage: {
		title: 'Copy the page',
		isInner: true,
		run(context) {
			const top = topLayer(context.ui.getState());

			if (top?.kind === 'pager') {
				context.copy(pageLines(context.view, top, 1000, {isPlain: true}).join('\n'));
				say(context.ui, 'copied');
			}
		},
	},
	closeLayer: {title: 'Close', isInner: true, run: ({ui}) => popLayer(ui)},
} as const satisfies Record<string, Command>;
