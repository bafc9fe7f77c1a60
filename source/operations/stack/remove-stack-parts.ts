import {setTimeout as sleep} from 'node:timers/promises';
import type {Engine} from '../../engine/engine.ts';
import {isEngineError} from '../../engine/errors.ts';
import type {Config} from '../../swarm/config.ts';
import {type Network, servicesOn} from '../../swarm/network.ts';
import type {Secret} from '../../swarm/secret.ts';
import type {Service} from '../../swarm/service.ts';
import {usersIn} from '../../swarm/uses.ts';

type Part<Kind, Saw> = {readonly kind: Kind; readonly saw: Saw; readonly users: readonly Service[]};

/** What a stack has beside its services, with the services of others that use it: the engine removes nothing in use. */
export type StackPart = Part<'secret', Secret> | Part<'config', Config> | Part<'network', Network>;

export type Known = {
	readonly services: readonly Service[];
	readonly networks: readonly Network[];
	readonly secrets: readonly Secret[];
	readonly configs: readonly Config[];
};

/** In the order in which they can go: networks last, as tasks leave them last. */
export const partsOf = (stack: string, {services, networks, secrets, configs}: Known): readonly StackPart[] => {
	const others = services.filter(service => service.stack !== stack);
	const users = usersIn(others);
	const ours = <T extends {readonly stack: string | undefined}>(items: readonly T[]) =>
		items.filter(item => item.stack === stack);
	return [
		...ours(secrets).map(saw => ({kind: 'secret' as const, saw, users: users.get(saw.id)?.now ?? []})),
		...ours(configs).map(saw => ({kind: 'config' as const, saw, users: users.get(saw.id)?.now ?? []})),
		...ours(networks).map(saw => ({kind: 'network' as const, saw, users: servicesOn(saw, others)})),
	];
};

/** A network is in use until the last task has left it. */
const attempts = 120;
const pause = 500;

const remove = (engine: Engine, part: StackPart, signal: AbortSignal) => {
	switch (part.kind) {
		case 'secret':
			return engine.removeSecret(part.saw.id, signal);
		case 'config':
			return engine.removeConfig(part.saw.id, signal);
		case 'network':
			return engine.removeNetwork(part.saw.id, signal);
	}
};

/** Undefined once it is gone; else why it stays. */
export const removePart = async (engine: Engine, part: StackPart, signal: AbortSignal): Promise<string | undefined> => {
	for (let attempt = 1; ; attempt++) {
		try {
			await remove(engine, part, signal);
			return undefined;
		} catch (error) {
			if (isEngineError(error, 'not-found')) {
				return undefined;
			}

			// While tasks stop, it is in use; whatever else the engine says of it won't change by waiting.
			if (!isEngineError(error, 'refused', 'conflict', 'forbidden') || attempt === attempts) {
				return `${part.kind} ${part.saw.name} stays: ${error instanceof Error ? error.message : error}`;
			}
		}

		await sleep(pause, undefined, {signal});
	}
};
