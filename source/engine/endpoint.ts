/** Certificates as PEM files, by their paths: they are read whenever a connection is made, so that renewed ones count. */
export type Tls = {
	/** Who signed the engine's certificate; without it, the authorities that this machine trusts. */
	readonly ca?: string;
	/** What proves to the engine who asks. */
	readonly cert?: string;
	readonly key?: string;
	/** Whether the engine's certificate is checked at all. */
	readonly isVerified: boolean;
};

export type TcpEndpoint = {readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: Tls};

/** Over the user's own `ssh`, to the `docker` command line there. */
export type SshEndpoint = {
	readonly kind: 'ssh';
	readonly host: string;
	readonly user?: string;
	readonly port?: number;
	/** Of the engine's socket there, where it isn't the usual one. */
	readonly socketPath?: string;
};

/** Where an engine listens, ready to be dialled. */
export type Endpoint = {readonly kind: 'unix'; readonly socketPath: string} | TcpEndpoint | SshEndpoint;

export const defaultEndpoint: Endpoint = {kind: 'unix', socketPath: '/var/run/docker.sock'};

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** As Docker's own tools write it: `unix:///var/run/docker.sock`, `tcp://10.0.0.1:2375`, `ssh://me@mgr1`. */
export const addressOf = (endpoint: Endpoint) => {
	switch (endpoint.kind) {
		case 'unix':
			return `unix://${endpoint.socketPath}`;
		case 'tcp':
			return `tcp://${bracketed(endpoint.host)}:${endpoint.port}`;
		case 'ssh': {
			const {user, host, port, socketPath = ''} = endpoint;
			const before = user === undefined ? '' : `${user}@`;
			return `ssh://${before}${bracketed(host)}${port === undefined ? '' : `:${port}`}${socketPath}`;
		}
		default:
			return endpoint satisfies never;
	}
};
