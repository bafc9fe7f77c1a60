import type {ServiceVerdict} from './convergence.ts';
import {shortImage, tagOf} from './image-name.ts';
import {rolloutOf} from './rollout.ts';
import type {NewsKind} from './rollout-news.ts';
import type {Service} from './service.ts';
import {nodeOf, type Snapshot, tasksOf} from './snapshot.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';

type NewsCase = {
	readonly service: Service;
	readonly verdict: ServiceVerdict;
	readonly snapshot: Snapshot;
	readonly now: Instant;
};

/** `, exit 3 in slot 2`; empty where nothing is known to have failed. */
const causeOf = ({service, snapshot, now}: NewsCase): string => {
	const failure = rolloutOf(service, tasksOf(snapshot, service.id), snapshot, now)?.lastFailure;
	return failure === undefined ? '' : `, ${endOf(failure)} ${placeOf(failure, snapshot)}`;
};

const endOf = ({exitCode, error}: Task) => (exitCode === undefined ? (error ?? 'a task ended') : `exit ${exitCode}`);

const placeOf = ({slot, nodeId}: Task, snapshot: Snapshot) =>
	slot === undefined ? `on ${nodeOf(snapshot, nodeId)?.hostname ?? 'an unknown node'}` : `in slot ${slot}`;

/** What became of a rollout, in one line: `shop_web: update paused, exit 3 in slot 2`. Text from the swarm may be inside. */
export const newsWords = (kind: NewsKind, about: NewsCase): string => {
	const {service, verdict} = about;
	const direction = service.updateStatus?.state.startsWith('rollback') ? 'rollback' : 'update';

	switch (kind) {
		case 'paused':
			return `${service.name}: ${direction} paused${causeOf(about)}`;
		case 'failed':
			return `${service.name}: ${direction} ended, but its tasks fail${causeOf(about)}`;
		case 'blocked':
			return `${service.name}: ${direction} stuck, ${stuckWords(verdict)}`;
		case 'rolling-back':
			return `${service.name}: update failed, rolling back by itself`;
		case 'rolled-back':
			return `${service.name}: update failed and was rolled back, ${servingWords(about)}`;
		case 'completed':
			return `${service.name}: ${direction} completed, ${verdict.wanted === 0 ? 'none wanted' : servingWords(about)}`;
	}
};

const stuckWords = ({state}: ServiceVerdict) =>
	state.kind === 'rolling' && state.waitsFor !== undefined
		? `it waits for ${state.waitsFor}, which is down`
		: 'a new task fits on no node';

const servingWords = ({service: {image}, verdict: {alive, wanted}}: NewsCase) =>
	`${alive} of ${wanted} on ${tagOf(image) ?? shortImage(image)}`;
