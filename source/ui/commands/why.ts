import {stripVTControlCharacters} from 'node:util';
import type {ServiceId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {cockpitLayer, type WhyLayer, whyLayer} from '../layers.ts';
import {signOf} from '../rows/verdict-words.ts';
import {openCockpit, popLayer, pushLayer, replaceTop, say, topLayer} from '../state.ts';
import {lookAtWhy} from '../why/look.ts';
import {isChosenSeen, placeOfChosen, scrollWhy, stepWhy, wholeWhyPage} from '../why/page.ts';
import {isService, serviceHere} from './cockpit.ts';
import type {Command} from './command.ts';
import {inLayer} from './in-layer.ts';
import {planFix} from './plan-fix.ts';

const blockedBy = (context: CommandContext) => {
	const here = serviceHere(context);
	return isService(context, here) ? undefined : here;
};

/** A rollout is looked into where there is one; what isn't as wanted without one is explained. */
function hasToBeExplained({view}: CommandContext, id: ServiceId) {
	const rollout = view.rollout(id)?.state;
	const judged = view.verdict(id);
	return rollout !== 'rolling' && rollout !== 'paused' && judged !== undefined && signOf(judged.verdict) === '!';
}

const onService = (run: (context: CommandContext, id: ServiceId) => void) => (context: CommandContext) => {
	const here = serviceHere(context);

	if (isService(context, here)) {
		run(context, here);
	}
};

const inside = inLayer('why');

const scroll = (title: string, by: (top: number, page: number, most: number) => number) =>
	inside(title, (context, layer) => {
		const facts = lookAtWhy(context, layer);

		if (facts !== undefined) {
			replaceTop(context.ui, {...layer, at: scrollWhy(facts, context.ui.getState().size, layer.at, by)});
		}
	});

const step = (title: string, by: 1 | -1) =>
	inside(title, (context, layer) => {
		const facts = lookAtWhy(context, layer);

		if (facts !== undefined) {
			const {at, chosen} = stepWhy(facts, context.ui.getState().size, layer.at, by);
			const cursor = facts.pending?.fixes[chosen]?.title;
			replaceTop(context.ui, {...layer, at, cursor, index: Math.max(0, chosen)});
		}
	});

/** What isn't in sight is shown first: nobody plans what they don't see. */
function planChosen(context: CommandContext, layer: WhyLayer) {
	const facts = lookAtWhy(context, layer);
	const fix = facts?.pending?.fixes[facts.chosen];
	const {size} = context.ui.getState();

	if (facts === undefined || fix === undefined) {
		return;
	}

	if (!isChosenSeen(facts, size, layer.at)) {
		return replaceTop(context.ui, {...layer, at: placeOfChosen(facts, size, layer.at)});
	}

	planFix(context, layer.serviceId, fix);
}

/** As wide as it takes: a ticket has no last column. */
const ticketWidth = 160;

function copyAsText(context: CommandContext, layer: WhyLayer) {
	const facts = lookAtWhy(context, layer);

	if (facts !== undefined) {
		const lines = wholeWhyPage(facts, ticketWidth).map(line => stripVTControlCharacters(line).trimEnd());
		context.copy(lines.join('\n'));
		say(context.ui, 'copied as text');
	}
}

export const whyCommands = {
	showWhatGoesOn: {
		title: 'Its rollout; or why it waits, or fails',
		hint: 'status',
		blockedBy,
		run: onService((context, id) =>
			pushLayer(context.ui, hasToBeExplained(context, id) ? whyLayer(id) : cockpitLayer(id)),
		),
	},
	showWhy: {
		title: 'Why a service waits or fails',
		blockedBy,
		run: onService((context, id) => pushLayer(context.ui, whyLayer(id))),
	},
	cockpitWhy: {
		title: 'Why it waits or fails',
		isInner: true,
		run({ui}) {
			const cockpit = openCockpit(ui.getState());

			if (cockpit !== undefined && topLayer(ui.getState()) === cockpit) {
				replaceTop(ui, whyLayer(cockpit.serviceId));
			}
		},
	},
	whyRollout: inside('Its rollout: slots, log, ways back', ({ui}, {serviceId}) =>
		replaceTop(ui, cockpitLayer(serviceId)),
	),
	whyUnfold: inside('Every node, or equal ones as one', ({ui}, layer) =>
		replaceTop(ui, {...layer, isUnfolded: !layer.isUnfolded}),
	),
	whyDown: step('Further down, the next way out', 1),
	whyUp: step('Further up, the way out before', -1),
	whyPlan: inside('Plan the chosen way out', planChosen),
	whyPageDown: scroll('Page down', (top, page) => top + page),
	whyPageUp: scroll('Page up', (top, page) => top - page),
	whyTop: scroll('Go to the top', () => 0),
	whyEnd: scroll('Go to the end', (_, __, most) => most),
	whyCopy: inside('Copy it as text', copyAsText),
	whyBack: inside('Back', ({ui}) => popLayer(ui)),
} as const satisfies Record<string, Command>;
