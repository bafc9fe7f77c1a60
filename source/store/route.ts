import type {Engine, EngineInfo} from '../engine/engine.ts';
import {EngineError} from '../engine/errors.ts';
import type {Cluster} from './cluster.ts';
import {refusalOf} from './connection.ts';
import type {Draft} from './draft.ts';

/** From one of several engines to the next. What the store says of the engine is always of the one it names. */
export const createRoute = (engine: Engine, cluster: Cluster, draft: Draft) => {
	const hasOthers = engine.places.length > 1;
	cluster.setState({place: engine.place(), places: engine.places});

	const take = (info: EngineInfo) => {
		const place = engine.place();
		if (cluster.getState().place !== place) {
			cluster.setState({place});
		}
		draft.takeInfo(info);
	};

	return {
		/** An engine says of itself what it is. Of several, one that is of no use is left unsaid until all were tried. */
		arrive: (info: EngineInfo) => {
			const swarm = cluster.getState().snapshot.swarm?.id;
			if (hasOthers && swarm !== undefined && info.swarmId !== undefined && info.swarmId !== swarm) {
				throw new EngineError('unexpected', `${engine.place().address} is in another swarm than the engine before.`);
			}
			if (!hasOthers || refusalOf(info) === undefined) {
				take(info);
			}
		},
		/** On to the next; after a round without an answer, to the one whose trouble is shown. */
		leave: (shown: {readonly address: string; readonly info: EngineInfo | undefined} | undefined) => {
			if (!engine.moveOn() || shown === undefined) {
				return;
			}
			for (const _ of engine.places) {
				if (engine.place().address === shown.address) {
					break;
				}
				engine.moveOn();
			}
			cluster.setState({place: engine.place()});
			if (shown.info !== undefined) {
				take(shown.info);
			}
		},
	};
};
