import type {Operation} from '../../operations/operation.ts';
import type {ClusterState} from '../../store/cluster.ts';
import {clean} from '../text/clean.ts';

/** How to have the engine that is asked now alone, where several were given to go between; undefined where it is. */
export function alone({place, places}: ClusterState): string | undefined {
	if (places.length <= 1 || place === undefined) {
		return undefined;
	}

	const {context, address} = place;
	return context === undefined
		? `start skep with --host ${clean(address)} alone`
		: `take ${clean(context)} alone by :contexts`;
}

/** Why what is about one engine can't be planned while the next one may be asked at any moment. */
export function severalEngines({on}: Operation, state: ClusterState): string | undefined {
	const way = on === 'engine' || on === 'volume' ? alone(state) : undefined;
	return way && `it is about one engine, and skep was given ${state.places.length}: ${way}`;
}
