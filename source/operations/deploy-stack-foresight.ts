import {creationForesight} from '../swarm/foresight/creation.ts';
import type {Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {agree} from './words.ts';

/** Of a service that a deploy makes: how many of its tasks find no node as things stand, each service by itself. */
export const stuckWarnings = (service: Service, snapshot: Snapshot): readonly string[] => {
	const creation = creationForesight(snapshot, service, snapshot.nodes?.at ?? 0);

	if (creation === undefined || !creation.isWhole) {
		return [];
	}

	const {eligible, stuck, tasks, text} = creation;

	// No global task is even made where no node fits: nothing waits.
	if (service.mode.kind === 'global' && eligible.length === 0) {
		return [`No node fits ${service.name} now: no task of it is made, and nothing will say that it waits.`];
	}

	if (stuck.most === 0) {
		return [];
	}

	const amount =
		stuck.least === tasks
			? tasks === 1
				? 'the task'
				: `all ${tasks} tasks`
			: `${Math.max(1, stuck.least)} of ${tasks} tasks`;
	const verb = stuck.least === 0 ? 'may wait' : agree(stuck.least, 'waits', 'wait');
	return [`${service.name}: ${amount} ${verb} for a node${text === undefined ? '' : `: ${text.replace(/\.$/, '')}`}.`];
};
