import type {Engine} from '../engine/engine.ts';
import {EngineError} from '../engine/errors.ts';

export const readOnlySentence = 'skep is read-only here: nothing was changed.';

const refuse = async () => {
	throw new EngineError('refused', readOnlySentence);
};

/**
The same engine without its writes: held where requests leave, not key by key.
Reads are named one by one, so that a new call can't become a way around it unseen.
*/
export const readOnly = (engine: Engine): Engine => ({
	place: engine.place,
	places: engine.places,
	moveOn: engine.moveOn,
	traffic: engine.traffic,
	info: engine.info,
	swarm: engine.swarm,
	nodes: engine.nodes,
	services: engine.services,
	tasks: engine.tasks,
	joinTokens: async () => {
		throw new EngineError('refused', 'skep is read-only here: join tokens stay hidden.');
	},
	unlockKey: async () => {
		throw new EngineError('refused', 'skep is read-only here: the unlock key stays hidden.');
	},
	tasksHere: engine.tasksHere,
	networks: engine.networks,
	secrets: engine.secrets,
	configs: engine.configs,
	configContent: engine.configContent,
	volumes: engine.volumes,
	node: engine.node,
	service: engine.service,
	events: engine.events,
	logs: engine.logs,
	image: engine.image,
	close: engine.close,
	imagined: engine.imagined,
	updateNode: refuse,
	updateService: refuse,
	removeNode: refuse,
	removeService: refuse,
	removeNetwork: refuse,
	removeSecret: refuse,
	removeConfig: refuse,
	removeVolume: refuse,
	createService: refuse,
	createSecret: refuse,
	createConfig: refuse,
	createNetwork: refuse,
	createVolume: refuse,
	initSwarm: refuse,
	joinSwarm: refuse,
	leaveSwarm: refuse,
	updateSwarm: refuse,
	unlockSwarm: refuse,
	// What runs in a container can change what is in it, and reach what it reaches.
	exec: refuse,
});
