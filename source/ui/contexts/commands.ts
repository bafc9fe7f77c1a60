import type {Command} from '../commands/command.ts';
import {inLayer} from '../commands/in-layer.ts';
import type {CommandContext} from '../context.ts';
import type {ContextsLayer} from '../layers.ts';
import {cursorIndex, cursorMoved, type Place} from '../rows/arrange.ts';
import {popLayer, pushLayer, replaceTop, say} from '../state.ts';
import {contextRoom} from './draw.ts';
import {whyStay} from './why-stay.ts';

const inContexts = inLayer('contexts');

/** While one is tried, the cursor stays on it. */
const move = (title: string, place: Place) =>
	inContexts(title, (context, layer) => {
		const {offers, trying} = layer;

		if (trying === undefined) {
			const page = contextRoom(context.ui.getState().size);
			replaceTop(context.ui, {...layer, ...cursorMoved(offers, layer, place, page)});
		}
	});

function open({ui, connections}: CommandContext) {
	if (connections !== undefined) {
		const offered = connections.offered();
		const index = Math.max(
			0,
			offered.offers.findIndex(({isInUse}) => isInUse),
		);
		pushLayer(ui, {kind: 'contexts', ...offered, cursor: offered.offers[index]?.id, index});
	}
}

function readAgain({ui, connections}: CommandContext, layer: ContextsLayer) {
	if (connections !== undefined && layer.trying === undefined) {
		const {cursor, index} = layer;
		replaceTop(ui, {kind: 'contexts', ...connections.offered(), cursor, index});
	}
}

function connect(context: CommandContext, layer: ContextsLayer) {
	const {ui, connections} = context;
	const offer = layer.offers[cursorIndex(layer.offers, layer)];

	if (connections === undefined || offer === undefined || layer.trying !== undefined) {
		return;
	}

	const reason = offer.isInUse ? 'skep is there already.' : (offer.problem ?? whyStay(context));

	if (reason !== undefined) {
		return say(ui, reason, 'look');
	}

	const ending = new AbortController();
	const trying = {id: offer.id, stop: () => ending.abort()};
	replaceTop(ui, {...layer, cursor: offer.id, failed: undefined, trying});
	connections.take(offer.id, {signal: ending.signal, whyStay: () => whyStay(context)}).catch((error: Error) => {
		// Who gave it up knows.
		const failed = ending.signal.aborted ? undefined : {id: offer.id, why: error.message};
		ui.setState(({layers}) => ({
			layers: layers.map(one =>
				one.kind === 'contexts' && one.trying?.id === offer.id ? {...one, trying: undefined, failed} : one,
			),
		}));
	});
}

/** First what is being tried is given up, then the page goes. */
function back({ui}: CommandContext, layer: ContextsLayer) {
	if (layer.trying === undefined) {
		return popLayer(ui);
	}

	layer.trying.stop();
	replaceTop(ui, {...layer, trying: undefined});
}

export const contextCommands = {
	showContexts: {
		title: 'Contexts: connect to another swarm',
		hint: 'contexts',
		isOffered: ({connections}) => connections !== undefined,
		blockedBy: ({connections}) =>
			connections === undefined ? 'a simulated swarm is not left for a real one: start skep without --demo' : undefined,
		run: open,
	},
	contextEnter: inContexts('Connect skep to it', connect),
	contextRefresh: inContexts('Read the contexts again', readAgain),
	contextBack: inContexts('Give up, or back', back),
	contextDown: move('Next context', index => index + 1),
	contextUp: move('Previous context', index => index - 1),
	contextPageDown: move('A page of contexts down', (index, _, page) => index + page),
	contextPageUp: move('A page of contexts up', (index, _, page) => index - page),
	contextTop: move('First context', () => 0),
	contextEnd: move('Last context', (_, count) => count - 1),
} as const satisfies Record<string, Command>;
