import type {Rollout} from '../../swarm/rollout.ts';
import type {Service} from '../../swarm/service.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import {specDiff} from '../../swarm/spec-diff.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import {silenceOf, standstillOf} from '../commands/silence.ts';
import type {CommandContext} from '../context.ts';
import type {CockpitLayer} from '../layers.ts';
import {memo} from '../memo.ts';
import {connectionPart, placePart} from '../panes/header.ts';
import {clean} from '../text/clean.ts';
import {choicesOf} from './choices.ts';
import type {CockpitFacts, CockpitLog} from './facts.ts';

const changesOf = memo((before: Parameters<typeof specDiff>[0] | undefined, after: Parameters<typeof specDiff>[1]) =>
	before === undefined ? [] : specDiff(before, after, {maskEnv: true}),
);

const choicesFor = memo((service: Service, rollout: Rollout, snapshot: Snapshot, history: readonly KnownSpec[]) =>
	choicesOf({service, rollout, snapshot, history}),
);

/** Everything the cockpit draws, as the stores hold it now; undefined when the service is gone or its tasks aren't known. */
export function lookAt(context: CommandContext, layer: CockpitLayer): CockpitFacts | undefined {
	const {view, cluster, isReadOnly, timelines, history} = context;
	const {serviceId, hasAges} = layer;
	const [service, rollout, judged] = [view.serviceOf(serviceId), view.rollout(serviceId), view.verdict(serviceId)];

	if (service === undefined || rollout === undefined || judged === undefined) {
		return undefined;
	}

	const {snapshot, connection} = cluster.getState();
	const silence = silenceOf(connection);
	return {
		service,
		// What isn't heard goes on at a pace of its own, or not at all.
		rollout: silence === undefined ? rollout : {...rollout, secondsLeft: undefined, delayUntil: undefined},
		verdict: judged.verdict,
		progress: judged.progress,
		changes: changesOf(service.previousSpec, service.spec),
		events: timelines.of(serviceId),
		failure: view.failure(layer),
		log: logOf(context),
		choices: choicesFor(service, rollout, snapshot, history.of(serviceId)),
		silence,
		standstill: standstillOf(connection),
		hostOf: id => clean(nodeOf(snapshot, id)?.hostname ?? id?.slice(0, 6) ?? ''),
		place: placePart(cluster.getState()).text,
		connection: connectionPart(connection, view.now()),
		readAt: snapshot.tasks.get(serviceId)?.at,
		isReadOnly,
		hasAges,
		now: view.now(),
	};
}

/** More than any screen shows of it here. */
const longest = 20;

/** The last lines of what is listened to; those of what was listened to before are no answer. */
function logOf({logs, view}: CommandContext): CockpitLog {
	const {target, lines, status, note} = logs.getState();
	const subject = view.logSubject();

	if (target === undefined || target.id !== subject?.id || (lines.length === 0 && status === 'connecting')) {
		return {lines: [], note: 'Opening the log...'};
	}

	const from = Math.max(0, lines.length - longest);
	const last = Array.from({length: lines.length - from}, (_, index) => lines.at(from + index));
	return {
		lines: last.filter(line => line !== undefined),
		note: clean(note ?? (status === 'ended' ? 'It wrote nothing' : 'No lines yet')),
	};
}
