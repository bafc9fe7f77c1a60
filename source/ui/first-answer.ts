import type {Cluster} from '../store/cluster.ts';

/** A swarm that answers at once is drawn once, with its rows; a slow one gets a screen that says so. */
const longestBlank = 400;

/** Settles when there is something to draw, or too long nothing. */
export const firstAnswer = (cluster: Cluster) =>
	new Promise<void>(resolve => {
		const isThere = () => {
			const {snapshot, connection} = cluster.getState();
			return (snapshot.nodes !== undefined && snapshot.services !== undefined) || connection.kind !== 'connecting';
		};
		const timer = setTimeout(resolve, longestBlank);
		const stop = cluster.subscribe(() => {
			if (isThere()) {
				clearTimeout(timer);
				stop();
				resolve();
			}
		});
	});
