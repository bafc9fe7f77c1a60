import {isEngineError} from '../engine/errors.ts';
import {exitCodes, Refusal} from './outcome.ts';

/** The sentence that ends a subcommand, and its exit code; what is no refusal is thrown on. */
export const refusalOf = (error: unknown): {readonly code: 1 | 2; readonly sentence: string} => {
	if (error instanceof Refusal) {
		return {code: error.code, sentence: error.message};
	}

	if (isEngineError(error)) {
		return {code: exitCodes.failed, sentence: error.message};
	}

	throw error;
};
