import {EngineError, isEngineError} from '../engine/errors.ts';
import {listed} from '../operations/words.ts';
import type {Engine} from './read-snapshot.ts';

/** A worker's refusal with the managers to go to, where it knows them. */
const withManagers = async (error: EngineError, engine: Engine) => {
	const info = await engine.info().catch(() => undefined);
	const addresses = info?.managers.map(({address}) => address) ?? [];
	return addresses.length === 0
		? error
		: new EngineError(error.kind, `${error.message} Its managers are at ${listed(addresses)}.`, {cause: error});
};

/** What is asked of an engine, which is let go of in the end. */
export const asking = async <Answer>(
	engine: Engine,
	ask: (engine: Engine) => Answer | Promise<Answer>,
): Promise<Answer> => {
	try {
		return await ask(engine);
	} catch (error) {
		throw isEngineError(error, 'not-a-manager') ? await withManagers(error, engine) : error;
	} finally {
		engine.close();
	}
};
