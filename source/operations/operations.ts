import {activateNode} from './activate-node.ts';
import {turnAutolockOff, turnAutolockOn} from './autolock.ts';
import {changeNeeds} from './change-needs.ts';
import {demoteNode, promoteNode} from './change-role.ts';
import {createConfig, createSecret} from './create-file.ts';
import {createNetwork} from './create-network.ts';
import {createService} from './create-service.ts';
import {createVolume} from './create-volume.ts';
import {deployStack, redeployStack} from './deploy-stack.ts';
import {drainNode} from './drain-node.ts';
import {editNode} from './edit-node.ts';
import {editService} from './edit-service.ts';
import {initSwarm} from './init-swarm.ts';
import {joinSwarm} from './join-swarm.ts';
import {labelNode} from './label-node.ts';
import {labelService} from './label-service.ts';
import {leaveSwarm} from './leave-swarm.ts';
import {anyOperation, type Operation} from './operation.ts';
import {pauseNode} from './pause-node.ts';
import {removeNode} from './remove-node.ts';
import {removeConfig, removeNetwork, removeSecret} from './remove-object.ts';
import {removeService} from './remove-service.ts';
import {removeStack} from './remove-stack.ts';
import {removeVolume} from './remove-volume.ts';
import {restartService} from './restart-service.ts';
import {resumeUpdate} from './resume-update.ts';
import {rollBackService} from './roll-back-service.ts';
import {rotateJoinToken} from './rotate-join-token.ts';
import {rotateRoot} from './rotate-root.ts';
import {rotateUnlockKey} from './rotate-unlock-key.ts';
import {scaleService} from './scale-service.ts';
import {changeSwarmSettings} from './swarm-settings.ts';
import {unlockSwarm} from './unlock-swarm.ts';
import {updateImage} from './update-image.ts';

/** All that skep can change, by id: dialogs, palette, footer, help, README and tests read this table. */
export const operations = {
	drainNode: anyOperation(drainNode),
	pauseNode: anyOperation(pauseNode),
	activateNode: anyOperation(activateNode),
	promoteNode: anyOperation(promoteNode),
	demoteNode: anyOperation(demoteNode),
	labelNode: anyOperation(labelNode),
	editNode: anyOperation(editNode),
	removeNode: anyOperation(removeNode),
	scaleService: anyOperation(scaleService),
	updateImage: anyOperation(updateImage),
	resumeUpdate: anyOperation(resumeUpdate),
	restartService: anyOperation(restartService),
	rollBackService: anyOperation(rollBackService),
	changeNeeds: anyOperation(changeNeeds),
	labelService: anyOperation(labelService),
	editService: anyOperation(editService),
	removeService: anyOperation(removeService),
	removeNetwork: anyOperation(removeNetwork),
	removeSecret: anyOperation(removeSecret),
	removeConfig: anyOperation(removeConfig),
	createService: anyOperation(createService),
	createSecret: anyOperation(createSecret),
	createConfig: anyOperation(createConfig),
	createNetwork: anyOperation(createNetwork),
	createVolume: anyOperation(createVolume),
	removeVolume: anyOperation(removeVolume),
	initSwarm: anyOperation(initSwarm),
	joinSwarm: anyOperation(joinSwarm),
	unlockSwarm: anyOperation(unlockSwarm),
	leaveSwarm: anyOperation(leaveSwarm),
	rotateJoinToken: anyOperation(rotateJoinToken),
	turnAutolockOn: anyOperation(turnAutolockOn),
	turnAutolockOff: anyOperation(turnAutolockOff),
	rotateUnlockKey: anyOperation(rotateUnlockKey),
	rotateRoot: anyOperation(rotateRoot),
	changeSwarmSettings: anyOperation(changeSwarmSettings),
	deployStack: anyOperation(deployStack),
	redeployStack: anyOperation(redeployStack),
	removeStack: anyOperation(removeStack),
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationId = keyof typeof operations;

/** By id, or undefined: ids come from tables and journals, too. */
export const operationOf = (id: string): Operation | undefined =>
	Object.hasOwn(operations, id) ? operations[id as OperationId] : undefined;
