import type {ServiceId} from '../../swarm/ids.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Instant} from '../../swarm/values.ts';
import {explainService} from '../../swarm/why/explain-pending.ts';
import {togetherOf} from '../../swarm/why/together.ts';
import type {CommandContext} from '../context.ts';
import type {WhyLayer} from '../layers.ts';
import {memo} from '../memo.ts';
import {connectionPart, placePart} from '../panes/header.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {stateWords} from '../rows/verdict-words.ts';
import type {WhyFacts} from './facts.ts';

/** Nodes that read `unknown` are believed for a while: with time the answer changes, but not with every tick. */
const lasts = 5000;

const explain = memo((snapshot: Snapshot, id: ServiceId, at: Instant) => {
	const why = explainService(snapshot, id, at);
	return why && {why, pending: togetherOf(why.pending)};
});

/** Everything the page draws, as the stores hold it now; undefined when the service is gone or its tasks aren't known. */
export function lookAtWhy({view, cluster}: CommandContext, layer: WhyLayer): WhyFacts | undefined {
	const {serviceId, isUnfolded} = layer;
	const {snapshot, connection} = cluster.getState();
	const now = view.now();
	const [service, judged] = [view.serviceOf(serviceId), view.verdict(serviceId)];
	const explained = explain(snapshot, serviceId, Math.floor(now / lasts) * lasts);

	if (service === undefined || judged === undefined || explained === undefined) {
		return undefined;
	}

	const problem = view.problems().find(({subject}) => subject.kind === 'service' && subject.id === serviceId);
	return {
		...explained,
		service,
		verdict: judged.verdict,
		standing: stateWords(service, judged.verdict, judged.progress, now),
		cause: problem?.cause,
		isPartial: !snapshot.hasAllTasks,
		isUnfolded,
		chosen: cursorIndex(
			(explained.pending?.fixes ?? []).map(({title}) => ({id: title})),
			layer,
		),
		place: placePart(cluster.getState()).text,
		connection: connectionPart(connection, now),
		now,
	};
}
