import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {askHelper} from './credential-helper.ts';

/** What `docker login` left for a registry, as the `X-Registry-Auth` header wants it. A secret. */
type RegistryCredentials = {readonly header: string};

type Environment = Readonly<Record<string, string | undefined>>;

type Config = {
	readonly auths?: Readonly<Record<string, Stored>>;
	readonly credHelpers?: Readonly<Record<string, string>>;
	readonly credsStore?: string;
};

type Stored = {
	readonly auth?: string;
	readonly username?: string;
	readonly password?: string;
	readonly identitytoken?: string;
};

/** What Docker Hub's credentials are filed under. */
const dockerHub = 'https://index.docker.io/v1/';

/**
The credentials for the registry of an image, from Docker's `config.json` or the helper that it names. Undefined when
there are none; throws an Error with one sentence when the file or the helper is broken.
*/
export const registryCredentials = async (
	image: string,
	env: Environment = process.env,
): Promise<RegistryCredentials | undefined> => {
	const path = join(env['DOCKER_CONFIG'] || join(env['HOME'] || homedir(), '.docker'), 'config.json');
	const config = await readConfig(path);
	const server = serverOf(image);
	const helper = config.credHelpers?.[registryOf(image)] ?? config.credHelpers?.[server] ?? config.credsStore;
	const stored = helper ? await askHelper(helper, server, env) : storedFor(config, server);
	return stored === undefined ? undefined : headerFor(stored, server, path);
};

/** The part of a reference that names a registry: it has a dot or a port, or is `localhost`. */
export const registryOf = (image: string) => {
	const [first = '', ...rest] = image.split('/');
	const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
	return isHost && first !== 'index.docker.io' ? first : 'docker.io';
};

const serverOf = (image: string) => {
	const registry = registryOf(image);
	return registry === 'docker.io' ? dockerHub : registry;
};

const readConfig = async (path: string): Promise<Config> => {
	const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
			return '{}';
		}
		throw new Error(`Can't read Docker's credentials in ${path}: ${error.code}.`, {cause: error});
	});
	try {
		const config: unknown = JSON.parse(text);
		if (typeof config === 'object' && config !== null && !Array.isArray(config)) {
			return config as Config;
		}
	} catch {
		// The parser's words would quote what stands there: credentials.
	}
	throw new Error(`Docker's credentials in ${path} are no JSON object.`);
};

/** Older versions filed them under a whole URL: only its host counts. */
const storedFor = ({auths = {}}: Config, server: string): Stored | undefined => {
	const host = (address: string) => address.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
	const key =
		Object.keys(auths).find(name => name === server) ?? Object.keys(auths).find(name => host(name) === host(server));
	const stored = key === undefined ? undefined : auths[key];
	return stored?.auth || stored?.username || stored?.identitytoken ? stored : undefined;
};

const headerFor = (stored: Stored, server: string, path: string): RegistryCredentials => {
	if (stored.identitytoken) {
		return headerOf({identitytoken: stored.identitytoken, serveraddress: server});
	}
	const decoded = Buffer.from(stored.auth ?? '', 'base64')
		.toString()
		.replaceAll('\0', '');
	const colon = decoded.indexOf(':');
	const username = stored.username || decoded.slice(0, Math.max(0, colon));
	const password = stored.password || decoded.slice(colon + 1);
	if (username === '') {
		throw new Error(`The credentials for ${server} in ${path} are no base64 of "user:password".`);
	}
	return headerOf({username, password, serveraddress: server});
};

/** Go's URL-safe base64 wants its padding. */
const headerOf = (credentials: object): RegistryCredentials => ({
	header: Buffer.from(JSON.stringify(credentials)).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
});
