import type {FlagKind, FlagRule} from './flag-rule.ts';
import {configs, generics, mounts, networks, ports, secrets, ulimits} from './group-kinds.ts';
import {mapKind, textsKind} from './list-kinds.ts';
import {
	bytes,
	cpus,
	lastingLength,
	lastingNumber,
	lastingText,
	length,
	number,
	text,
	yesNo,
	yesNoOrNeither,
} from './plain-kinds.ts';
import {
	capabilityKind,
	credentialKind,
	forceKind,
	healthKind,
	logKind,
	modeKind,
	spreadKind,
	wordsKind,
} from './special-kinds.ts';

const env = textsKind({
	// Without a value the CLI would take one out of its own environment.
	write: item => (/^[^=\s]+=/.test(item) ? item : undefined),
	keyOf: item => item.split('=', 1).join(''),
});

/** `10.0.0.7 db`; an alias more has no flag. */
const hostText = (entry: string) => {
	const [address, name, ...aliases] = entry.split(' ');
	return name === undefined || aliases.length > 0 ? undefined : `${name}:${address}`;
};

const hosts = textsKind({write: hostText, keyOf: hostText});
const plain = textsKind();
const sorted = textsKind({isSorted: true});

type Row = readonly [flag: string, path: string, kind: FlagKind];

const policy = (flag: string, path: string): readonly Row[] => [
	[`${flag}-parallelism`, `${path}.Parallelism`, lastingNumber],
	[`${flag}-delay`, `${path}.Delay`, length],
	[`${flag}-failure-action`, `${path}.FailureAction`, lastingText],
	[`${flag}-monitor`, `${path}.Monitor`, lastingLength],
	[`${flag}-max-failure-ratio`, `${path}.MaxFailureRatio`, number],
	[`${flag}-order`, `${path}.Order`, lastingText],
];

const container = 'TaskTemplate.ContainerSpec';
const limits = 'TaskTemplate.Resources.Limits';
const reservations = 'TaskTemplate.Resources.Reservations';
const health = `${container}.Healthcheck`;
const placement = 'TaskTemplate.Placement';
const restart = 'TaskTemplate.RestartPolicy';

const rows: readonly Row[] = [
	['label', 'Labels', mapKind],
	['container-label', `${container}.Labels`, mapKind],
	['entrypoint', `${container}.Command`, wordsKind],
	['hostname', `${container}.Hostname`, text],
	['env', `${container}.Env`, env],
	['workdir', `${container}.Dir`, text],
	['user', `${container}.User`, text],
	['group', `${container}.Groups`, plain],
	['credential-spec', `${container}.Privileges.CredentialSpec`, credentialKind],
	['init', `${container}.Init`, yesNoOrNeither],
	['stop-signal', `${container}.StopSignal`, text],
	['tty', `${container}.TTY`, yesNo],
	['read-only', `${container}.ReadOnly`, yesNo],
	['mount', `${container}.Mounts`, mounts],
	['stop-grace-period', `${container}.StopGracePeriod`, lastingLength],
	['health-cmd', `${health}.Test`, healthKind],
	['health-interval', `${health}.Interval`, length],
	['health-timeout', `${health}.Timeout`, length],
	['health-start-period', `${health}.StartPeriod`, length],
	['health-start-interval', `${health}.StartInterval`, length],
	['health-retries', `${health}.Retries`, number],
	['host', `${container}.Hosts`, hosts],
	['dns', `${container}.DNSConfig.Nameservers`, sorted],
	['dns-search', `${container}.DNSConfig.Search`, sorted],
	['dns-option', `${container}.DNSConfig.Options`, sorted],
	['secret', `${container}.Secrets`, secrets],
	['config', `${container}.Configs`, configs],
	['isolation', `${container}.Isolation`, lastingText],
	['sysctl', `${container}.Sysctls`, mapKind],
	['cap-add', `${container}.CapabilityAdd`, capabilityKind('cap-drop')],
	['cap-drop', `${container}.CapabilityDrop`, capabilityKind('cap-add')],
	['ulimit', `${container}.Ulimits`, ulimits],
	['oom-score-adj', `${container}.OomScoreAdj`, number],
	['limit-cpu', `${limits}.NanoCPUs`, cpus],
	['limit-memory', `${limits}.MemoryBytes`, bytes],
	['limit-pids', `${limits}.Pids`, number],
	['reserve-cpu', `${reservations}.NanoCPUs`, cpus],
	['reserve-memory', `${reservations}.MemoryBytes`, bytes],
	['generic-resource', `${reservations}.GenericResources`, generics],
	['restart-condition', `${restart}.Condition`, lastingText],
	['restart-delay', `${restart}.Delay`, lastingLength],
	['restart-max-attempts', `${restart}.MaxAttempts`, lastingNumber],
	['restart-window', `${restart}.Window`, lastingLength],
	['constraint', `${placement}.Constraints`, plain],
	['placement-pref', `${placement}.Preferences`, spreadKind],
	['replicas-max-per-node', `${placement}.MaxReplicas`, number],
	['network', 'TaskTemplate.Networks', networks],
	['log-driver', 'TaskTemplate.LogDriver', logKind],
	['force', 'TaskTemplate.ForceUpdate', forceKind],
	['mode', 'Mode', modeKind],
	...policy('update', 'UpdateConfig'),
	...policy('rollback', 'RollbackConfig'),
	['endpoint-mode', 'EndpointSpec.Mode', lastingText],
	['publish', 'EndpointSpec.Ports', ports],
];

/** Every flag of `docker service create` and `update` that sets something in the spec, in the order they are written. */
export const serviceFlags: readonly FlagRule[] = rows.map(([flag, path, kind]) => ({flag, path, kind}));

/** Flags that are written beside the table, or by the row of another: options of a log driver, counts of a mode. */
export const companions = ['name', 'log-opt', 'no-healthcheck', 'replicas', 'max-concurrent'];

/** Flags of `docker service create` that set nothing in the spec, or what another one sets as well. */
export const passing = ['detach', 'quiet', 'with-registry-auth', 'no-resolve-image', 'env-file'];
