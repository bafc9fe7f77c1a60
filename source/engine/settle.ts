import type {Engine} from './engine.ts';

/** An engine that is up says who it is by then, in milliseconds. */
const patience = 5000;

/**
Of several engines, the first that is a manager with a leader; where none is, the first one given, whose own words then
say why not. For answers that are read once: the dashboard goes on looking.
*/
export const settleOnManager = async (engine: Engine): Promise<void> => {
	for (const _ of engine.places.slice(1)) {
		if (await isUsable(engine)) {
			return;
		}
		engine.moveOn();
	}
	if (engine.places.length > 1 && !(await isUsable(engine))) {
		engine.moveOn();
	}
};

const isUsable = async (engine: Engine) => {
	try {
		const {isManager, swarmState, swarmError} = await engine.info(AbortSignal.timeout(patience));
		return isManager && swarmState === 'active' && swarmError === undefined;
	} catch {
		return false;
	}
};
