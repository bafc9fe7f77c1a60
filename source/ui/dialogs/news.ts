import type {Operation} from '../../operations/operation.ts';
import {type Result, subjectOf} from '../../operations/outcome.ts';
import type {Target} from '../../operations/target.ts';
import type {CommandContext} from '../context.ts';
import {cockpitLayer} from '../layers.ts';
import {changeList, openCockpit, say} from '../state.ts';
import {clean} from '../text/clean.ts';
import type {UnderWay} from '../under-way.ts';

/** Everything went through and there is nothing more to say of it. */
export const hasGoodNews = (results: readonly Result[]) =>
	results.length > 0 &&
	results.every(
		({outcome}) => outcome.kind === 'unchanged' || (outcome.kind === 'requested' && outcome.notes.length === 0),
	);

/** From here on the snapshots are watched for what was asked. */
export function startedBy(context: CommandContext, operation: Operation, input: unknown, results: readonly Result[]) {
	const {underWay, ui, clock} = context;
	const requested = results.filter(({outcome}) => outcome.kind === 'requested').map(({target}) => target);
	const items = requested.map(target => ({
		operation,
		target,
		name: clean(subjectOf(operation, target, input)),
		input,
		since: clock(),
	}));
	underWay.setState(state => ({items: [...state.items, ...items]}));
	rereadVolumes(context, requested);
	showRollout(context, requested, target => operation.rolls?.(target, input) ?? false);

	if (hasGoodNews(results)) {
		const unchanged = results.find(({outcome}) => outcome.kind === 'unchanged');
		say(
			ui,
			unchanged?.outcome.sentence ?? `${operation.doing} ${items.map(({name}) => name).join(', ')}: requested`,
			'moving',
		);
	}
}

/** No event tells of them, and nothing asks again by itself. */
function rereadVolumes({sync}: CommandContext, requested: readonly Target[]) {
	if (requested.some(({kind}) => kind === 'volume' || kind === 'engine')) {
		sync.fetch({volumes: true}).catch(() => {});
	}
}

/** Puts the cockpit below the dialog that is about to close: whoever changed one service watches what comes of it. */
function showRollout(
	{ui, opensCockpit}: CommandContext,
	[target, ...more]: readonly Target[],
	rolls: (target: Target) => boolean,
) {
	const {layers} = ui.getState();
	const isOpen = layers.at(-1)?.kind === 'operation' && openCockpit(ui.getState()) === undefined;

	if (opensCockpit && isOpen && target?.kind === 'service' && more.length === 0 && rolls(target)) {
		ui.setState({layers: [...layers.slice(0, -1), cockpitLayer(target.id), ...layers.slice(-1)]});
	}
}

/** How long something may stay unseen before skep stops waiting for it and says so. */
const longestWait = 120_000;

/** Takes off what the latest snapshot shows, and says so in a line. */
export function settleUnderWay({underWay, cluster, view, ui}: CommandContext) {
	const {items} = underWay.getState();

	// Whoever is no manager any more, or in no swarm, is shown nothing: there is nothing to wait for.
	if (items.length > 0 && ['not-a-manager', 'not-in-a-swarm'].includes(cluster.getState().connection.kind)) {
		underWay.setState({items: []});
		return;
	}

	if (items.length === 0) {
		return;
	}

	const isSeen = ({operation, target, input}: UnderWay) => operation.isSeen(target, input, view.snapshot());
	const seen = items.filter(isSeen);
	const late = items.filter(item => !seen.includes(item) && view.now() - item.since > longestWait);

	if (seen.length + late.length === 0) {
		return;
	}

	underWay.setState({items: items.filter(item => !seen.includes(item) && !late.includes(item))});

	for (const {operation, name, target, input} of seen) {
		const made = operation.madeService?.(input, view.snapshot());

		if (made !== undefined) {
			changeList(ui, 'services', {cursor: made});
		}

		say(ui, `${name} ${operation.doneWith?.(target, input) ?? operation.done}`);
	}

	for (const {operation, name} of late) {
		say(ui, `${operation.title} ${name}: requested, but the swarm doesn't show it yet`, 'look');
	}
}
