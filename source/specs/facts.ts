import type {UpdatePolicy} from '../swarm/service.ts';
import type {Json, Resources} from '../swarm/values.ts';
import {at, textsOf, treeOf} from './tree.ts';

/** What of a service's spec decides where its tasks go, and how an update goes about it. */
export type SpecFacts = {
	readonly image: string;
	/** Of a replicated service. */
	readonly replicas: number | undefined;
	readonly constraints: readonly string[];
	/** 0 is no limit. */
	readonly maxPerNode: number;
	readonly reservations: Resources;
	readonly update: UpdatePolicy;
};

const numberAt = (spec: Json | undefined, ...path: readonly string[]) => {
	const value = at(spec, path);
	return typeof value === 'number' ? value : 0;
};

/** Docker's defaults where there is no config at all; one that is there leaves out zeros. */
const policyOf = (config: Json | undefined): UpdatePolicy => {
	const {FailureAction: action, Order: order} = treeOf(config);
	return {
		parallelism: config === undefined || config === null ? 1 : numberAt(config, 'Parallelism'),
		delay: numberAt(config, 'Delay') / 1e9,
		monitor: (numberAt(config, 'Monitor') || 5e9) / 1e9,
		failureAction: action === 'continue' || action === 'rollback' ? action : 'pause',
		maxFailureRatio: numberAt(config, 'MaxFailureRatio'),
		order: order === 'start-first' ? order : 'stop-first',
	};
};

export const factsOf = (spec: Json): SpecFacts => {
	const task = at(spec, ['TaskTemplate']);
	const image = at(task, ['ContainerSpec', 'Image']);
	const replicas = at(spec, ['Mode', 'Replicated', 'Replicas']);
	const reserved = at(task, ['Resources', 'Reservations']);
	return {
		image: typeof image === 'string' ? image : '',
		replicas: typeof replicas === 'number' ? replicas : undefined,
		constraints: textsOf(at(task, ['Placement', 'Constraints'])),
		maxPerNode: numberAt(task, 'Placement', 'MaxReplicas'),
		reservations: {cpus: numberAt(reserved, 'NanoCPUs') / 1e9, memoryBytes: numberAt(reserved, 'MemoryBytes')},
		update: policyOf(at(spec, ['UpdateConfig'])),
	};
};
