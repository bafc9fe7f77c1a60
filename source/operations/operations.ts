import {activateNode} from './activate-node.ts';
import {changeNeeds} from './change-needs.ts';
import {demoteNode, promoteNode} from './change-role.ts';
import {drainNode} from './drain-node.ts';
import {labelNode} from './label-node.ts';
import {labelService} from './label-service.ts';
import {anyOperation, type Operation, type Target} from './operation.ts';
import {pauseNode} from './pause-node.ts';
import {removeNode} from './remove-node.ts';
import {removeConfig, removeNetwork, removeSecret} from './remove-object.ts';
import {removeService} from './remove-service.ts';
import {restartService} from './restart-service.ts';
import {resumeUpdate} from './resume-update.ts';
import {rollBackService} from './roll-back-service.ts';
import {scaleService} from './scale-service.ts';
import {updateImage} from './update-image.ts';

/** All that skep can change, by id: dialogs, palette, footer, help, README and tests read this table. */
export const operations = {
	drainNode: anyOperation(drainNode),
	pauseNode: anyOperation(pauseNode),
	activateNode: anyOperation(activateNode),
	promoteNode: anyOperation(promoteNode),
	demoteNode: anyOperation(demoteNode),
	labelNode: anyOperation(labelNode),
	removeNode: anyOperation(removeNode),
	scaleService: anyOperation(scaleService),
	updateImage: anyOperation(updateImage),
	resumeUpdate: anyOperation(resumeUpdate),
	restartService: anyOperation(restartService),
	rollBackService: anyOperation(rollBackService),
	changeNeeds: anyOperation(changeNeeds),
	labelService: anyOperation(labelService),
	removeService: anyOperation(removeService),
	removeNetwork: anyOperation(removeNetwork),
	removeSecret: anyOperation(removeSecret),
	removeConfig: anyOperation(removeConfig),
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationId = keyof typeof operations;

/** By id, or undefined: ids come from tables and journals, too. */
export const operationOf = (id: string): Operation | undefined =>
	Object.hasOwn(operations, id) ? operations[id as OperationId] : undefined;

export const operationsOn = (kind: Target['kind']): readonly Operation[] =>
	Object.values(operations).filter(({on}) => on === kind);
