import {activateNode} from './node/activate-node.ts';
import {demoteNode, promoteNode} from './node/change-role.ts';
import {drainNode} from './node/drain-node.ts';
import {editNode} from './node/edit-node.ts';
import {labelNode} from './node/label-node.ts';
import {pauseNode} from './node/pause-node.ts';
import {removeNode} from './node/remove-node.ts';
import {createConfig, createSecret} from './objects/create-file.ts';
import {createNetwork} from './objects/create-network.ts';
import {createVolume} from './objects/create-volume.ts';
import {removeConfig, removeNetwork, removeSecret} from './objects/remove-object.ts';
import {removeVolume} from './objects/remove-volume.ts';
import {anyOperation, type Operation} from './operation.ts';
import {changeNeeds} from './service/change-needs.ts';
import {createService} from './service/create-service.ts';
import {editService} from './service/edit-service.ts';
import {labelService} from './service/label-service.ts';
import {removeService} from './service/remove-service.ts';
import {restartService} from './service/restart-service.ts';
import {resumeUpdate} from './service/resume-update.ts';
import {rollBackService} from './service/roll-back-service.ts';
import {scaleService} from './service/scale-service.ts';
import {updateImage} from './service/update-image.ts';
import {deployStack, redeployStack} from './stack/deploy-stack.ts';
import {removeStack} from './stack/remove-stack.ts';
import {turnAutolockOff, turnAutolockOn} from './whole-swarm/autolock.ts';
import {initSwarm} from './whole-swarm/init-swarm.ts';
import {joinSwarm} from './whole-swarm/join-swarm.ts';
import {leaveSwarm} from './whole-swarm/leave-swarm.ts';
import {rotateJoinToken} from './whole-swarm/rotate-join-token.ts';
import {rotateRoot} from './whole-swarm/rotate-root.ts';
import {rotateUnlockKey} from './whole-swarm/rotate-unlock-key.ts';
import {changeSwarmSettings} from './whole-swarm/swarm-settings.ts';
import {unlockSwarm} from './whole-swarm/unlock-swarm.ts';

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
