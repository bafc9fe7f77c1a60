import {image} from '../swarm-lab/images.ts';

/** One line of flags for `docker service create`. */
type Flags = readonly string[];

const resources: Flags = [
	...['--limit-cpu', '0.5', '--limit-memory', '64MiB', '--limit-pids', '100'],
	...['--reserve-cpu', '0.1', '--reserve-memory', '16777217', '--generic-resource', 'gpu=1'],
];

const policies: Flags = [
	...['--update-parallelism', '2', '--update-delay', '10s', '--update-monitor', '7s', '--update-order', 'start-first'],
	...['--update-failure-action', 'rollback', '--update-max-failure-ratio', '0.1'],
	...['--rollback-parallelism', '0', '--rollback-delay', '1s', '--rollback-monitor', '3s'],
	...[
		'--rollback-order',
		'start-first',
		'--rollback-failure-action',
		'continue',
		'--rollback-max-failure-ratio',
		'0.5',
	],
	...['--restart-condition', 'on-failure', '--restart-delay', '1500ms', '--restart-max-attempts', '3'],
	...['--restart-window', '2m'],
];

const container: Flags = [
	...['--label', 'tier=front', '--label', 'empty=', '--label', 'odd= a: b # c'],
	...[
		'--container-label',
		'c=d',
		'--entrypoint',
		'/bin/sh -c \'echo "x"; exec shop\'',
		'--hostname',
		'{{.Node.Hostname}}',
	],
	...['--env', 'MOTTO=a: b # c', '--env', 'EMPTY=', '--env', 'LINES=one\ntwo', '--workdir', '/srv'],
	...['--user', '1000:1000', '--group', '10', '--group', 'audio', '--init', '--stop-signal', 'SIGINT', '--tty'],
	...['--read-only', '--stop-grace-period', '90s', '--isolation', 'default'],
	...[
		'--health-cmd',
		'wget -q -O- http://127.0.0.1/ || exit 1',
		'--health-interval',
		'5s',
		'--health-timeout',
		'250ms',
	],
	...['--health-retries', '3', '--health-start-period', '90s', '--health-start-interval', '2s'],
	...['--host', 'db:10.0.0.7', '--host', 'six:fd00::1', '--dns', '10.0.0.2', '--dns-search', 'lab'],
	...[
		'--dns-option',
		'ndots:2',
		'--sysctl',
		'net.core.somaxconn=1024',
		'--cap-add',
		'NET_ADMIN',
		'--cap-drop',
		'MKNOD',
	],
	...[
		'--ulimit',
		'nofile=1024:-1',
		'--oom-score-adj',
		'-500',
		'--log-driver',
		'json-file',
		'--log-opt',
		'max-size=10m',
	],
	...['--credential-spec', 'config://credentials', '--secret', 'source=key-v1,target=key,uid=5,gid=6,mode=0440'],
	...['--secret', 'plain', '--config', 'source=web-v1,target=/etc/web.conf,mode=0444'],
	...['--mount', 'type=volume,source=data,target=/data,volume-nocopy=true,volume-label=a=b'],
	...['--mount', 'type=volume,source=nfs,target=/nfs,volume-driver=local,volume-opt=type=nfs,volume-opt=device=:/x'],
	...['--mount', 'type=bind,source=/etc/hosts,target=/etc/hosts2,readonly,bind-propagation=rslave'],
	...['--mount', 'type=tmpfs,target=/run/cache,tmpfs-size=67108864,tmpfs-mode=1777'],
];

/** Services that have together all that `docker service create` can set; what excludes each other is apart. */
export const services: Readonly<Record<string, Flags>> = {
	everything: [
		...container,
		...resources,
		...policies,
		...['--replicas', '3', '--replicas-max-per-node', '2', '--constraint', 'node.labels.zone==nowhere'],
		...['--constraint', 'node.role != manager', '--placement-pref', 'spread=node.labels.dc'],
		...['--network', 'name=front,alias=web,driver-opt=a=b', '--endpoint-mode', 'vip'],
		...['--publish', '8080:80', '--publish', 'mode=host,target=53,published=5353,protocol=udp'],
	],
	spread: [
		...['--mode', 'global', '--no-healthcheck', '--endpoint-mode', 'dnsrr', '--network', 'front'],
		...['--env-file', 'variables', '--publish', 'mode=host,target=80'],
	],
	job: ['--mode', 'replicated-job', '--replicas', '6', '--max-concurrent', '2'],
};

/** What runs them, with arguments of its own. */
export const command = [image('shop/quiet:1'), '--port', '80', 'a b'];

/** What else there must be. */
export const parts = {
	networks: ['front', 'back'],
	secrets: ['key-v1', 'key-v2', 'plain'],
	configs: ['web-v1', 'web-v2', 'credentials'],
} as const;
