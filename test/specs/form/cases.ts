/** One field of the form as it is typed, the flags that say the same to `docker service create`, and what it sets. */
export type Case = {
	readonly values: Readonly<Record<string, string>>;
	readonly flags: readonly string[];
	/** Words after the image. */
	readonly args?: readonly string[];
	/** The part of the spec that it sets; of the network, secret and config of the tests, `ID` for the id. */
	readonly spec: object;
	/** The first version of Docker's engine that keeps it. */
	readonly since?: '28.5';
};

const container = (fields: object) => ({TaskTemplate: {ContainerSpec: fields}});
const mount = (...mounts: readonly object[]) => container({Mounts: mounts});
const second = 1_000_000_000;

export const cases: Readonly<Record<string, readonly Case[]>> = {
	command: [
		{
			values: {command: `sh -c 'echo "a b"; sleep 60' --flag="x y"`},
			flags: [],
			args: ['sh', '-c', 'echo "a b"; sleep 60', '--flag=x y'],
			spec: container({Args: ['sh', '-c', 'echo "a b"; sleep 60', '--flag=x y']}),
		},
	],
	entrypoint: [
		{
			values: {entrypoint: `/bin/sh -c 'sleep 60'`},
			flags: ['--entrypoint', `/bin/sh -c 'sleep 60'`],
			spec: container({Command: ['/bin/sh', '-c', 'sleep 60']}),
		},
	],
	mode: [
		{values: {mode: 'global'}, flags: ['--mode', 'global'], spec: {Mode: {Global: {}}}},
		{values: {mode: 'global-job'}, flags: ['--mode', 'global-job'], spec: {Mode: {GlobalJob: {}}}},
		{
			values: {mode: 'replicated-job', replicas: '4'},
			flags: ['--mode', 'replicated-job', '--replicas', '4'],
			spec: {Mode: {ReplicatedJob: {MaxConcurrent: 4, TotalCompletions: 4}}},
		},
	],
	maxConcurrent: [
		{
			values: {mode: 'replicated-job', replicas: '4', maxConcurrent: '2'},
			flags: ['--mode', 'replicated-job', '--replicas', '4', '--max-concurrent', '2'],
			spec: {Mode: {ReplicatedJob: {MaxConcurrent: 2, TotalCompletions: 4}}},
		},
	],
	replicas: [
		{values: {replicas: '0'}, flags: ['--replicas', '0'], spec: {Mode: {Replicated: {Replicas: 0}}}},
		{values: {replicas: '3'}, flags: ['--replicas', '3'], spec: {Mode: {Replicated: {Replicas: 3}}}},
	],
	ports: [
		{
			values: {ports: '18080:80, 18443:443/udp'},
			flags: ['-p', '18080:80', '-p', '18443:443/udp'],
			spec: {
				EndpointSpec: {
					Ports: [
						{Protocol: 'tcp', TargetPort: 80, PublishedPort: 18_080, PublishMode: 'ingress'},
						{Protocol: 'udp', TargetPort: 443, PublishedPort: 18_443, PublishMode: 'ingress'},
					],
				},
			},
		},
		{
			values: {ports: '81 mode=host,target=53,published=18053,protocol=udp'},
			flags: ['-p', '81', '-p', 'mode=host,target=53,published=18053,protocol=udp'],
			spec: {
				EndpointSpec: {
					Ports: [
						{Protocol: 'tcp', TargetPort: 81, PublishMode: 'ingress'},
						{Protocol: 'udp', TargetPort: 53, PublishedPort: 18_053, PublishMode: 'host'},
					],
				},
			},
		},
	],
	endpoint: [{values: {endpoint: 'dnsrr'}, flags: ['--endpoint-mode', 'dnsrr'], spec: {EndpointSpec: {Mode: 'dnsrr'}}}],
	networks: [
		{
			values: {networks: 'backend'},
			flags: ['--network', 'backend'],
			spec: {TaskTemplate: {Networks: [{Target: 'ID'}]}},
		},
		{
			values: {networks: 'name=backend,alias=db,alias=store,driver-opt=a=b'},
			flags: ['--network', 'name=backend,alias=db,alias=store,driver-opt=a=b'],
			spec: {TaskTemplate: {Networks: [{Target: 'ID', Aliases: ['db', 'store'], DriverOpts: {a: 'b'}}]}},
		},
		{
			values: {networks: 'backend frontend'},
			flags: ['--network', 'backend', '--network', 'frontend'],
			spec: {},
		},
	],
	hosts: [
		{
			values: {hosts: 'db:10.0.0.7 cache:2001:db8::7'},
			flags: ['--host', 'db:10.0.0.7', '--host', 'cache:2001:db8::7'],
			spec: container({Hosts: ['10.0.0.7 db', '2001:db8::7 cache']}),
		},
	],
	dns: [
		{
			values: {dns: '10.0.0.2, 10.0.0.3'},
			flags: ['--dns', '10.0.0.2', '--dns', '10.0.0.3'],
			spec: container({DNSConfig: {Nameservers: ['10.0.0.2', '10.0.0.3']}}),
		},
	],
	dnsSearch: [
		{
			values: {dnsSearch: 'corp.example'},
			flags: ['--dns-search', 'corp.example'],
			spec: container({DNSConfig: {Search: ['corp.example']}}),
		},
	],
	dnsOptions: [
		{
			values: {dnsOptions: 'ndots:2 timeout:1'},
			flags: ['--dns-option', 'ndots:2', '--dns-option', 'timeout:1'],
			spec: container({DNSConfig: {Options: ['ndots:2', 'timeout:1']}}),
		},
	],
	env: [
		{
			values: {env: `A=1 B='two words' C= A=2 D=x=y`},
			flags: ['-e', 'A=1', '-e', 'B=two words', '-e', 'C=', '-e', 'A=2', '-e', 'D=x=y'],
			spec: container({Env: ['B=two words', 'C=', 'A=2', 'D=x=y']}),
		},
	],
	workdir: [{values: {workdir: '/srv/app'}, flags: ['--workdir', '/srv/app'], spec: container({Dir: '/srv/app'})}],
	user: [{values: {user: '1000:1000'}, flags: ['--user', '1000:1000'], spec: container({User: '1000:1000'})}],
	hostname: [
		{
			values: {hostname: 'web-{{.Task.Slot}}'},
			flags: ['--hostname', 'web-{{.Task.Slot}}'],
			spec: container({Hostname: 'web-{{.Task.Slot}}'}),
		},
	],
	labels: [
		{
			values: {labels: `tier=front note='two words' bare`},
			flags: ['--label', 'tier=front', '--label', 'note=two words', '--label', 'bare'],
			spec: {Labels: {tier: 'front', note: 'two words', bare: ''}},
		},
	],
	containerLabels: [
		{
			values: {containerLabels: 'tier=front'},
			flags: ['--container-label', 'tier=front'],
			spec: container({Labels: {tier: 'front'}}),
		},
	],
	mounts: [
		{
			values: {mounts: 'type=volume,source=data,target=/data,readonly,volume-nocopy'},
			flags: ['--mount', 'type=volume,source=data,target=/data,readonly,volume-nocopy'],
			spec: mount({
				Type: 'volume',
				Source: 'data',
				Target: '/data',
				ReadOnly: true,
				VolumeOptions: {NoCopy: true},
			}),
		},
		{
			values: {
				mounts:
					'type=volume,src=nfs,dst=/nfs,volume-driver=local,volume-opt=type=nfs,volume-opt=device=:/exports,"volume-opt=o=addr=10.0.0.1,rw",volume-label=a=b',
			},
			flags: [
				'--mount',
				'type=volume,src=nfs,dst=/nfs,volume-driver=local,volume-opt=type=nfs,volume-opt=device=:/exports,"volume-opt=o=addr=10.0.0.1,rw",volume-label=a=b',
			],
			spec: mount({
				Type: 'volume',
				Source: 'nfs',
				Target: '/nfs',
				VolumeOptions: {
					Labels: {a: 'b'},
					DriverConfig: {Name: 'local', Options: {type: 'nfs', device: ':/exports', o: 'addr=10.0.0.1,rw'}},
				},
			}),
		},
		{
			values: {
				mounts: `'type=bind,source=/var/lib/app,target=/app,readonly=true,bind-propagation=rslave' target=/anonymous`,
			},
			flags: [
				...['--mount', 'type=bind,source=/var/lib/app,target=/app,readonly=true,bind-propagation=rslave'],
				...['--mount', 'target=/anonymous'],
			],
			spec: mount(
				{
					Type: 'bind',
					Source: '/var/lib/app',
					Target: '/app',
					ReadOnly: true,
					BindOptions: {Propagation: 'rslave'},
				},
				{Type: 'volume', Target: '/anonymous'},
			),
		},
		{
			values: {mounts: 'type=bind,source=/var/lib/app,target=/app,bind-nonrecursive'},
			flags: ['--mount', 'type=bind,source=/var/lib/app,target=/app,bind-nonrecursive'],
			spec: mount({Type: 'bind', Source: '/var/lib/app', Target: '/app', BindOptions: {NonRecursive: true}}),
		},
		{
			values: {mounts: 'type=tmpfs,target=/tmp,tmpfs-size=64m,tmpfs-mode=1770'},
			flags: ['--mount', 'type=tmpfs,target=/tmp,tmpfs-size=64m,tmpfs-mode=1770'],
			spec: mount({Type: 'tmpfs', Target: '/tmp', TmpfsOptions: {SizeBytes: 64 * 2 ** 20, Mode: 0o1770}}),
		},
		{
			values: {mounts: 'type=volume,source=data,target=/data,volume-subpath=part'},
			flags: ['--mount', 'type=volume,source=data,target=/data,volume-subpath=part'],
			spec: mount({Type: 'volume', Source: 'data', Target: '/data', VolumeOptions: {Subpath: 'part'}}),
			since: '28.5',
		},
	],
	secrets: [
		{
			values: {secrets: 'db-v1'},
			flags: ['--secret', 'db-v1'],
			spec: container({
				Secrets: [{File: {Name: 'db-v1', UID: '0', GID: '0', Mode: 0o444}, SecretID: 'ID', SecretName: 'db-v1'}],
			}),
		},
		{
			values: {secrets: 'source=db-v1,target=password,uid=1000,gid=1001,mode=0400'},
			flags: ['--secret', 'source=db-v1,target=password,uid=1000,gid=1001,mode=0400'],
			spec: container({
				Secrets: [
					{File: {Name: 'password', UID: '1000', GID: '1001', Mode: 0o400}, SecretID: 'ID', SecretName: 'db-v1'},
				],
			}),
		},
	],
	configs: [
		{
			values: {configs: 'source=nginx-v1,target=/etc/nginx/nginx.conf,mode=0440'},
			flags: ['--config', 'source=nginx-v1,target=/etc/nginx/nginx.conf,mode=0440'],
			spec: container({
				Configs: [
					{
						File: {Name: '/etc/nginx/nginx.conf', UID: '0', GID: '0', Mode: 0o440},
						ConfigID: 'ID',
						ConfigName: 'nginx-v1',
					},
				],
			}),
		},
	],
	constraints: [
		{
			values: {constraints: 'node.role == worker, node.labels.disk!=hdd'},
			flags: ['--constraint', 'node.role==worker', '--constraint', 'node.labels.disk!=hdd'],
			spec: {TaskTemplate: {Placement: {Constraints: ['node.role==worker', 'node.labels.disk!=hdd']}}},
		},
	],
	spread: [
		{
			values: {spread: 'node.labels.zone spread=node.labels.rack'},
			flags: ['--placement-pref', 'spread=node.labels.zone', '--placement-pref', 'spread=node.labels.rack'],
			spec: {
				TaskTemplate: {
					Placement: {
						Preferences: [
							{Spread: {SpreadDescriptor: 'node.labels.zone'}},
							{Spread: {SpreadDescriptor: 'node.labels.rack'}},
						],
					},
				},
			},
		},
	],
	maxPerNode: [
		{
			values: {maxPerNode: '2'},
			flags: ['--replicas-max-per-node', '2'],
			spec: {TaskTemplate: {Placement: {MaxReplicas: 2}}},
		},
	],
	limitCpu: [
		{
			values: {limitCpu: '1.5'},
			flags: ['--limit-cpu', '1.5'],
			spec: {TaskTemplate: {Resources: {Limits: {NanoCPUs: 1.5e9}}}},
		},
	],
	limitMemory: [
		{
			values: {limitMemory: '512m'},
			flags: ['--limit-memory', '512m'],
			spec: {TaskTemplate: {Resources: {Limits: {MemoryBytes: 512 * 2 ** 20}}}},
		},
	],
	limitPids: [
		{
			values: {limitPids: '100'},
			flags: ['--limit-pids', '100'],
			spec: {TaskTemplate: {Resources: {Limits: {Pids: 100}}}},
		},
	],
	reserveCpu: [
		{
			values: {reserveCpu: '0.25'},
			flags: ['--reserve-cpu', '0.25'],
			spec: {TaskTemplate: {Resources: {Reservations: {NanoCPUs: 0.25e9}}}},
		},
	],
	reserveMemory: [
		{
			values: {reserveMemory: '64MiB', limitMemory: '64MiB'},
			flags: ['--reserve-memory', '64m', '--limit-memory', '64m'],
			spec: {TaskTemplate: {Resources: {Reservations: {MemoryBytes: 64 * 2 ** 20}}}},
		},
	],
	generic: [
		// The command line sends several in no order of its own.
		{
			values: {generic: 'GPU=2'},
			flags: ['--generic-resource', 'GPU=2'],
			spec: {
				TaskTemplate: {
					Resources: {Reservations: {GenericResources: [{DiscreteResourceSpec: {Kind: 'GPU', Value: 2}}]}},
				},
			},
		},
	],
	stopSignal: [
		{values: {stopSignal: 'SIGINT'}, flags: ['--stop-signal', 'SIGINT'], spec: container({StopSignal: 'SIGINT'})},
	],
	stopGrace: [
		{
			values: {stopGrace: '1m30s'},
			flags: ['--stop-grace-period', '1m30s'],
			spec: container({StopGracePeriod: 90 * second}),
		},
	],
	init: [{values: {init: 'yes'}, flags: ['--init'], spec: container({Init: true})}],
	readOnly: [{values: {readOnly: 'yes'}, flags: ['--read-only'], spec: container({ReadOnly: true})}],
	tty: [{values: {tty: 'yes'}, flags: ['--tty'], spec: container({TTY: true})}],
	logDriver: [
		{
			values: {logDriver: 'local'},
			flags: ['--log-driver', 'local'],
			spec: {TaskTemplate: {LogDriver: {Name: 'local'}}},
		},
	],
	logOptions: [
		{
			values: {logDriver: 'json-file', logOptions: `max-size=10m max-file=3 tag='{{.Name}} {{.ID}}'`},
			flags: [
				...['--log-driver', 'json-file', '--log-opt', 'max-size=10m', '--log-opt', 'max-file=3'],
				...['--log-opt', 'tag={{.Name}} {{.ID}}'],
			],
			spec: {
				TaskTemplate: {
					LogDriver: {
						Name: 'json-file',
						Options: {'max-size': '10m', 'max-file': '3', tag: '{{.Name}} {{.ID}}'},
					},
				},
			},
		},
	],
	capAdd: [
		{
			values: {capAdd: 'sys_time, CAP_NET_ADMIN'},
			flags: ['--cap-add', 'sys_time', '--cap-add', 'CAP_NET_ADMIN'],
			spec: container({CapabilityAdd: ['CAP_NET_ADMIN', 'CAP_SYS_TIME']}),
		},
	],
	capDrop: [
		{
			values: {capAdd: 'NET_BIND_SERVICE', capDrop: 'chown all'},
			flags: ['--cap-add', 'NET_BIND_SERVICE', '--cap-drop', 'chown', '--cap-drop', 'all'],
			spec: container({CapabilityAdd: ['CAP_NET_BIND_SERVICE'], CapabilityDrop: ['ALL']}),
		},
		{
			values: {capDrop: 'setuid, CHOWN'},
			flags: ['--cap-drop', 'setuid', '--cap-drop', 'CHOWN'],
			spec: container({CapabilityDrop: ['CAP_CHOWN', 'CAP_SETUID']}),
		},
	],
	groups: [
		{
			values: {groups: 'audio 1001'},
			flags: ['--group', 'audio', '--group', '1001'],
			spec: container({Groups: ['audio', '1001']}),
		},
	],
	sysctls: [
		{
			values: {sysctls: 'net.core.somaxconn=1024 net.ipv4.ip_unprivileged_port_start=0'},
			flags: ['--sysctl', 'net.core.somaxconn=1024', '--sysctl', 'net.ipv4.ip_unprivileged_port_start=0'],
			spec: container({Sysctls: {'net.core.somaxconn': '1024', 'net.ipv4.ip_unprivileged_port_start': '0'}}),
		},
	],
	ulimits: [
		{
			values: {ulimits: 'nofile=1024:65536'},
			flags: ['--ulimit', 'nofile=1024:65536'],
			spec: container({Ulimits: [{Name: 'nofile', Hard: 65_536, Soft: 1024}]}),
		},
		{
			values: {ulimits: 'nproc=512, memlock=-1'},
			flags: ['--ulimit', 'nproc=512', '--ulimit', 'memlock=-1'],
			spec: container({
				Ulimits: [
					{Name: 'memlock', Hard: -1, Soft: -1},
					{Name: 'nproc', Hard: 512, Soft: 512},
				],
			}),
		},
	],
	isolation: [
		{values: {isolation: 'process'}, flags: ['--isolation', 'process'], spec: container({Isolation: 'process'})},
	],
	healthCmd: [
		{
			values: {healthCmd: 'curl -f http://localhost/ || exit 1'},
			flags: ['--health-cmd', 'curl -f http://localhost/ || exit 1'],
			spec: container({Healthcheck: {Test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1']}}),
		},
	],
	healthInterval: [
		{
			values: {healthInterval: '10s'},
			flags: ['--health-interval', '10s'],
			spec: container({Healthcheck: {Interval: 10 * second}}),
		},
	],
	healthTimeout: [
		{
			values: {healthTimeout: '500ms'},
			flags: ['--health-timeout', '500ms'],
			spec: container({Healthcheck: {Timeout: second / 2}}),
		},
	],
	healthRetries: [
		{values: {healthRetries: '5'}, flags: ['--health-retries', '5'], spec: container({Healthcheck: {Retries: 5}})},
	],
	healthStart: [
		{
			values: {healthStart: '1m'},
			flags: ['--health-start-period', '1m'],
			spec: container({Healthcheck: {StartPeriod: 60 * second}}),
		},
	],
	healthNone: [
		{values: {healthNone: 'yes'}, flags: ['--no-healthcheck'], spec: container({Healthcheck: {Test: ['NONE']}})},
	],
	restart: [
		{
			values: {restart: 'on-failure'},
			flags: ['--restart-condition', 'on-failure'],
			spec: {TaskTemplate: {RestartPolicy: {Condition: 'on-failure', Delay: 5 * second, MaxAttempts: 0}}},
		},
	],
	restartDelay: [
		{
			values: {restartDelay: '10s'},
			flags: ['--restart-delay', '10s'],
			spec: {TaskTemplate: {RestartPolicy: {Condition: 'any', Delay: 10 * second, MaxAttempts: 0}}},
		},
	],
	restartAttempts: [
		{
			values: {restartAttempts: '4'},
			flags: ['--restart-max-attempts', '4'],
			spec: {TaskTemplate: {RestartPolicy: {Condition: 'any', Delay: 5 * second, MaxAttempts: 4}}},
		},
	],
	restartWindow: [
		{
			values: {restartWindow: '2m'},
			flags: ['--restart-window', '2m'],
			spec: {
				TaskTemplate: {RestartPolicy: {Condition: 'any', Delay: 5 * second, MaxAttempts: 0, Window: 120 * second}},
			},
		},
	],
	...policyCases('update', 'UpdateConfig', 'rollback'),
	...policyCases('rollback', 'RollbackConfig', 'continue'),
};

function policyCases(
	flag: 'update' | 'rollback',
	key: string,
	action: string,
): Readonly<Record<string, readonly Case[]>> {
	const usual = {Parallelism: 1, FailureAction: 'pause', Monitor: 5 * second, MaxFailureRatio: 0, Order: 'stop-first'};
	const one = (name: string, typed: string, words: readonly string[], set: object) => ({
		[`${flag}${name}`]: [
			{
				values: {[`${flag}${name}`]: typed},
				flags: [`--${flag}-${words[0]}`, words[1] ?? typed],
				spec: {[key]: {...usual, ...set}},
			},
		],
	});
	return {
		...one('Parallelism', '0', ['parallelism'], {Parallelism: 0}),
		...one('Delay', '10s', ['delay'], {Delay: 10 * second}),
		...one('Monitor', '20s', ['monitor'], {Monitor: 20 * second}),
		...one('Order', 'start-first', ['order'], {Order: 'start-first'}),
		...one('Action', action, ['failure-action'], {FailureAction: action}),
		...one('Ratio', '25%', ['max-failure-ratio', '0.25'], {MaxFailureRatio: 0.25}),
	};
}
