import type {ServiceVerdict} from './convergence.ts';
import {servesSteadily} from './crash-loop.ts';
import {failureOf} from './failure.ts';
import {tagOf} from './image-name.ts';
import type {Nodes} from './living.ts';
import {isJob, type Service} from './service.ts';
import {slotNumber} from './slot-groups.ts';
import type {Slot} from './slots.ts';
import type {Snapshot} from './snapshot.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';
import {doing, endWords, imageChange} from './wording.ts';

/** Everything a sentence about one service may need. */
export type ServiceCase = {
	readonly service: Service;
	readonly tasks: readonly Task[];
	readonly slots: readonly Slot[];
	readonly verdict: ServiceVerdict;
	readonly snapshot: Snapshot;
	readonly nodes: Nodes;
	readonly now: Instant;
	/** The swarm isn't heard: how long something still takes can't be told. */
	readonly isUnheard?: boolean;
};

/** Nobody is served. A job serves nobody. */
export const isDown = ({service, verdict}: ServiceCase) => !isJob(service) && verdict.alive === 0 && verdict.wanted > 0;

const unknownNode = 'an unknown node';

export const hostname = ({nodes}: ServiceCase, {nodeId}: Task) =>
	nodeId === undefined ? unknownNode : (nodes.get(nodeId)?.hostname ?? unknownNode);

/** What people call a slot: its number, or its node's name. */
export const slotName = (about: ServiceCase, {number, current}: Slot) =>
	number === undefined ? hostname(about, current) : String(number);

/** What ended last, and where: `in slot 2 on node07: task: non-zero exit (3)`. */
export const lastEnd = (about: ServiceCase, madeSince?: Instant): string | undefined => {
	const {task} = failureOf(about.slots, madeSince);
	const number = task && slotNumber(task, about.service);
	const slot = number === undefined ? '' : `in slot ${number} `;
	return task && `${slot}on ${hostname(about, task)}: ${endWords(about.service, task)}`;
};

/** How many slots still serve, and with what. */
export const servingWords = ({slots, service, verdict, now}: ServiceCase) => {
	const serving = slots.filter(slot => servesSteadily(slot, now));
	const old = serving.filter(({isServingUpToDate}) => !isServingUpToDate).length;
	const tag = imageChange(service) && tagOf(service.previousImage ?? '');

	if (serving.length === 0) {
		return 'nothing serves';
	}

	return old > 0
		? `${doing(old, 'serve')} ${tag ?? 'the old one'}`
		: `${Math.min(serving.length, verdict.wanted)} of ${verdict.wanted} serve`;
};
