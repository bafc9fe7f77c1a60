import type {Labels} from '../../swarm/values.ts';
import {textOf} from './values.ts';

/** What `docker stack deploy` writes on everything it makes. */
export const stackOf = (labels: Labels) => textOf(labels['com.docker.stack.namespace']);
