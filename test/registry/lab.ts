import {createRegistry, type RegistryOptions} from '../../source/registry/registry.ts';

/** What the engine says of registries where nobody configured any: those on this machine need no TLS. */
const rules = {listed: new Map<string, boolean>(), insecureSubnets: ['127.0.0.0/8']};

/** A login as Docker's configuration gives it. */
export const loginOf = (login: object) => ({header: Buffer.from(JSON.stringify(login)).toString('base64url')});

/** Registries as skep asks them, with nothing in between. */
export const registryWith = (options: Partial<RegistryOptions> = {}) => {
	const registry = createRegistry({
		credentials: async () => undefined,
		rules: async () => rules,
		certificates: async () => ({ca: []}),
		env: {},
		...options,
	});
	const {signal} = new AbortController();
	return {
		tags: (image: string, until = signal) => registry.tags(image, until),
		digest: (image: string, until = signal) => registry.digest(image, until),
	};
};

/** The sentence that a failure ends in. */
export const sentenceOf = async (failing: Promise<unknown>): Promise<string> => {
	const outcome = await failing.then(
		value => `succeeded: ${JSON.stringify(value)}`,
		(error: Error) => `${error.name}: ${error.message}`,
	);
	return outcome.replace(/^RegistryError: /, '').replaceAll(/127\.0\.0\.1:\d+/g, 'HOST');
};
