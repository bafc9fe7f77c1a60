import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {certificate, privateKey} from './certificate.ts';

export type Repository = {
	/** Tags in the order of the registry, and what they point to. */
	readonly tags: Readonly<Record<string, string>>;
};

export type SmallRegistryOptions = {
	readonly repositories?: Readonly<Record<string, Repository>>;
	/** Tags on a page, whatever is asked for. */
	readonly pageSize?: number;
	readonly isSecure?: boolean;
	/** Who may look: everyone, or those with this name and password, told so at once or through a token. */
	readonly auth?: {readonly kind: 'basic' | 'bearer'; readonly login?: string};
	/** Answers in the place of the registry; true where it did. */
	readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

export type Seen = {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
};

/** A registry on this machine, with the part of its API that lists tags and resolves them. */
export async function openSmallRegistry(options: SmallRegistryOptions = {}) {
	const repositories: Record<string, Repository> = {...options.repositories};
	const seen: Seen[] = [];
	const listener = (request: IncomingMessage, response: ServerResponse) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const {method = '', url = '', headers} = request;
			seen.push({method, path: url, headers, body: Buffer.concat(chunks).toString()});

			if (!options.instead?.(request, response)) {
				answer(request, response, {...options, repositories});
			}
		});
	};
	const server = options.isSecure
		? createSecureServer({cert: certificate, key: privateKey}, listener)
		: createServer(listener);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;

	return {
		address: `127.0.0.1:${port}`,
		seen,
		/** Has a tag point somewhere else from now on. */
		push: (repository: string, tags: Repository['tags']) => {
			repositories[repository] = {tags: {...repositories[repository]?.tags, ...tags}};
		},
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

const token = 'a-token.for/tests';

function answer(request: IncomingMessage, response: ServerResponse, options: SmallRegistryOptions) {
	const url = new URL(request.url ?? '', `http://${request.headers.host}`);
	const give = (status: number, body: unknown, headers: Record<string, string> = {}) => {
		response.writeHead(status, {'content-type': 'application/json', ...headers});
		response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
	};

	if (url.pathname === '/token') {
		return mayHaveToken(request, options) ? give(200, {token}) : give(401, {errors: [{code: 'UNAUTHORIZED'}]});
	}

	if (!mayLook(request, options)) {
		const realm = `Bearer realm="http://${request.headers.host}/token",service="tests",scope="repository:shop/web:pull"`;
		const challenge = options.auth?.kind === 'basic' ? 'Basic realm="Registry Realm"' : realm;
		return give(401, {errors: [{code: 'UNAUTHORIZED'}]}, {'www-authenticate': challenge});
	}

	const [, name = '', what, reference = ''] = /^\/v2\/(.+)\/(tags|manifests)\/(.+)$/.exec(url.pathname) ?? [];
	const tags = options.repositories?.[name]?.tags;

	if (tags === undefined) {
		return give(404, {errors: [{code: 'NAME_UNKNOWN'}]});
	}

	return what === 'tags' ? giveTags(url, Object.keys(tags), options, give) : giveManifest(tags[reference], give);
}

type Give = (status: number, body: unknown, headers?: Record<string, string>) => void;

function giveTags(
	{pathname, searchParams}: URL,
	tags: readonly string[],
	{pageSize = 1000}: SmallRegistryOptions,
	give: Give,
) {
	const from = tags.indexOf(searchParams.get('last') ?? '') + 1;
	const page = tags.slice(from, from + pageSize);
	const more = from + pageSize < tags.length;
	const link: Record<string, string> = more
		? {link: `<${pathname}?n=${pageSize}&last=${encodeURIComponent(page.at(-1) ?? '')}>; rel="next"`}
		: {};
	give(200, {name: pathname, tags: page}, link);
}

function giveManifest(digest: string | undefined, give: Give) {
	if (digest === undefined) {
		return give(404, {errors: [{code: 'MANIFEST_UNKNOWN'}]});
	}

	const type = 'application/vnd.oci.image.index.v1+json';
	give(200, {mediaType: type}, {'content-type': type, 'docker-content-digest': digest});
}

const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

function mayLook({headers: {authorization}}: IncomingMessage, {auth}: SmallRegistryOptions) {
	return auth === undefined || authorization === (auth.kind === 'basic' ? basic(auth.login ?? '') : `Bearer ${token}`);
}

function mayHaveToken({headers: {authorization}}: IncomingMessage, {auth}: SmallRegistryOptions) {
	return auth?.login === undefined || authorization === basic(auth.login);
}
