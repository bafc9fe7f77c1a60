import type {Engine} from '../engine/engine.ts';
import type {Config} from '../swarm/config.ts';
import type {ConfigId, NetworkId, SecretId, ServiceId} from '../swarm/ids.ts';
import type {Network} from '../swarm/network.ts';
import type {Secret} from '../swarm/secret.ts';
import type {Service} from '../swarm/service.ts';
import {emptySnapshot} from '../swarm/snapshot.ts';
import {stacksOf} from '../swarm/stack.ts';
import type {Target} from './target.ts';

type Fresh = Target['saw'];

/**
A target as the engine has it now; undefined when it is gone. What took the name of one that was removed has another id:
it is not what was meant.
*/
export const freshOf = async (engine: Engine, target: Target, signal: AbortSignal): Promise<Fresh | undefined> => {
	switch (target.kind) {
		case 'node':
			return theSame(await engine.node(target.id, signal), target.id);
		case 'service':
			return theSame(await engine.service(target.id, signal), target.id);
		case 'swarm':
			return theSame(await engine.swarm(signal), target.id);
		case 'engine':
			return engine.info(signal);
		case 'volume':
			return (await engine.volumes(signal)).find(({name}) => name === target.id);
		case 'stack':
			return stackNow(engine, target.id, signal);
		default:
			// There are few of each, and none changes but by being removed.
			return (await engine[`${target.kind}s`](signal)).items.find(({id}) => id === target.id);
	}
};

const theSame = <T extends {readonly id: string}>(found: T, id: string): T | undefined =>
	found.id === id ? found : undefined;

const stackNow = async (engine: Engine, name: string, signal: AbortSignal) => {
	const [services, networks, secrets, configs] = await Promise.all([
		engine.services(undefined, signal),
		engine.networks(signal),
		engine.secrets(signal),
		engine.configs(signal),
	]);
	const known = <Id extends string, T extends {readonly id: Id}>(items: readonly T[]) => ({
		at: 0,
		items: new Map<Id, T>(items.map(item => [item.id, item])),
	});
	const snapshot = {
		...emptySnapshot,
		services: known<ServiceId, Service>(services.items),
		networks: known<NetworkId, Network>(networks.items),
		secrets: known<SecretId, Secret>(secrets.items),
		configs: known<ConfigId, Config>(configs.items),
	};
	return stacksOf(snapshot).find(stack => stack.name === name);
};
