import type {Tree} from '../tree.ts';
import {nanoseconds} from './durations.ts';
import {compact, numberAt, textAt, textsAt, treeAt, treesAt} from './tree.ts';

/** `0.5` of a processor, in billionths. */
const nanoCpus = (resource: Tree | undefined) => Math.round((numberAt(resource, 'cpus') ?? 0) * 1e9) || undefined;

const memory = (resource: Tree | undefined) => numberAt(resource, 'memory') || undefined;

const genericResources = (reservations: Tree) =>
	treesAt(reservations, 'generic_resources').flatMap(item => {
		const discrete = treeAt(item, 'discrete_resource_spec');
		const spec = {Kind: textAt(discrete, 'kind') ?? '', Value: numberAt(discrete, 'value') ?? 0};
		return discrete === undefined ? [] : [{DiscreteResourceSpec: spec}];
	});

export const resources = (given: Tree | undefined): Tree => {
	const [limits, reservations] = [treeAt(given, 'limits'), treeAt(given, 'reservations')];
	return compact({
		Limits: compact({
			NanoCPUs: nanoCpus(limits),
			MemoryBytes: memory(limits),
			Pids: numberAt(limits, 'pids') || undefined,
		}),
		Reservations: compact({
			NanoCPUs: nanoCpus(reservations),
			MemoryBytes: memory(reservations),
			GenericResources: genericResources(reservations ?? {}),
		}),
	});
};

/**
`deploy.restart_policy`, else the service's own `restart`: the command line calls that one ignored, and yet sends it.
Only `restart: no` has no effect: without a policy, Swarm restarts whatever ends.
*/
export const restartPolicy = (restart: string | undefined, policy: Tree | undefined): Tree | undefined => {
	if (policy !== undefined) {
		return compact({
			Condition: textAt(policy, 'condition') ?? 'any',
			Delay: nanoseconds(textAt(policy, 'delay')),
			MaxAttempts: numberAt(policy, 'max_attempts') ?? 0,
			Window: nanoseconds(textAt(policy, 'window')),
		});
	}

	const [name = '', attempts] = restart?.split(':') ?? [];
	const Condition = {always: 'any', 'unless-stopped': 'any', 'on-failure': 'on-failure'}[name];
	return Condition === undefined ? undefined : {Condition, MaxAttempts: Number(attempts) || 0};
};

export const placement = (given: Tree | undefined): Tree =>
	compact({
		Constraints: textsAt(given, 'constraints'),
		Preferences: treesAt(given, 'preferences').map(preference => ({
			Spread: {SpreadDescriptor: textAt(preference, 'spread') ?? ''},
		})),
		MaxReplicas: numberAt(given, 'max_replicas_per_node') || undefined,
	});

/** With the defaults that the engine writes where the file says nothing. */
export const updatePolicy = (given: Tree | undefined): Tree | undefined =>
	given &&
	compact({
		Parallelism: numberAt(given, 'parallelism') ?? 1,
		Delay: nanoseconds(textAt(given, 'delay')) || undefined,
		FailureAction: textAt(given, 'failure_action') ?? 'pause',
		Monitor: nanoseconds(textAt(given, 'monitor')) || undefined,
		MaxFailureRatio: numberAt(given, 'max_failure_ratio') ?? 0,
		Order: textAt(given, 'order') ?? 'stop-first',
	});

export const serviceMode = (deploy: Tree): Tree => {
	const replicas = numberAt(deploy, 'replicas');

	switch (textAt(deploy, 'mode')) {
		case 'global':
			return {Global: {}};
		case 'global-job':
			return {GlobalJob: {}};
		case 'replicated-job':
			return {ReplicatedJob: {MaxConcurrent: replicas ?? 1, TotalCompletions: replicas ?? 1}};
		default:
			return {Replicated: {Replicas: replicas ?? 1}};
	}
};
