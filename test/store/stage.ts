import type {Patience} from '../../source/engine/attempts.ts';
import {connect} from '../../source/engine/client.ts';
import {destinationOf} from '../../source/engine/connection.ts';
import {createCluster} from '../../source/store/cluster.ts';
import {startSync} from '../../source/store/sync.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {createFakeClock} from './fake-clock.ts';
import {watchEngine} from './watched-engine.ts';

type Options = {
	readonly patience?: Patience;
	/** More managers of the same swarm, to fail over to: the nodes after the first. */
	readonly others?: number;
};

/** A swarm of plain JSON, a store that follows it, and the time in our hands. */
export const stage = async (world: World, {others: count = 0, ...options}: Options = {}) => {
	const small = await startSmallEngine(world);
	const others = await Promise.all(
		world.nodes.slice(1, count + 1).map(({ID}) => startSmallEngine({...world, self: ID})),
	);
	const [first, ...rest] = [small, ...others].map(({endpoint}) => destinationOf(endpoint));
	const client = connect([first ?? destinationOf(small.endpoint), ...rest], options);
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
		others,
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
			await Promise.all([small, ...others].map(engine => engine[Symbol.asyncDispose]()));
		},
	};
};
