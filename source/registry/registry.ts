import {lookup} from 'node:dns/promises';
import {hostOf, isInsecure, type RegistryRules, strictRules} from '../swarm/registry-rules.ts';
import type {TagList} from '../swarm/tags.ts';
import {type Ask, converse} from './conversation.ts';
import {isRegistryError, lateError, RegistryError} from './errors.ts';
import {openLine} from './exchange.ts';
import {findDigest} from './find-digest.ts';
import {listTags} from './list-tags.ts';
import {loginIn} from './login.ts';
import {type Place, placeOf} from './place.ts';

/** What is trusted of a registry beside what all are, as PEM (`/etc/docker/certs.d`). */
export type Certificates = {readonly ca: readonly string[]; readonly cert?: string; readonly key?: string};

export type RegistryOptions = {
	/** The login that Docker has for an image's registry, as `X-Registry-Auth`. */
	readonly credentials: (image: string) => Promise<{readonly header: string} | undefined>;
	/** What the engine holds of registries; where it can't be asked, none is insecure. */
	readonly rules: () => Promise<RegistryRules>;
	readonly certificates: (registry: string) => Promise<Certificates>;
	/** Where `HTTPS_PROXY` and its like are. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The engine has a network, certificates and a proxy of its own: asked where a registry isn't reached from here. */
	readonly viaEngine?: (image: string, signal: AbortSignal) => Promise<string>;
	/** Milliseconds that nobody waits longer than. */
	readonly patience?: number;
};

/** Registries, asked from this machine first, and only when someone wants to know. Everything rejects with a `RegistryError`. */
export type Registry = {
	readonly tags: (image: string, signal: AbortSignal) => Promise<TagList>;
	/** What the tag of an image points to now: `sha256:...`. */
	readonly digest: (image: string, signal: AbortSignal) => Promise<string>;
};

/** Milliseconds: behind a proxy nobody may answer for names outside. */
const namePatience = 2000;

/** Milliseconds: the engine itself would wait 20 s for a registry. */
const enginePatience = 8000;

export const createRegistry = (options: RegistryOptions): Registry => ({
	tags: async (image, signal) => {
		const place = placeOf(image);
		return withRegistry(options, {image, place, what: place.repository, signal}, ask => listTags(ask, place));
	},
	digest: async (image, signal) => {
		const place = placeOf(image);
		const what = `${place.repository}:${place.reference}`;
		return withRegistry(options, {image, place, what, signal}, ask => findDigest(ask, place)).catch((error: unknown) =>
			viaEngine(options, image, signal, error),
		);
	},
});

/** A registry that was reached has said what there is to say. */
async function viaEngine({viaEngine: ask}: RegistryOptions, image: string, signal: AbortSignal, error: unknown) {
	if (ask === undefined || !isRegistryError(error, 'unreachable', 'untrusted', 'late')) {
		throw error;
	}

	return ask(image, AbortSignal.any([signal, AbortSignal.timeout(enginePatience)])).catch(() => {
		throw new RegistryError(error.kind, `${error.message} The engine can't ask it, either.`, error);
	});
}

type Matter = {readonly image: string; readonly place: Place; readonly what: string; readonly signal: AbortSignal};

/** Whatever a registry does, there is an answer or a sentence in time, and no connection is left. */
async function withRegistry<T>(options: RegistryOptions, matter: Matter, work: (ask: Ask) => Promise<T>): Promise<T> {
	const {patience = 10_000, env} = options;
	const {place, what} = matter;
	const late = AbortSignal.timeout(patience);
	const signal = AbortSignal.any([matter.signal, late]);
	const named = (error: unknown) => {
		if (matter.signal.aborted) {
			throw new RegistryError('aborted', 'Nobody waits for the registry any more.', error);
		}

		throw late.aborted ? lateError(place.registry, patience / 1000) : error;
	};
	const [login, trust, certificates] = await Promise.all([
		loginFor(matter.image, options),
		trustOf(place.host, options, signal),
		options.certificates(place.registry),
	]);
	const line = openLine({...certificates, takesAnyCertificate: trust.isInsecure, env: trust.isLocal ? {} : env});
	const ask = converse({place, what, line, login, isInsecure: trust.isInsecure, signal});

	try {
		return await work(inquiry => ask(inquiry).catch(named));
	} finally {
		line.hangUp();
	}
}

async function loginFor(image: string, {credentials}: RegistryOptions) {
	try {
		const found = await credentials(image);
		return found === undefined ? undefined : loginIn(found.header);
	} catch (error) {
		throw new RegistryError('failed', error instanceof Error ? error.message : String(error), error);
	}
}

/** The engine judges by addresses, too; no proxy knows this machine's own. */
async function trustOf(host: string, {rules}: RegistryOptions, signal: AbortSignal) {
	const [known, addresses] = await Promise.all([rules().catch(() => strictRules), addressesOf(hostOf(host), signal)]);
	const loopback: RegistryRules = {listed: new Map(), insecureSubnets: ['127.0.0.0/8', '::1/128']};
	return {isInsecure: isInsecure(host, addresses, known), isLocal: isInsecure(host, addresses, loopback)};
}

/** None where the name is unknown, or nobody answers for it in time: connecting will say so. */
async function addressesOf(host: string, signal: AbortSignal): Promise<readonly string[]> {
	const {promise, resolve} = Promise.withResolvers<readonly string[]>();
	AbortSignal.any([signal, AbortSignal.timeout(namePatience)]).addEventListener('abort', () => resolve([]));
	lookup(host, {all: true}).then(
		found => resolve(found.map(({address}) => address)),
		() => resolve([]),
	);
	return promise;
}
