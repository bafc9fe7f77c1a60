/** A compose file, and what is done with it one deploy after the other. */
export type StackCase = {
	readonly file: string;
	/** Its services. */
	readonly creates: readonly string[];
	/** What is changed in it for the third deploy. */
	readonly change: (text: string) => string;
	/** The lines of the plan for that, by service. */
	readonly changes: Readonly<Record<string, readonly string[]>>;
	/** A service that is taken out of it at last. */
	readonly drops: string;
	/** Those whose containers really run here, by their counts of tasks. */
	readonly steady: Readonly<Record<string, number>>;
	/** Lines of the file with what Swarm ignores, in order. */
	readonly ignores: readonly string[];
	readonly unset: readonly string[];
};

export const stackCases: readonly StackCase[] = [
	{
		file: 'vote.yaml',
		creates: ['vote', 'result', 'worker', 'redis', 'db'],
		change: text =>
			text
				.replace('delay: 1m30s', 'delay: 5s')
				.replace('POSTGRES_PASSWORD: "postgres"', 'POSTGRES_PASSWORD: other')
				.replace('VOTE_TAG:-1', 'VOTE_TAG:-2'),
		changes: {
			vote_vote: [
				'~ label com.docker.stack.image: registry:5000/shop/web:1 -> registry:5000/shop/web:2',
				'~ image: registry:5000/shop/web:1@sha256... -> registry:5000/shop/web:2@sha256...',
			],
			vote_result: ['~ update.delay: 90000000000 -> 5000000000'],
			vote_db: ['~ env POSTGRES_PASSWORD: changed'],
		},
		steady: {vote: 2, result: 1, worker: 1, redis: 1, db: 1},
		drops: 'worker',
		ignores: ['build', 'depends_on', 'depends_on', 'expose'],
		unset: [],
	},
	{
		file: 'wordpress.yaml',
		creates: ['db', 'wordpress'],
		change: text =>
			text
				.replace('memory: 256M', 'memory: 300M')
				.replace('TABLE_PREFIX}', 'TABLE_PREFIX:-wp_}')
				.replace('target: db_password', 'target: database_password')
				.replace('    ports:\n      - 8000:8080\n', ''),
		changes: {
			wordpress_wordpress: [
				'~ env WORDPRESS_TABLE_PREFIX: changed',
				'- secret db_password.File.Name: db_password',
				'- secret db_password.File.UID: 33',
				'- secret db_password.File.GID: 33',
				'- secret db_password.File.Mode: 288',
				'- secret db_password.SecretName: wordpress_db_password',
				'+ secret database_password.File.Name: database_password',
				'+ secret database_password.File.UID: 33',
				'+ secret database_password.File.GID: 33',
				'+ secret database_password.File.Mode: 288',
				'+ secret database_password.SecretName: wordpress_db_password',
				'~ limit.memoryBytes: 268435456 -> 314572800',
				'- port 8080/tcp.Protocol: tcp',
				'- port 8080/tcp.PublishMode: ingress',
				'- port 8080/tcp.TargetPort: 8080',
				'- port 8080/tcp.PublishedPort: 8000',
			],
		},
		steady: {db: 1, wordpress: 1},
		drops: 'db',
		ignores: ['container_name', 'depends_on', 'links'],
		unset: ['TABLE_PREFIX'],
	},
	{
		file: 'traefik.yaml',
		creates: ['traefik', 'whoami'],
		change: text =>
			text
				.replace('replicas: 3', 'replicas: 2')
				.replace('          - node.platform.os == linux\n', '')
				.replace('who, whoami.internal', 'who')
				.replace('upstream:192.0.2.77', 'upstream:192.0.2.78'),
		changes: {
			traefik_traefik: ['- constraint node.platform.os == linux: node.platform.os == linux'],
			traefik_whoami: [
				'- host 192.0.2.77 upstream: 192.0.2.77 upstream',
				'+ host 192.0.2.78 upstream: 192.0.2.78 upstream',
				'- network traefik_default.Aliases.whoami.internal: whoami.internal',
				'~ replicas: 3 -> 2',
			],
		},
		steady: {whoami: 3},
		drops: 'whoami',
		ignores: ['127.0.0.1:8081:8080', 'security_opt'],
		unset: [],
	},
	{
		file: 'monitoring.yaml',
		creates: ['prometheus', 'grafana', 'node-exporter', 'cadvisor'],
		change: text =>
			text
				.replace('CONFIG_VERSION:-1', 'CONFIG_VERSION:-2')
				.replace('hard: 40000', 'hard: 50000')
				.replace('endpoint_mode: dnsrr', 'endpoint_mode: vip')
				.replace('      disable: true', '      test: exit 0'),
		changes: {
			monitoring_grafana: ['~ healthcheck.test: ["NONE"] -> ["CMD-SHELL","exit 0"]', '~ endpoint mode: dnsrr -> vip'],
			monitoring_prometheus: [
				'~ config /etc/prometheus/prometheus.yml.ConfigName: prometheus-1 -> prometheus-2',
				'~ container.ulimits.nofile.hard: 40000 -> 50000',
			],
		},
		steady: {cadvisor: 2},
		drops: 'cadvisor',
		ignores: ['devices', 'privileged'],
		unset: ['GF_INSTALL_PLUGINS'],
	},
	{
		file: 'agent.yaml',
		creates: ['agent', 'portainer', 'migrate'],
		change: text =>
			text.replace('CAP_HOST_MANAGEMENT: 1', 'CAP_HOST_MANAGEMENT: 0').replace('"8008:8000"', '"8009:8000"'),
		changes: {
			agent_agent: ['~ env CAP_HOST_MANAGEMENT: changed'],
			agent_portainer: ['~ port 8000/tcp.PublishedPort: 8008 -> 8009'],
		},
		steady: {portainer: 1, migrate: 2},
		drops: 'portainer',
		ignores: ['tmpfs'],
		unset: [],
	},
];
