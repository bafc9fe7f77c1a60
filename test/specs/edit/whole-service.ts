import type {Tree} from '../../../source/specs/tree.ts';

/** The spec of a service that has everything, as an engine 28.5 keeps it. */
export const wholeService = {
	Name: 'shop_web',
	Labels: {'com.docker.stack.namespace': 'shop', empty: '', tier: 'front'},
	TaskTemplate: {
		ContainerSpec: {
			Image: 'registry.lab:5000/shop/web:2@sha256:6f1b5a4a5e0f9b3d6c0e2f9d8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b',
			Labels: {c: 'd'},
			Command: ['/bin/sh', '-c', 'echo "it\'s: #1"\nexec web'],
			Args: ['--port', '80', ''],
			Hostname: '{{.Node.Hostname}}-web',
			Env: ['CACHE_URL=redis://cache:6379', 'MOTTO=a: b # c', 'EMPTY='],
			Dir: '/srv',
			User: '1000:1000',
			Groups: ['10', 'audio'],
			Privileges: {CredentialSpec: null, SELinuxContext: null, NoNewPrivileges: true},
			Init: false,
			StopSignal: 'SIGINT',
			TTY: true,
			ReadOnly: true,
			Mounts: [
				{Type: 'volume', Source: 'data', Target: '/data', VolumeOptions: {NoCopy: true, DriverConfig: {}}},
				{Type: 'tmpfs', Target: '/run/cache', TmpfsOptions: {SizeBytes: 67_108_864, Mode: 0o1777}},
				{Type: 'bind', Source: '/etc/hosts', Target: '/etc/hosts2', ReadOnly: true},
			],
			StopGracePeriod: 1_500_000_000,
			Healthcheck: {
				Test: ['CMD-SHELL', 'wget -q -O- http://127.0.0.1/ || exit 1'],
				Interval: 5_000_000_000,
				Timeout: 250_000_000,
				StartPeriod: 90_000_000_000,
				Retries: 3,
			},
			Hosts: ['10.0.0.7 db', 'fd00::1 six'],
			DNSConfig: {Nameservers: ['10.0.0.2'], Search: ['lab'], Options: ['ndots:2']},
			Secrets: [{File: {Name: 'key', UID: '0', GID: '0', Mode: 0o440}, SecretID: 'secret-1', SecretName: 'key-v1'}],
			Configs: [
				{File: {Name: '/web.conf', UID: '0', GID: '0', Mode: 0o444}, ConfigID: 'config-1', ConfigName: 'web-v1'},
			],
			Isolation: 'default',
			Sysctls: {'net.core.somaxconn': '1024'},
			CapabilityAdd: ['CAP_NET_ADMIN'],
			CapabilityDrop: ['CAP_MKNOD'],
			Ulimits: [{Name: 'nofile', Hard: -1, Soft: 1024}],
			OomScoreAdj: -500,
		},
		Resources: {
			Limits: {NanoCPUs: 1_500_000_000, MemoryBytes: 134_217_728, Pids: 100},
			Reservations: {
				NanoCPUs: 100_000_000,
				MemoryBytes: 16_777_217,
				GenericResources: [{DiscreteResourceSpec: {Kind: 'gpu', Value: 1}}],
			},
		},
		RestartPolicy: {Condition: 'on-failure', Delay: 5_000_000_000, MaxAttempts: 3, Window: 120_000_000_000},
		Placement: {
			Constraints: ['node.role==worker', 'node.labels.zone != b'],
			Preferences: [{Spread: {SpreadDescriptor: 'node.labels.dc'}}],
			MaxReplicas: 2,
			Platforms: [{Architecture: 'amd64', OS: 'linux'}],
		},
		Networks: [{Target: 'net-1', Aliases: ['web']}],
		LogDriver: {Name: 'json-file', Options: {'max-size': '10m'}},
		ForceUpdate: 2,
		Runtime: 'container',
	},
	Mode: {Replicated: {Replicas: 3}},
	UpdateConfig: {
		Parallelism: 2,
		Delay: 10_000_000_000,
		FailureAction: 'rollback',
		Monitor: 5_000_000_000,
		MaxFailureRatio: 0.1,
		Order: 'start-first',
	},
	RollbackConfig: {Parallelism: 1, FailureAction: 'pause', MaxFailureRatio: 0, Order: 'stop-first'},
	EndpointSpec: {
		Mode: 'vip',
		Ports: [
			{Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress'},
			{Protocol: 'udp', TargetPort: 53, PublishedPort: 5353, PublishMode: 'host'},
		],
	},
} satisfies Tree;

export const names = {
	networks: new Map([
		['net-1', 'shop_front'],
		['net-2', 'shop_back'],
	]),
	secrets: new Map([
		['secret-1', 'key-v1'],
		['secret-2', 'key-v2'],
	]),
	configs: new Map([
		['config-1', 'web-v1'],
		['config-2', 'web-v2'],
	]),
};
