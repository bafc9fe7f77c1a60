import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import type {Endpoint, Tls} from './endpoint.ts';
import {isEngineError} from './errors.ts';
import {parseHost, unusable} from './parse-host.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One of `docker context ls`. `problem` says why it can't be used. */
type DockerContext = {
	readonly name: string;
	readonly description: string;
	readonly endpoint?: Endpoint;
	readonly problem?: string;
};

/** Docker's own folder: `DOCKER_CONFIG`, else `~/.docker`. */
export const dockerFolder = (env: Environment) => env['DOCKER_CONFIG'] || join(env['HOME'] || homedir(), '.docker');

const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(String((error as {code?: unknown}).code));

/** Undefined where there is no such file; throws with a sentence where it can't be read, or is no JSON. */
const readJson = (path: string, consequence: string): unknown => {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch (error) {
		if (isMissing(error)) {
			return undefined;
		}
		const why = error instanceof SyntaxError ? 'is not valid JSON' : `can't be read (${(error as Error).message})`;
		throw unusable(`${path} ${why}${consequence}`);
	}
};

const textIn = (json: unknown, key: string) => {
	const value = typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[key] : undefined;
	return typeof value === 'string' ? value : '';
};

/** What `docker context use` chose; guessing where it can't be read could mean another swarm. */
export const currentContext = (env: Environment) =>
	textIn(
		readJson(
			join(dockerFolder(env), 'config.json'),
			', so the current context is not known: mend it, or say --context or --host.',
		),
		'currentContext',
	);

const idOf = (name: string) => createHash('sha256').update(name).digest('hex');

type Meta = {
	readonly Name?: string;
	readonly Metadata?: {readonly Description?: string};
	readonly Endpoints?: {readonly docker?: {readonly Host?: string; readonly SkipTLSVerify?: boolean}};
};

const metaFolder = (env: Environment) => join(dockerFolder(env), 'contexts', 'meta');

const describeMeta = (meta: Meta) => {
	const description: unknown = meta.Metadata?.Description;
	return typeof description === 'string' ? description : '';
};

const endpointIn = (name: string, meta: Meta, path: string, env: Environment): Endpoint => {
	const {Host: host, SkipTLSVerify: isUnverified = false} = meta.Endpoints?.docker ?? {};
	if (typeof host !== 'string' || host === '') {
		throw unusable(`The context ${name} names no Docker engine: ${path} has no Endpoints.docker.Host.`);
	}
	const folder = join(dockerFolder(env), 'contexts', 'tls', idOf(name), 'docker');
	const files = (['ca', 'cert', 'key'] as const).filter(part => existsSync(join(folder, `${part}.pem`)));
	const hasTls = files.length > 0 || isUnverified === true;
	const endpoint = parseHost(host, `The host of context ${name}`, hasTls);
	const tls: Tls = {
		...Object.fromEntries(files.map(part => [part, join(folder, `${part}.pem`)])),
		isVerified: isUnverified !== true,
	};
	return endpoint.kind === 'tcp' && hasTls ? {...endpoint, tls} : endpoint;
};

/** The engine of a context; throws with a sentence. */
export const contextEndpoint = (name: string, source: string, env: Environment): Endpoint => {
	const path = join(metaFolder(env), idOf(name), 'meta.json');
	const meta = readJson(path, `, so the context ${name} is not known: "docker context" can make it anew.`) as
		| Meta
		| null
		| undefined;
	if (meta === undefined) {
		const names = ['default', ...listContexts(env).flatMap(({name, problem}) => (problem === undefined ? [name] : []))];
		throw unusable(
			`${source} is "${name}", and there is no such context. There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}.`,
		);
	}
	return endpointIn(name, meta ?? {}, path, env);
};

const contextIn = (folder: string, env: Environment): DockerContext | undefined => {
	const path = join(metaFolder(env), folder, 'meta.json');
	let name = folder.slice(0, 12);
	let description = '';
	try {
		const meta = readJson(path, '.') as Meta | null | undefined;
		if (meta === undefined) {
			return undefined;
		}
		name = textIn(meta, 'Name') || name;
		description = describeMeta(meta ?? {});
		return {name, description, endpoint: endpointIn(name, meta ?? {}, path, env)};
	} catch (error) {
		return {name, description, problem: isEngineError(error) ? error.message : String(error)};
	}
};

/** All contexts but "default", which has no files, by name. */
export const listContexts = (env: Environment): readonly DockerContext[] => {
	try {
		return readdirSync(metaFolder(env))
			.map(folder => contextIn(folder, env))
			.filter(context => context !== undefined)
			.sort((one, other) => one.name.localeCompare(other.name));
	} catch {
		return [];
	}
};
