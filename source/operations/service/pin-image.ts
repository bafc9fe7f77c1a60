import type {ImageFacts, RegistryAuth} from '../../engine/engine.ts';
import {isEngineError} from '../../engine/errors.ts';
import type {Resources} from '../resources.ts';

/** What a registry said of an image, or why it said nothing. */
export type Pin = ImageFacts | {readonly why: string};

/** Longer than this nobody waits for a registry with a form on screen; the engine itself would wait 20 s. */
export const registryPatience = 4_000;

const isLate = Symbol('late');

/** Whatever the work does, the answer comes in time. */
const within = async <T>(work: Promise<T>, patience: number): Promise<T | typeof isLate> => {
	const {promise, resolve} = Promise.withResolvers<typeof isLate>();
	const timer = setTimeout(() => resolve(isLate), patience);

	try {
		return await Promise.race([work, promise]);
	} finally {
		clearTimeout(timer);
	}
};

const ask = async (
	image: string,
	{engine, credentials}: Pick<Resources, 'engine' | 'credentials'>,
	signal: AbortSignal,
): Promise<ImageFacts> => engine.image(image, await credentials(image), signal);

/** The digest and platforms of an image, as its registry has them now; never rejects but when the signal aborts. */
export const pinImage = async (
	image: string,
	resources: Pick<Resources, 'engine' | 'credentials'>,
	signal: AbortSignal,
	patience = registryPatience,
): Promise<Pin> => {
	const giveUp = new AbortController();
	const work = ask(image, resources, AbortSignal.any([signal, giveUp.signal]));
	// When nobody waits for it any more, its failure is nobody's business.
	work.catch(() => {});

	try {
		const answer = await within(work, patience);
		return answer === isLate ? {why: `the registry did not answer within ${patience / 1000} s`} : answer;
	} catch (error) {
		signal.throwIfAborted();
		return {why: sentenceOf(error)};
	} finally {
		giveUp.abort();
	}
};

/** The login for an image's registry, unless the helper that keeps it fails or takes too long. */
export const loginFor = async (
	image: string,
	{credentials}: Resources,
	patience = registryPatience,
): Promise<{readonly auth?: RegistryAuth; readonly note?: string}> => {
	const note = 'No registry login was sent: reading it failed.';
	const work = credentials(image);
	work.catch(() => {});

	try {
		const auth = await within(work, patience);
		return auth === isLate ? {note} : auth === undefined ? {} : {auth};
	} catch {
		return {note};
	}
};

/** A clause: it stands within a sentence. */
const sentenceOf = (error: unknown) =>
	isEngineError(error)
		? error.message
		: `the registry could not be asked: ${(error instanceof Error ? error.message : String(error)).replace(/\.$/, '')}`;
