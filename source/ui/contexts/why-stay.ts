import type {Connection} from '../../store/cluster.ts';
import type {CommandContext} from '../context.ts';
import {clean} from '../text/clean.ts';

/** The swarm is heard, or will be in a moment: what was asked of it can be waited for. */
const isHeard = ({kind}: Connection) => kind === 'live' || kind === 'stale' || kind === 'electing';

/** Why this connection must not be left now, in a sentence. */
export function whyStay({ui, underWay, guides, cluster}: CommandContext): string | undefined {
	const {items, sending} = underWay.getState();
	const [sent] = sending;
	const [item] = items;
	const {guide} = guides.store.getState();

	if (ui.getState().layers.some(({kind}) => kind === 'operation' || kind === 'shell' || kind === 'guideAsk')) {
		return 'A dialog is open: finish or leave it first.';
	}

	if (sent !== undefined) {
		return `${clean(sent)} is being sent: it is waited for first.`;
	}

	// Of a swarm that is gone, nothing more would come: what is kept of it is offered again when it is back.
	if (!isHeard(cluster.getState().connection)) {
		return undefined;
	}

	if (item !== undefined) {
		return `${clean(item.operation.title)} ${item.name} is under way: the swarm has to show it first.`;
	}

	return guide?.status === 'going'
		? `${clean(guide.record.title)} is under way: it has to be through, or taken back, first.`
		: undefined;
}
