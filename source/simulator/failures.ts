import {stateOf, type Task} from './objects.ts';
import type {Swarm} from './swarm.ts';

/** What the leader remembers of failures, by node and version of a service (manager/scheduler/nodeinfo.go). */
export type Failures = {readonly recent: (nodeId: string, task: Task) => number};

const memory = 5 * 60_000;

const keyOf = (nodeId: string | undefined, {serviceId, specVersion}: Task) => `${nodeId}/${serviceId}/${specVersion}`;

export const startFailures = ({store, timeline}: Swarm): Failures => {
	const times = new Map<string, number[]>();

	const recentTimes = (key: string) => (times.get(key) ?? []).filter(time => time > timeline.now() - memory);

	store.watch(change => {
		if (change.kind !== 'task' || change.action !== 'update') {
			return;
		}
		const {item, before} = change;
		const hasFailed = ['failed', 'rejected'].includes(stateOf(item)) && stateOf(item) !== before.Status.State;
		if (hasFailed && item.raw.NodeID !== undefined) {
			const key = keyOf(item.raw.NodeID, item);
			times.set(key, [...recentTimes(key), timeline.now()]);
		}
	});

	return {recent: (nodeId, task) => (times.size === 0 ? 0 : recentTimes(keyOf(nodeId, task)).length)};
};
