import {EngineError} from '../../engine/errors.ts';
import type {Operation} from '../operation.ts';

/** What operations have in common that are done step by step: each step is an operation of its own, and writes for itself. */
export const doneStepByStep: Pick<Operation, 'relies' | 'run' | 'isWritten' | 'isSeen'> = {
	relies: () => null,
	run: async () => {
		throw new EngineError('refused', 'This is done step by step.');
	},
	isWritten: () => false,
	isSeen: () => true,
};
