/** Names people know for places in specs; the longest that fits is used, and what is left is added with a dot. */
const names: readonly (readonly [path: string, name: string])[] = [
	['TaskTemplate.ContainerSpec.Image', 'image'],
	['TaskTemplate.ContainerSpec.Env', 'env'],
	['TaskTemplate.ContainerSpec.Labels', 'container label'],
	['TaskTemplate.ContainerSpec.Command', 'entrypoint'],
	['TaskTemplate.ContainerSpec.Args', 'args'],
	['TaskTemplate.ContainerSpec.Dir', 'workdir'],
	['TaskTemplate.ContainerSpec.User', 'user'],
	['TaskTemplate.ContainerSpec.Hostname', 'hostname'],
	['TaskTemplate.ContainerSpec.Mounts', 'mount'],
	['TaskTemplate.ContainerSpec.Secrets', 'secret'],
	['TaskTemplate.ContainerSpec.Configs', 'config'],
	['TaskTemplate.ContainerSpec.Hosts', 'host'],
	['TaskTemplate.ContainerSpec.Healthcheck', 'healthcheck'],
	['TaskTemplate.ContainerSpec.StopGracePeriod', 'stop grace period'],
	['TaskTemplate.ContainerSpec.StopSignal', 'stop signal'],
	['TaskTemplate.ContainerSpec', 'container'],
	['TaskTemplate.Resources.Limits', 'limit'],
	['TaskTemplate.Resources.Reservations', 'reservation'],
	['TaskTemplate.Placement.Constraints', 'constraint'],
	['TaskTemplate.Placement.Preferences', 'preference'],
	['TaskTemplate.Placement.Platforms', 'platforms'],
	['TaskTemplate.Placement.MaxReplicas', 'max replicas per node'],
	['TaskTemplate.RestartPolicy', 'restart'],
	['TaskTemplate.LogDriver', 'log driver'],
	['TaskTemplate.Networks', 'network'],
	['TaskTemplate.ForceUpdate', 'force update'],
	['TaskTemplate', 'task'],
	['Mode.Replicated.Replicas', 'replicas'],
	['Mode.ReplicatedJob.TotalCompletions', 'completions'],
	['Mode.ReplicatedJob.MaxConcurrent', 'concurrent'],
	['Mode', 'mode'],
	['UpdateConfig', 'update'],
	['RollbackConfig', 'rollback'],
	['EndpointSpec.Ports', 'port'],
	['EndpointSpec.Mode', 'endpoint mode'],
	['Labels', 'label'],
	['Name', 'name'],
	['Role', 'role'],
	['Availability', 'availability'],
];

const byLength = names.toSorted(([a], [b]) => b.length - a.length);

/** Whose members are named, not structured: `env CACHE_URL`, `label zone`. */
const keyed = [
	'env',
	'container label',
	'label',
	'mount',
	'secret',
	'config',
	'host',
	'constraint',
	'preference',
	'network',
	'port',
];

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

/** `update.parallelism` for UpdateConfig.Parallelism; a path that has no name is written as it is, with dots. */
export const nameOfPath = (path: readonly string[]): string => {
	const text = path.join('.');
	const [prefix, name] = byLength.find(([known]) => text === known || text.startsWith(`${known}.`)) ?? ['', ''];

	if (name === '') {
		return path.map(lowerFirst).join('.');
	}

	const rest = path.slice(prefix.split('.').length);

	if (rest.length === 0) {
		return name;
	}

	return keyed.includes(name) ? `${name} ${rest.join('.')}` : `${name}.${rest.map(lowerFirst).join('.')}`;
};
