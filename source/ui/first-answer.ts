import type {Cluster, ClusterState} from '../store/cluster.ts';

/** A swarm that answers at once is drawn once, with its rows; a slow one gets a screen that says so. */
const longestBlank = 400;

const isThere = ({snapshot: {nodes, services}, connection}: ClusterState) =>
	(nodes !== undefined && services !== undefined) || connection.kind !== 'connecting';

/** Settles when there is something to draw, or too long nothing. It may have come while the dashboard was being made. */
export const firstAnswer = async (cluster: Cluster): Promise<void> => {
	if (isThere(cluster.getState())) {
		return;
	}

	const {promise, resolve} = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, longestBlank);
	const stop = cluster.subscribe(state => isThere(state) && resolve());
	await promise;
	clearTimeout(timer);
	stop();
};
