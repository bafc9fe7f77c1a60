import type {Secret} from '../objects.ts';
import type {Swarm} from '../swarm.ts';

const add = (swarm: Swarm, kind: 'secrets' | 'configs', name: string, text: string): Secret => {
	const table = swarm.store[kind];
	const meta = table.meta();
	const Data = Buffer.from(text).toString('base64');
	return table.add({id: meta.ID, json: undefined, raw: {...meta, Spec: {Name: name, Labels: {}, Data}}});
};

export const addSecret = (swarm: Swarm, name: string) => add(swarm, 'secrets', name, 'no secret at all');
export const addConfig = (swarm: Swarm, name: string, text: string) => add(swarm, 'configs', name, text);
