import {anyOperation, type Operation} from '../operation.ts';
import {gentleDrain} from './gentle-drain-operation.ts';
import {rebalance} from './rebalance.ts';
import {replaceTwin} from './replace-twin.ts';
import {rotateConfig, rotateSecret} from './rotate.ts';
import {removeSafely} from './safe-removal.ts';

/** What is done step by step, by id: opened like any operation, and then watched. */
export const guidedOperations = {
	gentleDrain: anyOperation(gentleDrain),
	removeSafely: anyOperation(removeSafely),
	rebalance: anyOperation(rebalance),
	replaceTwin: anyOperation(replaceTwin),
	rotateSecret: anyOperation(rotateSecret),
	rotateConfig: anyOperation(rotateConfig),
} as const satisfies Readonly<Record<string, Operation>>;

export const guidedOperationOf = (id: string): Operation | undefined =>
	Object.hasOwn(guidedOperations, id) ? guidedOperations[id as keyof typeof guidedOperations] : undefined;
