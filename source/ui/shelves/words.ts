import type {Service} from '../../swarm/service.ts';
import type {Labels} from '../../swarm/values.ts';
import {clean} from '../text/clean.ts';

/** Names in order, one after the other. */
export const namesOf = (services: readonly Service[]) =>
	services
		.map(({name}) => clean(name))
		.toSorted()
		.join(', ');

/** What `docker stack deploy` writes on its own says nothing that isn't said elsewhere. */
export const labelWords = (labels: Labels) =>
	Object.entries(labels)
		.filter(([key]) => !key.startsWith('com.docker.stack.'))
		.map(([key, value]) => (value === '' ? key : `${key}=${value}`))
		.join('  ');
