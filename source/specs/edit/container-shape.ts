import {any, choice, count, duration, flag, list, map, noted, object, type Shape, text, texts} from './shape.ts';

const driver = object({Name: text, Options: map});

const mode: Shape = {kind: 'mode', note: 'octal, as for chmod'};

const file = object({Name: text, UID: text, GID: text, Mode: mode});

/** `Mount` of Docker's API (api/types/mount). */
const mount = object({
	Type: choice('bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'),
	Source: text,
	Target: text,
	ReadOnly: flag,
	Consistency: choice('default', 'consistent', 'cached', 'delegated'),
	BindOptions: object({
		Propagation: choice('rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'),
		NonRecursive: flag,
		CreateMountpoint: flag,
		ReadOnlyNonRecursive: flag,
		ReadOnlyForceRecursive: flag,
	}),
	VolumeOptions: object({NoCopy: flag, Labels: map, Subpath: text, DriverConfig: driver}),
	ImageOptions: object({Subpath: text}),
	TmpfsOptions: object({SizeBytes: {kind: 'bytes'}, Mode: mode, Options: list(texts)}),
	ClusterOptions: any,
});

const healthcheck = object({
	Test: noted('[CMD, program, ...], [CMD-SHELL, "command"], or [NONE]', texts),
	Interval: duration,
	Timeout: duration,
	StartPeriod: duration,
	StartInterval: duration,
	Retries: count,
});

const privileges = object({
	CredentialSpec: object({Config: text, File: text, Registry: text}),
	SELinuxContext: object({Disable: flag, User: text, Role: text, Type: text, Level: text}),
	Seccomp: object({Mode: choice('default', 'unconfined', 'custom'), Profile: text}),
	AppArmor: object({Mode: choice('default', 'disabled')}),
	NoNewPrivileges: flag,
});

const limitOf: Shape = {kind: 'count', least: -1, note: '-1 is unlimited'};

/** `ContainerSpec` of Docker's API (api/types/swarm). */
export const containerShape = object({
	Image: text,
	Labels: noted('of the containers', map),
	Command: noted("in place of the image's entrypoint", texts),
	Args: noted("in place of the image's command", texts),
	Hostname: text,
	Env: noted('NAME=value', texts),
	Dir: text,
	User: text,
	Groups: texts,
	Privileges: privileges,
	Init: flag,
	StopSignal: text,
	TTY: flag,
	OpenStdin: flag,
	ReadOnly: flag,
	Mounts: list(mount),
	StopGracePeriod: duration,
	Healthcheck: healthcheck,
	Hosts: noted('IP-address host [aliases]', texts),
	DNSConfig: object({Nameservers: texts, Search: texts, Options: texts}),
	Secrets: list(object({File: file, SecretID: text, SecretName: text})),
	Configs: list(object({File: file, Runtime: any, ConfigID: text, ConfigName: text})),
	Isolation: choice('default', 'process', 'hyperv'),
	Sysctls: map,
	CapabilityAdd: texts,
	CapabilityDrop: texts,
	Ulimits: list(object({Name: text, Hard: limitOf, Soft: limitOf})),
	OomScoreAdj: {kind: 'count', least: -1000, most: 1000, note: '-1000 to 1000'},
});
