import type {Patience} from '../../source/engine/attempts.ts';
import {connect} from '../../source/engine/client.ts';
import {createCluster} from '../../source/store/cluster.ts';
import {startSync} from '../../source/store/sync.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {createFakeClock} from './fake-clock.ts';
import {watchEngine} from './watched-engine.ts';

/** A swarm of plain JSON, a store that follows it, and the time in our hands. */
export const stage = async (world: World, options: {readonly patience?: Patience} = {}) => {
	const small = await startSmallEngine(world);
	const client = connect(small.endpoint, options);
	const watched = watchEngine(client);
	const time = createFakeClock(watched.settled);
	const cluster = createCluster();
	const sync = startSync({engine: watched.engine, cluster, clock: time.clock});

	/** Lets time pass in small steps until something is so; fails after so many simulated seconds. */
	const until = async (isSo: () => boolean, seconds = 60) => {
		const start = time.now();
		const end = start + seconds * 1000;
		while (!isSo()) {
			if (time.now() > end) {
				throw new Error(`Still not so after ${seconds} s: ${isSo}\n${JSON.stringify(cluster.getState().connection)}`);
			}
			await time.advance(time.now() - start < 3000 ? 20 : 100);
			await new Promise(resolve => setTimeout(resolve, 1));
		}
	};

	return {
		small,
		watched,
		time,
		cluster,
		sync,
		until,
		snapshot: () => cluster.getState().snapshot,
		connection: () => cluster.getState().connection,
		live: () => until(() => cluster.getState().connection.kind === 'live'),
		[Symbol.asyncDispose]: async () => {
			sync.stop();
			client.close();
			await small[Symbol.asyncDispose]();
		},
	};
};
