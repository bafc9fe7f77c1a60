import type {Secret} from '../objects.ts';
import type {Swarm} from '../swarm.ts';

type Plan = {readonly Name: string; readonly Labels?: Readonly<Record<string, string>>};

const add = (swarm: Swarm, kind: 'secrets' | 'configs', {Name, Labels = {}}: Plan, text: string): Secret => {
	const table = swarm.store[kind];
	const meta = table.meta();
	const Data = Buffer.from(text).toString('base64');
	return table.add({id: meta.ID, json: undefined, raw: {...meta, Spec: {Name, Labels, Data}}});
};

export const addSecret = (swarm: Swarm, plan: Plan) => add(swarm, 'secrets', plan, 'no secret at all');
export const addConfig = (swarm: Swarm, plan: Plan, text: string) => add(swarm, 'configs', plan, text);
