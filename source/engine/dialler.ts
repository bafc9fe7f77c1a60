import type {Agent} from 'node:http';
import type {Duplex} from 'node:stream';
import type {Endpoint} from './endpoint.ts';

/** How connections to an endpoint are made, where it isn't Node's own way. */
export type Dialler = {
	/** Opens one more. What it throws goes to the request that wanted it. */
	readonly open: () => Duplex;
	/** What an error of such a connection means; others are handed back as they are. */
	readonly explain: (error: unknown) => unknown;
	/** Connections kept for reads; a process behind each of them is dear. */
	readonly most?: number;
};

/** Each way is loaded only where it is used. */
export const diallerFor = async (endpoint: Endpoint): Promise<Dialler | undefined> => {
	if (endpoint.kind === 'tcp' && endpoint.tls !== undefined) {
		const {tlsDialler} = await import('./tls.ts');
		return tlsDialler(endpoint, endpoint.tls);
	}
	if (endpoint.kind === 'ssh') {
		const {sshDialler} = await import('./ssh.ts');
		return sshDialler(endpoint);
	}
	return undefined;
};

/** From now on this agent's connections are made by the dialler. */
export const dialBy = (agent: Agent, {open, most}: Dialler) => {
	agent.maxSockets = Math.min(agent.maxSockets, most ?? agent.maxSockets);
	agent.createConnection = (_options, callback) => {
		try {
			return open();
		} catch (error) {
			callback?.(error as Error, undefined as never);
			return undefined;
		}
	};
};
