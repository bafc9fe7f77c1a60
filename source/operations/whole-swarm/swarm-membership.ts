import type {EngineInfo} from '../../engine/engine.ts';

/** Why an engine can't start or join a swarm now. */
export const whyNoSwarmHere = ({name, swarmState}: EngineInfo): string | undefined => {
	switch (swarmState) {
		case 'inactive':
			return undefined;
		case 'locked':
			return `${name} is a locked manager: unlock it first`;
		case 'pending':
			return `${name} is joining a swarm already`;
		default:
			return `${name} is in a swarm already: it must leave that first`;
	}
};

/** What has to be open between machines. The first port is that of managers, which they choose; the last is the swarm's. */
export const portsSentence = (dataPort = 4789) =>
	`Open between its machines: TCP 2377 to managers, TCP and UDP 7946, UDP ${dataPort}.`;
